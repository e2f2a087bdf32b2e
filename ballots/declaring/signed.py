"""A declaration as it was signed, held against the log before it is shown to anyone."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from audit.formats.attestation import ATTESTATION
from audit.formats.canonical import parse
from audit.formats.encoding import base64url_bytes
from audit.models import Entry, Position
from audit.refusal import Refusal
from ballots.declaring.document import newest_declaration
from ballots.declaring.paper import Provenance, declaration_pdf
from ballots.enums import BallotState
from ballots.models import Ballot, Declaration

_PARTS_OF_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class SignedDeclaration:
    """One signed declaration, its document, and what the log says of the signing."""

    record: Declaration
    document: dict[str, Any]
    provenance: Provenance

    @property
    def json(self) -> bytes:
        """Give the document byte for byte as it was signed."""
        return self.record.document.encode()

    @property
    def pdf(self) -> bytes:
        """Set the document on paper."""
        return _set(self.record.document, self.provenance)


@lru_cache(maxsize=64)
def _set(document: str, provenance: Provenance) -> bytes:
    """Set a document that never changes once, however many ask for it."""
    return declaration_pdf(parse(document.encode()), provenance)


def standing_declaration(ballot: Ballot, address: str = "") -> SignedDeclaration | None:
    """Give the declaration that stands, if one is signed; none stands of a void vote."""
    if ballot.state != BallotState.DECLARED:
        return None
    found = newest_declaration(ballot)
    return signed_declaration(found, address) if found else None


def signed_declaration(record: Declaration, address: str = "") -> SignedDeclaration:
    """Read a declaration, and refuse it if it is not the one whose hash the log has."""
    leaf = parse(bytes(Entry.objects.values_list("leaf", flat=True).get(pk=record.entry_id)))
    found = sha256(record.document.encode()).hexdigest()
    if not found == record.sha256 == leaf.get("document_sha256"):
        raise Refusal(
            "not-as-signed",
            "This declaration is not what was signed: the log has another hash for it. "
            "Call the scrutineer.",
        )
    place = Position.objects.filter(entry_id=record.entry_id).values_list("seq", flat=True).first()
    provenance = Provenance(address=address, entry=place, attestation=_key_of(leaf))
    return SignedDeclaration(record, parse(record.document.encode()), provenance)


def _key_of(leaf: dict[str, Any]) -> str:
    """Give the id of the officer's own key, from the token that attests the act of signing."""
    parts = (leaf.get(ATTESTATION) or "").split(".")
    if len(parts) != _PARTS_OF_A_TOKEN:
        return ""
    kid: str = parse(base64url_bytes(parts[-1]))["kid"]
    return kid
