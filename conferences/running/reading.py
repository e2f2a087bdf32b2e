"""The plan of each session, read from the order of business in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference, Floor, Session, Speaker
from conferences.running.plan import Plan, Slot, plan_of


@dataclass(frozen=True, slots=True)
class Need:
    """What the business of an item still takes: seconds, and the guillotine of it all, if any."""

    seconds: int
    stops_at: datetime | None = None


needs: list[Callable[[Conference], Mapping[int, Need]]] = []
"""Rooms above tell what the business in an item takes, by the item's key: see motions.order."""


@dataclass(frozen=True, slots=True)
class SessionAsPlanned:
    """A session with its items and its plan; None where it has no items."""

    session: Session
    items: Sequence[AgendaItem]
    plan: Plan | None

    @property
    def is_sitting(self) -> bool:
        """Say whether it has been opened and not closed."""
        return self.session.opened_at is not None and self.session.closed_at is None

    @property
    def left_over(self) -> list[AgendaItem]:
        """Give what was never taken, once it has closed: its lost business."""
        if self.session.closed_at is None or self.plan is None:
            return []
        *before, last = self.plan.items
        waiting = {
            each.slot.key
            for each in (*before, last)
            if each.slot.taken_at is None and not each.is_passed and each.slot.needs != 0
        }
        return [
            item
            for item in self.items
            if item.pk in waiting
            and item.kind != AgendaKind.BREAK
            and not (item.pk == last.slot.key and item.kind == AgendaKind.FORMAL)  # "Close"
        ]


def sessions_planned(conference: Conference, now: datetime | None = None) -> list[SessionAsPlanned]:
    """Plan every session of a conference."""
    now = now or timezone.now()
    wanted: dict[int, Need] = {}
    for tell in needs:
        wanted |= tell(conference)
    waiting = _seconds_waiting(conference, now)
    items: defaultdict[int, list[AgendaItem]] = defaultdict(list)
    found = AgendaItem.objects.filter(session__conference=conference)
    sessions = list(conference.sessions.all())
    by_key = {each.pk: each for each in sessions}
    for item in found.select_related("carried_from__session", "carried_to__session"):
        item.session = by_key[item.session_id]
        item.session.conference = conference
        items[item.session_id].append(item)
    planned = []
    for session in sessions:
        is_sitting = session.opened_at is not None and session.closed_at is None
        slots = [
            _slot(item, wanted.get(item.pk))
            for item in items[session.pk]
            if getattr(item, "carried_to", None) is None
        ]
        at = session.closed_at or now
        plan = plan_of(slots, now=at, waiting=waiting if is_sitting else 0, is_sitting=is_sitting)
        planned.append(SessionAsPlanned(session, items[session.pk], plan))
    return planned


def current_session(planned: Sequence[SessionAsPlanned]) -> SessionAsPlanned | None:
    """Find the session that sits, or the next one; None once all are over."""
    sitting = (each for each in planned if each.is_sitting)
    ahead = (each for each in planned if each.session.opened_at is None)
    return next(sitting, None) or next(ahead, None)


def moment(held_on: date, at: time) -> datetime:
    """Give the moment of a time of the timetable, in the union's own time zone."""
    return timezone.make_aware(datetime.combine(held_on, at))


def _slot(item: AgendaItem, need: Need | None) -> Slot:
    return Slot(
        key=item.pk,
        title=item.title,
        starts_at=moment(_day(item.session), item.starts_at),
        is_break=item.kind == AgendaKind.BREAK,
        keeps_time=item.keeps_time,
        taken_at=item.taken_at,
        ended_at=item.ended_at,
        needs=need.seconds if need else None,
        stops_at=need.stops_at if need else None,
    )


def _day(session: Session) -> date:
    """Give the day of a session: that on which it was opened, as a rehearsal is on another."""
    return timezone.localdate(session.opened_at) if session.opened_at else session.held_on


def _seconds_waiting(conference: Conference, now: datetime) -> int:
    """Add up the time of those who speak, or wait to speak, on what is before conference."""
    subject = Floor.objects.filter(conference=conference).values("subject")[:1]
    waiting = Speaker.objects.filter(
        conference=conference, subject=subject, ended_at=None, withdrawn_at=None
    ).exclude(subject="")
    return sum(
        max(0, each.seconds - int((now - each.began_at).total_seconds()))
        if each.began_at
        else each.seconds
        for each in waiting
    )
