"""Who came: by our Join page, by the recording, or by the meeting tool's own list.

None of it is an act of the union, so none of it is in the public log, which is for good; it goes
with the guest, or after 24 months. That a list was entered is an act.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.briefings.attendance_file import Attended
from conferences.briefings.rules import organising
from conferences.models import Briefing, BriefingAttendance, BriefingRegistration
from conferences.models.briefings import guest_marks
from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.enums import ContactKind
from members.models import Contact, Member, contact_seals

_ROWS_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Matched:
    """A list held against the register of a briefing: places with minutes, and who is on none."""

    places: list[tuple[int, int]]
    unmatched: list[Attended]


def briefing_join(*, registration: BriefingRegistration) -> str:
    """Note that somebody joins, and give the link that leads out. Only while it is open."""
    briefing = registration.briefing
    if registration.cancelled_at is not None or not briefing.is_joinable:
        raise Refusal("not-open", "The way in is not open now.")
    _note(registration, "joined_at")
    return briefing.join_link


def recording_watch(*, registration: BriefingRegistration) -> str:
    """Note that somebody opens the recording, and give the link that leads out."""
    briefing = registration.briefing
    if registration.cancelled_at is not None or not briefing.recording_link:
        raise Refusal("no-recording", "There is no recording to watch.")
    _note(registration, "recording_at")
    return briefing.recording_link


def list_match(briefing: Briefing, attended: Sequence[Attended]) -> Matched:
    """Find the place of everyone on a meeting tool's list: by address, else by a name that is one's
    own. Nothing is written.
    """  # noqa: D205 - one sentence
    by_mark = _places_by_mark(briefing)
    named: dict[str, list[int]] | None = None
    found: dict[int, int] = {}
    unmatched = []
    for one in attended:
        places = {place for mark in _marks(one.email) for place in by_mark.get(mark, ())}
        if len(places) != 1 and one.name:
            named = named if named is not None else _places_by_name(briefing)
            alike = set(named.get(one.name.casefold(), ()))
            places = places & alike or (set() if places else alike)
        if len(places) == 1:
            place = places.pop()
            found[place] = found.get(place, 0) + (one.minutes or 0)
        else:
            unmatched.append(one)
    return Matched(sorted(found.items()), unmatched)


def list_enter(*, actor: Member, briefing: Briefing, places: Sequence[tuple[int, int]]) -> int:
    """Enter who was on the meeting tool's list, in place of any list before. Say how many."""
    with organising(actor, briefing.body) as log:
        ours = set(briefing.registrations.values_list("pk", flat=True))
        rows = [
            BriefingAttendance(registration_id=place, listed_minutes=minutes)
            for place, minutes in places
            if place in ours
        ]
        listed = BriefingAttendance.objects.filter(registration__briefing=briefing)
        listed.update(listed_minutes=None)
        BriefingAttendance.objects.bulk_create(
            rows,
            batch_size=_ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["registration"],
            update_fields=["listed_minutes"],
        )
        log.record("attendance_list.entered", subject=briefing, rows=len(rows))
    return len(rows)


def _note(registration: BriefingRegistration, column: str) -> None:
    """Write down the first time only; what comes again changes nothing."""
    row, _is_new = BriefingAttendance.objects.get_or_create(registration=registration)
    BriefingAttendance.objects.filter(pk=row.pk, **{column: None}).update(
        **{column: timezone.now()}
    )


def _marks(email: str) -> list[bytes]:
    try:
        address = contact_details.read(ContactKind.EMAIL, email)
    except BadDetail:
        return []
    if not address:
        return []
    return [*guest_marks(address), *contact_seals().marks(address, kind=ContactKind.EMAIL)]


def _places_by_mark(briefing: Briefing) -> dict[bytes, list[int]]:
    places: dict[bytes, list[int]] = defaultdict(list)
    held = briefing.registrations.filter(cancelled_at=None)
    for mark, place in held.exclude(guest__mark=None).values_list("guest__mark", "pk"):
        places[bytes(mark or b"")].append(place)
    of_members = dict(held.exclude(member=None).values_list("member_id", "pk"))
    contacts = Contact.objects.filter(
        kind=ContactKind.EMAIL, member__briefing_registrations__in=held
    )
    for mark, member in contacts.values_list("mark", "member_id"):
        places[bytes(mark)].append(of_members[member])
    return places


def _places_by_name(briefing: Briefing) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    held = briefing.registrations.filter(cancelled_at=None).select_related("member", "guest")
    for one in held.iterator(chunk_size=2000):
        places[one.person.name.casefold()].append(one.pk)
    return places
