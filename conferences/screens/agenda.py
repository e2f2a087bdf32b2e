"""The order of business as a wall shows it: what is past, what is now, and what is likely when."""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.models import Conference, Session
from conferences.running.plan import Expected
from conferences.running.reading import current_session, sessions_planned

LINES: Final = 6
"""As many lines as can be read at twenty metres."""
NEXT: Final = 3
_WORTH_SAYING: Final = 5  # minutes: a clock on a wall that says 1 late is noise


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item: its likely time, where it stands (done, now, ahead), and that in words."""

    at: str
    title: str
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class AgendaShown:
    """The session that sits, or the next to sit, with its items around the present one."""

    session: Session | None
    lines: list[AgendaLine]
    more: int
    ends: str


def agenda_shown(conference: Conference) -> AgendaShown:
    """Give one item that is over, the present one, and what is likely after it, and when."""
    here = current_session(sessions_planned(conference))
    if here is None or here.plan is None:
        return AgendaShown(here.session if here else None, [], 0, "")
    items = [each for each in here.plan.items if not each.is_passed]
    under_way = (place for place, each in enumerate(items) if each.is_under_way)
    ahead = (place for place, each in enumerate(items) if not each.is_over)
    present = next(under_way, next(ahead, len(items)))
    first = max(0, min(present - 1, len(items) - LINES))
    return AgendaShown(
        session=here.session,
        lines=[_line(each) for each in items[first : first + LINES]],
        more=max(0, len(items) - first - LINES),
        ends=f"{timezone.localtime(here.plan.ends_at):%H:%M}",
    )


def coming_next(conference: Conference) -> list[AgendaLine]:
    """Give the item under way and what is likely after it, for a wall with nothing else to say."""
    here = current_session(sessions_planned(conference))
    if here is None or here.plan is None:
        return []
    ahead = [each for each in here.plan.items if not (each.is_over or each.is_passed)]
    return [_line(each) for each in ahead[:NEXT]]


def _line(each: Expected) -> AgendaLine:
    at = f"{timezone.localtime(each.begins):%H:%M}"
    if each.is_over:
        ended = timezone.localtime(each.ends)
        return AgendaLine(at, each.slot.title, "done", _("over at %s") % f"{ended:%H:%M}")
    if each.is_under_way:
        return AgendaLine(at, each.slot.title, "now", _("now"))
    if not each.is_reached:
        return AgendaLine(at, each.slot.title, "ahead", _("may not be reached"))
    planned = timezone.localtime(each.slot.starts_at)
    moved = abs(each.minutes_late) >= _WORTH_SAYING
    said = _("planned for %s") % f"{planned:%H:%M}" if moved else ""
    return AgendaLine(at, each.slot.title, "ahead", said)
