"""Taking a list away: who, why and how many rows are in the log each time (guide L34).

A list for a purpose holds only people whose consent to that very purpose is in force as it is
written (PECR reg 22). None of these lists may be used for somebody's campaign in an election of the
union (guide L34: Coyne & Brooks v Unite; Rogers v UNISON).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from audit.pack.tables import Cell, Table
from audit.refusal import Refusal
from ballots.services.insisting import insist_on_reason
from conferences.briefings.consents import Purpose
from conferences.briefings.figures import consenting
from conferences.briefings.rules import EXPORT, organising
from conferences.models import Briefing, BriefingRegistration, Consent, Guest
from members.models import Member

ATTENDANCE: Final = "attendance"
KINDS: Final = (ATTENDANCE, *Purpose)
LONGEST_REASON: Final = 500
_AT_ONCE: Final = 2000
_BY_PURPOSE: Final = ("name", "e_mail", "is", "consented_at", "in_these_words")
_BY_PLACE: Final = (
    "name",
    "is",
    "registered_at",
    "joined_at",
    "opened_recording_at",
    "minutes_on_the_meeting_tools_list",
)


def list_export(*, actor: Member, briefing: Briefing, kind: str, reason: str) -> Iterator[bytes]:
    """Record that a list is taken away, and why; then give it, a part at a time, as CSV."""
    with organising(actor, briefing.body, EXPORT) as log:
        if kind not in KINDS:
            raise Refusal("no-such-list", "There is no such list.")
        why = insist_on_reason(reason)[:LONGEST_REASON]
        found = _people(briefing, kind)
        log.record(
            "briefing_list.exported",
            subject=briefing,
            list=kind,
            rows=found.count(),
            personal={"why": why},
        )
    return _written(found)


def _people(briefing: Briefing, kind: str) -> QuerySet[BriefingRegistration] | QuerySet[Consent]:
    if kind == ATTENDANCE:
        held = briefing.registrations.filter(cancelled_at=None, guest__erased_at=None)
        return held.select_related("member", "guest", "attendance")
    in_force = consenting(briefing, Purpose(kind)).select_related("member", "guest")
    return in_force.prefetch_related("member__contacts")


def _written(
    found: QuerySet[BriefingRegistration] | QuerySet[Consent],
) -> Iterator[bytes]:
    by_place = found.model is BriefingRegistration
    headings = _BY_PLACE if by_place else _BY_PURPOSE
    yield Table(headings).to_csv()
    part: list[Sequence[Cell]] = []
    for each in found.iterator(chunk_size=_AT_ONCE):
        part.append(_place(each) if isinstance(each, BriefingRegistration) else _consent(each))
        if len(part) == _AT_ONCE:
            yield _rows(headings, part)
            part = []
    if part:
        yield _rows(headings, part)


def _rows(headings: Sequence[str], rows: list[Sequence[Cell]]) -> bytes:
    """Write rows as the table writes them, without the headings that went before."""
    whole = Table(headings, rows).to_csv(timezone.get_default_timezone())
    first = io.StringIO(newline="")
    csv.writer(first, lineterminator="\r\n").writerow(headings)
    return whole.removeprefix(b"\xef\xbb\xbf").removeprefix(first.getvalue().encode())


def _place(one: BriefingRegistration) -> Sequence[Cell]:
    came = getattr(one, "attendance", None)
    return (
        one.person.name,
        _is(one.person),
        one.registered_at,
        came.joined_at if came else None,
        came.recording_at if came else None,
        came.listed_minutes if came else None,
    )


def _consent(one: Consent) -> Sequence[Cell]:
    person = one.member or one.guest
    assert person is not None  # noqa: S101 - the table insists on one of them
    return (person.name, person.email, _is(person), one.at, one.words)


def _is(person: Member | Guest) -> str:
    return "guest" if isinstance(person, Guest) else "member"
