"""The declaration on paper: the document as a PDF, which carries the document within it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from audit.browsing.qr import qr_svg
from audit.formats.canonical import canonical
from audit.typeset import typeset

TEMPLATE: Final[Path] = settings.BASE_DIR / "templates" / "paper" / "declaration.typ"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of a declaration only after it was signed, and so stands beside it.

    `address` is where it can be looked up, `entry` the place of its signing in the log, and
    `attestation` the id of the officer's own key, where they signed with one.
    """

    address: str = ""
    entry: int | None = None
    attestation: str = ""


def declaration_pdf(document: Mapping[str, Any], provenance: Provenance | None = None) -> bytes:
    """Set a declaration on A4. The same document gives the same bytes."""
    return typeset(TEMPLATE, *_material(document, provenance), at=_dated(document))


def _material(
    document: Mapping[str, Any], provenance: Provenance | None
) -> tuple[dict[str, Any], bytes]:
    known = provenance or Provenance()
    text = canonical(dict(document))
    is_signed = document["status"] == "signed"
    data = {
        "document": document,
        "sha256": sha256(text).hexdigest() if is_signed else "",
        "address": known.address,
        "qr": qr_svg(known.address) if known.address else "",
        "entry": known.entry,
        "attestation": known.attestation,
    }
    return data, text


def _dated(document: Mapping[str, Any]) -> datetime | None:
    """Give the time that the PDF bears: that of its signature, else of the end of the vote."""
    signature = document["signature"] or {}
    moment = signature.get("at") or document["declared"] or document["closed"]
    return datetime.fromisoformat(moment["utc"]) if moment else None
