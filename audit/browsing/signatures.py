"""The officer's own signature on an entry, checked as anyone can check it: from the log alone."""

from dataclasses import dataclass

from django.conf import settings

from audit.formats.attestation import (
    ATTESTATION,
    ENROLLED,
    RETIRED,
    check_attestation,
    key_id,
    read_key,
)
from audit.formats.canonical import parse
from audit.formats.errors import NotVerified
from audit.models import Position


@dataclass(frozen=True, slots=True)
class OfficerSignature:
    """Whether it holds, with which key, and where in the log the officer enrolled that key."""

    holds: bool
    words: str
    key: str = ""
    key_id: str = ""
    enrolled_at: int | None = None


def officer_signature(position: Position) -> OfficerSignature | None:
    """Check the signature in an entry; give None if it has none."""
    leaf = parse(bytes(position.entry.leaf))
    if not isinstance(leaf.get(ATTESTATION), str):
        return None
    officer = leaf["by"]
    # An enrolment is signed with the key that it enrols; anything else, with one enrolled before.
    before = position.seq + (position.entry.kind == ENROLLED)
    events = Position.objects.filter(
        seq__lt=before,
        entry__kind__in=(ENROLLED, RETIRED),
        entry__subject=f"member:{officer}",
    )
    enrolment = events.select_related("entry").order_by("-seq").first()
    if enrolment is None or enrolment.entry.kind != ENROLLED:
        return OfficerSignature(holds=False, words="The officer had no key in force at this entry.")
    try:
        key = read_key(officer, parse(bytes(enrolment.entry.leaf)).get("key"))
        check_attestation(leaf, key, origin=settings.AUDIT_ORIGIN)
    except NotVerified as error:
        return OfficerSignature(holds=False, words=str(error), enrolled_at=enrolment.seq)
    written = parse(bytes(enrolment.entry.leaf))["key"]
    return OfficerSignature(
        holds=True, words="", key=written, key_id=key_id(key), enrolled_at=enrolment.seq
    )
