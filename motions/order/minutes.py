"""How long business takes, reckoned from the standing orders' speaking times, and where it is over.

A motion takes its mover, its seconder where one is needed, so many other speakers, the mover's
reply, its vote and a minute for the chair; an amendment its mover, its seconder, one speaker and
its vote. Motions debated together share the speakers. Whole seconds throughout. Pure.

No conference may sit in front of a screen for more than an hour on end (guide L10): stretches
without a break that are longer are pointed out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from math import ceil
from typing import Final

from conferences.standing_orders import SpeakingTimes, VoteWindows

SPEAKERS: Final = 2  # one for and one against, besides mover and seconder
CHAIR_SECONDS: Final = 60
LONGEST_STRETCH: Final = 60  # minutes


@dataclass(frozen=True, slots=True)
class ToTake:
    """A motion to be reckoned: its amendments still to be taken, and how it is voted on."""

    amendments: int = 0
    by_card: bool = False
    shares_debate: bool = False  # a later one of a group: it is moved, but has no debate of its own


@dataclass(frozen=True, slots=True)
class Slot:
    """An item of a session: when it begins, whether it is a break, and what business it holds."""

    starts_at: time
    is_break: bool
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Reckoned:
    """An item with the minutes it has and the minutes it is likely to need."""

    has: int | None  # None: nothing comes after it
    needs: int

    @property
    def over(self) -> int:
        """Say by how many minutes it does not fit; 0 if it does."""
        return max(0, self.needs - self.has) if self.has is not None else 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time without a break."""

    begins: time
    ends: time
    minutes: int


def seconds_for(
    motion: ToTake,
    times: SpeakingTimes,
    windows: VoteWindows,
    *,
    seconder_needed: bool,
    speakers: int = SPEAKERS,
) -> int:
    """Reckon the seconds that one motion takes, from its call to its declaration."""
    seconded = times.speaker if seconder_needed else 0
    window = windows.card if motion.by_card else windows.default
    debate = 0 if motion.shares_debate else speakers * times.speaker
    amendment = times.amendment_mover + seconded + times.speaker + windows.default
    return (
        CHAIR_SECONDS
        + times.mover
        + seconded
        + debate
        + times.reply
        + window
        + motion.amendments * amendment
    )


def reckoned(slots: Sequence[Slot]) -> list[Reckoned]:
    """Set the minutes that each item needs beside those it has until the next one begins."""
    until: list[time | None] = [slot.starts_at for slot in slots[1:]]
    until += [None] * bool(slots)
    return [
        Reckoned(minutes_between(slot.starts_at, end) if end else None, ceil(slot.seconds / 60))
        for slot, end in zip(slots, until, strict=True)
    ]


def long_stretches(slots: Iterable[Slot], most: int = LONGEST_STRETCH) -> list[Stretch]:
    """Find where conference would sit for longer than `most` minutes without a break.

    The last item of a session ends it.
    """
    found = []
    begins: time | None = None
    slots = list(slots)
    for slot in slots:
        if slot.is_break:
            found += _too_long(begins, slot.starts_at, most)
            begins = None  # the break lasts until the next item
        elif begins is None:
            begins = slot.starts_at
    if slots:
        found += _too_long(begins, slots[-1].starts_at, most)
    return found


def _too_long(begins: time | None, ends: time, most: int) -> list[Stretch]:
    minutes = minutes_between(begins, ends) if begins else 0
    return [Stretch(begins, ends, minutes)] if begins and minutes > most else []


def minutes_between(start: time, end: time) -> int:
    """Count the minutes from one time of a day to another; none if it is earlier."""
    return max(0, (end.hour - start.hour) * 60 + end.minute - start.minute)
