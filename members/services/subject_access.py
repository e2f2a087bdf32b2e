"""Giving a person everything that is held about them (UK GDPR Art 15), and nobody else's data."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils import timezone

from audit.formats.canonical import canonical
from audit.keys import log_key
from audit.personal_data import Part, parts
from audit.retention import schedule
from audit.services.access import access_record
from members.models import Member
from members.rules import insist_office
from members.telling import in_words

WHAT: Final = "everything held about a person"

# As a person would ask: who they are to us, what they did, who looked; then the rest.
READING_ORDER: Final = (
    "register",
    "offices",
    "devices",
    "signing-keys",
    "votes",
    "seats",
    "motions",
    "acts-on-votes",
    "registers",
    "looks",
)

Told = dict[str, Any]


def subject_access_give(*, actor: Member | None, member: Member, why: str = "") -> Told:
    """Put together everything held about a member, for them to take away; record that it was.

    A person asks for their own. For somebody else it is the membership officer who asks, on their
    behalf, and says why; no actor is a command on the union's own machine.
    """
    office = "" if actor == member else insist_office(actor, "subject_access.give")
    access_record(
        actor=actor,
        office=office,
        what=WHAT,
        subject=member,
        why=why.strip(),
        is_copy=True,
        every_time=actor != member,  # the log is for ever, and nobody fills it with their own
    )
    return told_about(member)


def told_about(member: Member, *, at_once: bool = False) -> Told:
    """Tell what every room holds of a member, and how long it is kept; all, or what is at hand."""
    return {
        "about": member.pseudonym,
        "made_at": _plain(timezone.now()),
        "log": log_key().verifier.name,
        "parts": [
            {
                "key": part.key,
                "title": part.title,
                "kept": schedule[part.rule].period,
                "for": schedule[part.rule].why,
                "held": [_plain(row) for row in part.tell(member)],
            }
            for part in sorted(parts.values(), key=_place)
            if not (at_once and part.is_slow)
        ],
    }


def as_archive(told: Told) -> bytes:
    """Pack what a person takes away: a page to read, and the same for a program."""
    page = render_to_string("members/about_person.html", {"told": told, "parts": in_words(told)})
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("about-me.html", page)
        archive.writestr("about-me.json", as_json(told))
    return packed.getvalue()


def as_json(told: Told) -> bytes:
    """Write it in the log's own canonical form, which any program reads."""
    return canonical(told)


def _place(part: Part) -> int:
    return READING_ORDER.index(part.key) if part.key in READING_ORDER else len(READING_ORDER)


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case dict():
            return {str(name): _plain(held) for name, held in value.items()}
        case list() | tuple():
            return [_plain(held) for held in value]
        case None | bool() | int() | str():
            return value
    return str(value)
