"""Where the day is going: when each item is likely to begin and end, and what time runs out for.

Rules. The starts of a session's items say how long each may take; its last item closes it, at the
time that it has. An item that keeps its time, such as lunch, begins at it: conference breaks off
for it and takes the rest up afterwards. Once that time is past it follows when its turn comes. A
section's guillotine ends an item at the section's time. An item without motions that the chair
passed by, by taking a later one, is not waited for. Nobody sits before a screen for more than
an hour without a break (guide L10). Times are aware, lengths are seconds, lateness is minutes.
Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LONGEST_STRETCH: Final = timedelta(minutes=60)
_NONE: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Slot:
    """An item as it was planned, and as it has been taken so far.

    `needs`: the seconds that its business still takes by the standing orders' speaking times; None
    where nobody can tell, and 0 once all of it is done elsewhere. `stops_at`: the guillotine of
    everything in it.
    """

    key: int
    title: str
    starts_at: datetime
    is_break: bool = False
    keeps_time: bool = False
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    needs: int | None = None
    stops_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """An item with its planned times beside those it has had, or is likely to have."""

    slot: Slot
    due: datetime  # when it was to end
    begins: datetime
    ends: datetime
    is_reached: bool = True
    is_passed: bool = False  # conference went on to a later item without it

    @property
    def is_over(self) -> bool:
        """Say whether it has ended."""
        return self.slot.ended_at is not None

    @property
    def is_under_way(self) -> bool:
        """Say whether conference has it before it."""
        return self.slot.taken_at is not None and self.slot.ended_at is None

    @property
    def minutes_late(self) -> int:
        """Count by how many minutes it begins later than planned; below 0, earlier."""
        return minutes(self.begins - self.slot.starts_at)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time on end without a break."""

    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """Give its length."""
        return minutes(self.ends - self.begins)


@dataclass(frozen=True, slots=True)
class Plan:
    """A session as it is likely to go on."""

    items: tuple[Expected, ...]
    closes_at: datetime
    ends_at: datetime
    minutes_late: int  # as conference stands now; below 0, ahead
    stretches: tuple[Stretch, ...]

    @property
    def overrun(self) -> int:
        """Count the minutes past its closing time for which the session would go on."""
        return max(0, minutes(self.ends_at - self.closes_at))

    @property
    def not_reached(self) -> tuple[Expected, ...]:
        """Give what would not be reached if the session closed at its time."""
        return tuple(each for each in self.items if not each.is_reached and not each.slot.is_break)

    @property
    def now(self) -> Expected | None:
        """Give the item under way."""
        return next((each for each in self.items if each.is_under_way), None)

    @property
    def next(self) -> Expected | None:
        """Give the item that comes next."""
        to_come = (each for each in self.items if each.slot.taken_at is None)
        return next((each for each in to_come if not each.is_passed), None)


def plan_of(
    slots: Sequence[Slot], *, now: datetime, waiting: int = 0, is_sitting: bool = True
) -> Plan | None:
    """Work a session out from what has been taken; None for a session with no items.

    `waiting`: the seconds asked for by those who wait to speak on what is before conference.
    Before a session sits it is planned from its first item's time, or from now once that is past.
    """
    if not slots:
        return None
    slots = sorted(slots, key=lambda slot: slot.starts_at)
    due = [*(slot.starts_at for slot in slots[1:]), slots[-1].starts_at]
    has_begun = any(slot.taken_at for slot in slots)
    earliest = slots[0].starts_at
    starts_from = now if has_begun else max(earliest, now) if is_sitting else earliest
    passed = {slot.key for slot in slots if _is_passed(slot, slots)}
    pauses = [
        (slot.starts_at, end)
        for slot, end in zip(slots, due, strict=True)
        if slot.taken_at is None
        and slot.keeps_time
        and slot.starts_at >= starts_from
        and slot.key not in passed
    ]
    cursor = starts_from
    for slot, end in zip(slots, due, strict=True):
        if slot.taken_at and slot.ended_at is None:
            left = _left(slot, end, now, waiting)
            cursor = _after(now, left, pauses, stops_at=slot.stops_at)
    items, ends_at = _course(slots, due, starts_from, cursor, pauses=pauses, passed=passed)
    late = _lateness(items, ends_at)
    return Plan(items, slots[-1].starts_at, ends_at, late, long_stretches(items))


def _course(
    slots: Sequence[Slot],
    due: Sequence[datetime],
    starts_from: datetime,
    cursor: datetime,
    *,
    pauses: Sequence[tuple[datetime, datetime]],
    passed: Collection[int],
) -> tuple[tuple[Expected, ...], datetime]:
    """Lay the items out one behind the other from the cursor, and say when the last one ends."""
    under_way_ends, closes_at = cursor, slots[-1].starts_at
    found = []
    for slot, end in zip(slots, due, strict=True):
        is_last = slot is slots[-1]
        if slot.taken_at:
            found.append(Expected(slot, end, slot.taken_at, slot.ended_at or under_way_ends))
            continue
        if slot.key in passed:
            at = slot.starts_at
            found.append(Expected(slot, end, at, at, is_passed=True))
            continue
        if is_last:  # it has no length: it closes the session, and not before its time
            begins = ends = max(closes_at, _after(cursor, _NONE, pauses))
        elif slot.keeps_time and slot.starts_at >= starts_from:
            begins, ends = slot.starts_at, end
        elif slot.keeps_time:
            begins, ends = cursor, cursor + (end - slot.starts_at)
        else:
            begins = _after(cursor, _NONE, pauses)
            ends = _after(begins, _length(slot, end), pauses, stops_at=slot.stops_at)
        cursor = max(cursor, ends)
        found.append(Expected(slot, end, begins, ends, is_last or begins < closes_at))
    return tuple(found), cursor


def _is_passed(slot: Slot, slots: Sequence[Slot]) -> bool:
    """Say whether conference went on without an item: to a later one, and nothing waits in it."""
    later = any(each.taken_at and each.starts_at > slot.starts_at for each in slots)
    return slot.taken_at is None and later and not slot.needs


def _lateness(items: Sequence[Expected], ends_at: datetime) -> int:
    """Say by how many minutes what comes next is late, or at the end, by how many it all ends."""
    *before, last = items
    for each in before:
        if each.slot.taken_at is None and not each.is_passed and not each.slot.keeps_time:
            return each.minutes_late
    return minutes(ends_at - last.slot.starts_at)


def long_stretches(items: Iterable[Expected]) -> tuple[Stretch, ...]:
    """Find where conference sits, or will sit, for more than an hour without a break."""
    items = [each for each in items if not each.is_passed]
    breaks = [each for each in items if each.slot.is_break and each.ends > each.begins]
    work = sorted(_around(items, breaks))
    found: list[Stretch] = []
    begins = ends = None
    for start, end in work:
        paused = any(ends is not None and ends <= b.begins and b.ends <= start for b in breaks)
        if begins is None or ends is None or paused:
            found += _too_long(begins, ends)
            begins, ends = start, end
        else:
            ends = max(ends, end)
    return (*found, *_too_long(begins, ends))


def minutes(span: timedelta) -> int:
    """Count whole minutes, rounded to the nearest; lateness of seconds is none."""
    return round(span.total_seconds() / 60)


def _around(
    items: Iterable[Expected], breaks: Sequence[Expected]
) -> Iterable[tuple[datetime, datetime]]:
    """Cut the times of business where a break falls into them."""
    for each in items:
        if each.slot.is_break:
            continue
        start = each.begins
        for pause in sorted(breaks, key=lambda b: b.begins):
            if start < pause.begins < each.ends:
                yield start, pause.begins
                start = pause.ends
        if start <= each.ends:
            yield start, max(start, each.ends)


def _too_long(begins: datetime | None, ends: datetime | None) -> list[Stretch]:
    if begins is None or ends is None or ends - begins <= LONGEST_STRETCH:
        return []
    return [Stretch(begins, ends)]


def _length(slot: Slot, due: datetime) -> timedelta:
    """Give an item the time it was planned to have, or more where its business needs more."""
    if slot.needs == 0:
        return _NONE
    return max(due - slot.starts_at, timedelta(seconds=slot.needs or 0))


def _left(slot: Slot, due: datetime, now: datetime, waiting: int) -> timedelta:
    """Say how long the item under way is likely to go on."""
    if slot.taken_at is None:
        return _NONE
    planned = slot.taken_at + (due - slot.starts_at) - now
    wanted = planned if slot.needs is None else timedelta(seconds=slot.needs)
    return max(_NONE, wanted, timedelta(seconds=waiting))


def _after(
    begins: datetime,
    length: timedelta,
    pauses: Iterable[tuple[datetime, datetime]],
    *,
    stops_at: datetime | None = None,
) -> datetime:
    """Say when so much business ends that begins then, with the breaks that fall into it."""
    ends = begins + length
    for pause, resumes in pauses:
        if begins <= pause < ends or pause <= begins < resumes:
            ends += resumes - max(pause, begins)
    if stops_at is not None:
        ends = min(ends, max(begins, stops_at))
    return ends
