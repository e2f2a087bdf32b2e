"""What the desk shows: sessions with their items and minutes, and what is in no session yet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from ballots.enums import VotingForm
from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference, Session
from motions.amendment_life import WAITING
from motions.models import DebateGroup, Motion
from motions.order.minutes import (
    Reckoned,
    Slot,
    Stretch,
    ToTake,
    long_stretches,
    minutes_between,
    reckoned,
    seconds_for,
)
from motions.states import MotionState

_TO_COME = (MotionState.IN_ORDER, MotionState.SCHEDULED)
MOST_SHOWN = 100  # of those in no session; a search finds the others


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """An item, its motions in order, and its minutes; `begins` is counted from the session's."""

    item: AgendaItem
    motions: Sequence[Motion]
    minutes: Reckoned
    begins: int

    @property
    def takes_motions(self) -> bool:
        """Say whether a motion may be put here."""
        return self.item.kind != AgendaKind.BREAK and self.item.ended_at is None

    @property
    def length(self) -> int:
        """Give the minutes that it takes up in the picture."""
        return self.minutes.has if self.minutes.has is not None else self.minutes.needs

    @property
    def ends(self) -> int:
        """Give the minute of the session at which it ends."""
        return self.begins + self.length


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session as it is planned: its minutes, and where it goes on too long without a break."""

    session: Session
    items: Sequence[ItemPlan]
    stretches: Sequence[Stretch]

    @property
    def minutes(self) -> int:
        """Give its length, from its first item to the end of its last."""
        return max((each.begins + each.length for each in self.items), default=0)

    @property
    def over(self) -> int:
        """Count the minutes by which its items are over-full."""
        return sum(each.minutes.over for each in self.items)

    @property
    def needs(self) -> int:
        """Count the minutes that its motions need."""
        return sum(each.minutes.needs for each in self.items)


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole order of business, and what is in none of its sessions."""

    sessions: Sequence[SessionPlan]
    in_order: Sequence[Motion]  # still to be scheduled
    unplaced: Sequence[Motion]  # on the final agenda, in no session
    groups: Sequence[DebateGroup]
    more: int = 0  # in no session, and not shown
    sections: Sequence[str] = field(default_factory=tuple)


def programme(conference: Conference, search: str = "") -> Programme:
    """Plan a conference, in a fixed number of queries, however many motions there are."""
    by_item: defaultdict[int | None, list[Motion]] = defaultdict(list)
    for motion in _planned_motions(conference.motions.filter(agenda_item__isnull=False)):
        by_item[motion.agenda_item_id].append(motion)
    waiting = _found(conference.motions.filter(agenda_item__isnull=True), search)
    in_order = waiting.filter(state=MotionState.IN_ORDER)
    unplaced = waiting.filter(state=MotionState.SCHEDULED)
    groups = conference.debate_groups.filter(motions__isnull=False).distinct()
    sections = conference.motions.filter(state__in=_TO_COME).exclude(section="")
    return Programme(
        sessions=_sessions(conference, by_item),
        in_order=list(_planned_motions(in_order)[:MOST_SHOWN]),
        unplaced=list(_planned_motions(unplaced)[:MOST_SHOWN]),
        groups=list(groups.prefetch_related("motions")),
        more=max(0, in_order.count() - MOST_SHOWN) + max(0, unplaced.count() - MOST_SHOWN),
        sections=list(sections.order_by("section").values_list("section", flat=True).distinct()),
    )


def _planned_motions(motions: QuerySet[Motion]) -> QuerySet[Motion]:
    related = motions.select_related("conference", "lodged_by")
    with_all = related.prefetch_related("amendments", "debate_groups", "source_motions")
    return with_all.order_by("place", "lodged_order")


def _found(motions: QuerySet[Motion], search: str) -> QuerySet[Motion]:
    named = ("number", "title", "section", "lodged_by__name")
    which = reduce(or_, (Q(**{f"{name}__icontains": search}) for name in named))
    return motions.filter(which) if search else motions


def _sessions(
    conference: Conference, by_item: defaultdict[int | None, list[Motion]]
) -> list[SessionPlan]:
    items: defaultdict[int, list[AgendaItem]] = defaultdict(list)
    sessions = {each.pk: each for each in conference.sessions.all()}
    for item in AgendaItem.objects.filter(session__conference=conference):
        item.session = sessions[item.session_id]
        item.session.conference = conference
        items[item.session_id].append(item)
    return [_planned(conference, each, items[each.pk], by_item) for each in sessions.values()]


def _planned(
    conference: Conference,
    session: Session,
    items: Sequence[AgendaItem],
    by_item: defaultdict[int | None, list[Motion]],
) -> SessionPlan:
    slots = [
        Slot(
            item.starts_at,
            item.kind == AgendaKind.BREAK,
            sum(seconds_of(conference, each, by_item[item.pk]) for each in by_item[item.pk]),
        )
        for item in items
    ]
    first = items[0].starts_at if items else None
    return SessionPlan(
        session,
        [
            ItemPlan(
                item,
                by_item[item.pk],
                minutes,
                minutes_between(first, item.starts_at) if first else 0,
            )
            for item, minutes in zip(items, reckoned(slots), strict=True)
        ],
        long_stretches(slots),
    )


def seconds_of(conference: Conference, motion: Motion, beside: Sequence[Motion]) -> int:
    """Reckon the seconds that a motion takes, among those of its item."""
    groups = {group.pk for group in motion.debate_groups.all()}
    earlier = beside[: beside.index(motion)]
    shares = any(group.pk in groups for each in earlier for group in each.debate_groups.all())
    taking = ToTake(
        amendments=sum(each.state in WAITING for each in motion.amendments.all()),
        by_card=motion.form == VotingForm.CARD_VOTE,
        shares_debate=shares,
    )
    orders = conference.orders
    return seconds_for(
        taking, orders.speaking_times, orders.windows, seconder_needed=orders.seconder_needed
    )
