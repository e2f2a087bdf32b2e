"""The timetable as it is read: what is past, what is open now, what is to come, and how long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from conferences.countdown import left_in_words, moment_in_words
from conferences.keys import Key
from conferences.models import KeyDate

WIDTH: Final = 360  # as wide as a phone, so that its words are read there too
_ROW, _FOOT, _APART = 34, 22, 30
WINDOWS: Final = (
    ("Motions", Key.MOTIONS_OPEN, Key.MOTIONS_CLOSE),
    ("Delegates registered", Key.CONFERENCE_CALLED, Key.DELEGATES_CLOSE),
    ("Amendments", Key.PRELIMINARY_AGENDA, Key.AMENDMENTS_CLOSE),
    ("Priority ballot", Key.PRIORITY_BALLOT_OPEN, Key.PRIORITY_BALLOT_CLOSE),
    ("Emergency motions", Key.MOTIONS_CLOSE, Key.EMERGENCY_MOTIONS_CLOSE),
    ("Conference", Key.CONFERENCE, Key.CONFERENCE),
)
"""What is open between two dates."""


@dataclass(frozen=True, slots=True)
class Line:
    """One date: when in words, and where it stands: past, now, next or ahead."""

    date: KeyDate
    when: str
    state: str
    left: str

    @property
    def counts_to(self) -> datetime | None:
        """Give the moment that a clock counts down to."""
        return self.date.moment if self.left else None


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of the picture in which something is open."""

    words: str
    x: int
    y: int
    width: int
    tone: str
    when: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The windows of a conference on one line of time, with months below and now upon it."""

    bars: list[Bar]
    months: list[tuple[int, str]]
    now: int | None
    height: int


def lines(dates: Sequence[KeyDate], now: datetime) -> list[Line]:
    """Put every date into words. The first deadlines to come, and what is on today, are counted."""
    ahead = [each for each in dates if each.closes and each.moment >= now]
    nearest = {each.key for each in ahead[:2]}
    told = []
    for each in dates:
        if each.ends_at < now:
            state = "past"
        elif each.at <= now:
            state = "now"
        else:
            state = "next" if each.key in nearest else "ahead"
        counts = each.key in nearest
        left = left_in_words(each.moment - now) if counts else ""
        told.append(Line(each, when_in_words(each), state, left))
    return told


def when_in_words(date: KeyDate) -> str:
    """Say when a date is: a moment, a day, or from one day to another."""
    said = moment_in_words(timezone.localtime(date.at), is_day=date.is_day)
    if date.until is None:
        return said
    return f"{said} to {moment_in_words(timezone.localtime(date.until), is_day=date.is_day)}"


def picture(dates: Sequence[KeyDate], now: datetime) -> Picture | None:
    """Draw what is open when; None where no window has both its ends."""
    known = {each.key: each for each in dates}
    found = [
        (words, known[opens].at, known[closes].ends_at)
        for words, opens, closes in WINDOWS
        if opens in known and closes in known
    ]
    if not found:
        return None
    first, last = min(each[1] for each in found), max(each[2] for each in found)
    span = max((last - first).total_seconds(), 1)

    def place(moment: datetime) -> int:
        return round(WIDTH * (moment - first).total_seconds() / span)

    bars = [
        Bar(
            words=words,
            x=place(opens),
            y=row * _ROW + 16,
            width=max(3, place(closes) - place(opens)),
            tone="past" if closes < now else "now" if opens <= now else "ahead",
            when=f"{_day(opens)} to {_day(closes)}",
        )
        for row, (words, opens, closes) in enumerate(found)
    ]
    return Picture(
        bars,
        _months(first, last, place),
        place(now) if first <= now <= last else None,
        len(bars) * _ROW + _FOOT,
    )


def _months(
    first: datetime, last: datetime, place: Callable[[datetime], int]
) -> list[tuple[int, str]]:
    """Name the months that begin on the line, leaving out any that would run into the next."""
    starts = timezone.localtime(first).date().replace(day=1)
    found: list[tuple[int, str]] = []
    while True:
        starts = (starts + timedelta(days=32)).replace(day=1)
        moment = timezone.make_aware(datetime.combine(starts, time.min))
        if moment > last:
            return found
        at = place(moment)
        if at <= WIDTH - _APART and (not found or at - found[-1][0] >= _APART):
            found.append((at, f"{starts:%b}"))


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B}"
