"""An officer's own signature on an act, so that a person's hand can be told from a machine's seal.

The server signs the heads of the log: that is a seal. Opening a vote, closing, voiding or declaring
it is also signed by the officer, with a key that only their pass-phrase opens. The signature stands
in the leaf as the fact `attestation`: a PASETO v4.public token of one claim, the SHA-256 of the
canonical leaf without it, and bound (implicit assertion) to one log and one entry. A leaf whose
attestation is null asked for a signature and got none; one without the fact asked for none, unless
it is of a person's act that always does: to leave the fact out would hide that nobody signed.

An officer's public key comes from the log: `officer_key.enrolled` gives it, signed with the key
itself, and `officer_key.retired` ends it. A key is one officer's for ever, and an officer has one
at a time. Source: PASETO version 4, PASERK types public and pid.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from audit.formats.canonical import canonical
from audit.formats.encoding import base64url_bytes, base64url_text
from audit.formats.errors import BadEncoding, BadKey, BadToken
from audit.formats.leaf import SYSTEM
from audit.formats.public_token import HEADER, SIGNATURE_BYTES, signed_bytes
from audit.formats.signing import PublicKey, SigningKey, VerifierKey

ATTESTATION = "attestation"
ENROLLED = "officer_key.enrolled"
RETIRED = "officer_key.retired"

SIGNED_ACTS = frozenset(
    {
        "ballot.approved",
        "ballot.close_announced",
        "ballot.closed",
        "ballot.declared",
        "ballot.extended",
        "ballot.extension_asked",
        "ballot.opened",
        "ballot.rejected",
        "ballot.upheld",
        "ballot.void_recommended",
        "ballot.voided",
        "board.begun_again",
        "board.made",
        "board.retired",
        "casting_vote.given",
        "declaration.signed",
        "election.counted",
        "erasure.performed",
        "figures.confirmed",
        "figures.disputed",
        "lot.recorded",
        "membership_ballot.approved",
        "minutes.agreed",
        "nomination.found_invalid",
        "nomination.found_valid",
        "officer_key.confirmed",
        "pen.taken_up",
        "post.approved",
        "post.close_extended",
        "post.declared_unopposed",
        "post.later_close_declined",
        "post.put_to_vote",
        "post.rejected",
        "question.upheld",
        "roll.import_decided",
        "roll.import_undone",
        "readiness.decided",
        "roll.imported",
        "scrutiny_pack.asked_for",
        "scrutiny_pack.signed",
        "seed.fixed",
        "session.closed",
        "session.opened",
        ENROLLED,
    }
)
"""The acts that ask for their officer's signature whenever a person does them."""

_PUBLIC = "k4.public."
_ID = "k4.pid."
_ID_BYTES = 33
_TOKEN = re.compile(r"v4\.public\.([A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_-]{1,200})")


def written_key(key: VerifierKey) -> str:
    """Write an officer's public key, as it stands in the log (PASERK `k4.public`)."""
    return _PUBLIC + base64url_text(key.public)


def key_id(key: VerifierKey) -> str:
    """Give a key's fingerprint (PASERK `k4.pid`): 33 bytes of BLAKE2b over the written key."""
    hashed = hashlib.blake2b((_ID + written_key(key)).encode(), digest_size=_ID_BYTES)
    return _ID + base64url_text(hashed.digest())


def read_key(officer: str, written: object) -> VerifierKey:
    """Read an officer's public key; refuse every other spelling, and keys of small order."""
    if not isinstance(written, str) or not written.startswith(_PUBLIC):
        raise BadKey(f"The key of {officer} is not written as k4.public.")
    try:
        return VerifierKey(officer, base64url_bytes(written.removeprefix(_PUBLIC)))
    except BadEncoding as error:
        raise BadKey(f"The key of {officer} is malformed. {error}") from None


def attest(leaf: Mapping[str, object], key: SigningKey, *, origin: str) -> str:
    """Sign an act: give the token that goes into its leaf."""
    payload, footer = _payload(leaf), _footer(key.verifier)
    signature = key.sign(signed_bytes(payload, footer, _bound_to(leaf, origin)))
    return f"{HEADER}{base64url_text(payload + signature)}.{base64url_text(footer)}"


def asks_for_signature(leaf: Mapping[str, object]) -> bool:
    """Tell whether an entry asks for an officer's signature, whether or not it says so itself.

    What the system does by itself, as a vote that closes when its time is up, asks for none.
    """
    return ATTESTATION in leaf or (leaf["t"] in SIGNED_ACTS and leaf["by"] != SYSTEM)


def check_attestation(leaf: Mapping[str, object], key: VerifierKey, *, origin: str) -> None:
    """Check that this key signed this very leaf, in this log; raise BadToken if not."""
    token = leaf.get(ATTESTATION)
    match = _TOKEN.fullmatch(token) if isinstance(token, str) else None
    if not match:
        raise BadToken("Its officer's signature is not a v4.public token with a footer.")
    try:
        body, footer = map(base64url_bytes, match.groups())
    except BadEncoding:
        raise BadToken("Its officer's signature is not written in its one correct way.") from None
    payload, signature = body[:-SIGNATURE_BYTES], body[-SIGNATURE_BYTES:]
    if footer != _footer(key):
        raise BadToken(f"It is signed with another key than that of {key.name} at the time.")
    if payload != _payload(leaf):
        raise BadToken(f"What {key.name} signed is not what this entry says.")
    if not key.verifies(signed_bytes(payload, footer, _bound_to(leaf, origin)), signature):
        raise BadToken(f"The signature is not one that {key.name} made for this entry.")


class OfficerKeys:
    """The officers' keys as a log tells them: hand it every leaf, in the log's order."""

    def __init__(self, origin: str, others: Iterable[PublicKey] = ()) -> None:
        """Begin a log. `others` are its own and its witnesses' keys: no key has two uses."""
        self.origin = origin
        self.in_force: dict[str, VerifierKey] = {}
        self._used = {key.public for key in others}

    def judge(self, leaf: Mapping[str, Any]) -> VerifierKey | None:
        """Give the key whose owner signed this entry, named by their pseudonym; None if none did.

        Raises BadToken for a signature that does not hold, BadKey for an enrolment or a retirement
        that cannot be.
        """
        kind = leaf["t"]
        if kind == ENROLLED:
            return self._enrolled(leaf)
        signer = self._signer(leaf) if leaf.get(ATTESTATION) is not None else None
        if kind == RETIRED:
            self._retired(leaf)
        return signer

    def _signer(self, leaf: Mapping[str, Any]) -> VerifierKey:
        officer = str(leaf["by"])
        key = self.in_force.get(officer)
        if key is None:
            raise BadToken(f"It is signed, but {officer} has no key in force at this entry.")
        check_attestation(leaf, key, origin=self.origin)
        return key

    def _enrolled(self, leaf: Mapping[str, Any]) -> VerifierKey:
        officer = _officer(leaf)
        if leaf["by"] != officer:
            raise BadKey(f"{leaf['by']} enrolled a key for {officer}: only its owner can.")
        key = read_key(officer, leaf.get("key"))
        if officer in self.in_force:
            raise BadKey(f"{officer} enrolled a second key while the first was in force.")
        if key.public in self._used:
            raise BadKey(f"The key that {officer} enrolled is, or was, another key already.")
        check_attestation(leaf, key, origin=self.origin)
        self.in_force[officer] = key
        self._used.add(key.public)
        return key

    def _retired(self, leaf: Mapping[str, Any]) -> None:
        officer = _officer(leaf)
        key = self.in_force.get(officer)
        if key is None or leaf.get("key") != key_id(key):
            raise BadKey(f"A key of {officer} was retired that was not in force.")
        del self.in_force[officer]


def _officer(leaf: Mapping[str, Any]) -> str:
    """Read whose key an entry is about."""
    return str(leaf["of"]).removeprefix("member:")


def _payload(leaf: Mapping[str, object]) -> bytes:
    bare = canonical({name: value for name, value in leaf.items() if name != ATTESTATION})
    return canonical({"leaf": base64url_text(hashlib.sha256(bare).digest())})


def _footer(key: VerifierKey) -> bytes:
    return canonical({"kid": key_id(key)})


def _bound_to(leaf: Mapping[str, object], origin: str) -> bytes:
    """Give the implicit assertion: a signature is good for one entry of one log."""
    return f"{origin}\nofficer-act\n{leaf['id']}".encode()
