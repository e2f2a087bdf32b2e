"""The agenda as everyone reads it: each session with its plan, each item with its motions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from conferences.models import AgendaItem, Conference
from conferences.running.plan import Expected
from conferences.running.reading import SessionAsPlanned
from motions.selectors import RunItem, with_motions

register = template.Library()
WORTH_SAYING = 3  # minutes; under that an item is on time


@dataclass(frozen=True, slots=True)
class DayLine:
    """One item: its motions, and when it is likely to be reached."""

    item: AgendaItem
    run: RunItem
    expected: Expected | None
    is_lost: bool  # its session closed before it was taken, and nothing has become of it yet

    @property
    def carried_to(self) -> AgendaItem | None:
        """Give the slot to which it was carried."""
        return getattr(self.item, "carried_to", None)

    @property
    def is_late(self) -> bool:
        """Say whether it is worth telling when it is likely to begin."""
        return (
            self.expected is not None
            and not self.expected.is_passed
            and self.item.session.opened_at is not None
            and self.item.taken_at is None
            and self.item.session.closed_at is None
            and abs(self.expected.minutes_late) >= WORTH_SAYING
        )


@dataclass(frozen=True, slots=True)
class DaySession:
    """A session with its lines."""

    planned: SessionAsPlanned
    lines: Sequence[DayLine]


@register.simple_tag
def day_sheet(conference: Conference, planned: Sequence[SessionAsPlanned]) -> list[DaySession]:
    """Set the motions of every item beside its plan."""
    items = [item for each in planned for item in each.items]
    run = {each.item.pk: each for each in with_motions(conference, items)}
    return [
        DaySession(each, [_line(item, each, run[item.pk]) for item in each.items])
        for each in planned
    ]


def _line(item: AgendaItem, planned: SessionAsPlanned, run: RunItem) -> DayLine:
    reckoned = planned.plan.items if planned.plan else ()
    expected = next((each for each in reckoned if each.slot.key == item.pk), None)
    return DayLine(item, run, expected, item in planned.left_over)
