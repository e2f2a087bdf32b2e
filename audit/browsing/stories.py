"""The story of a motion, a ballot or a person, told from the log alone: a line for each act.

The many votes of a ballot are one line. Each kind of subject in the story has a lane of its own in
the picture beside the words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from audit import selectors
from audit.browsing import subjects
from audit.browsing.reading import Reading, named_in, read
from audit.models import Position

MOST_LINES = 400
MOST_LANES = 4

_VOTES = ("vote.cast", "vote.sealed", "vote.refused")


@dataclass(frozen=True, slots=True)
class Line:
    """An act in a story; or, where `many` is set, votes from this place in the log to `last`."""

    seq: int
    day: date
    reading: Reading | None
    lanes: list[str]
    """What the picture shows in each lane beside this line: none, start, through, act or end."""
    many: int = 0
    last: int = 0
    subject: str = ""
    kind: str = ""
    headline: str = ""
    """The event alone, where the story has only one subject that it could be about."""


@dataclass(frozen=True, slots=True)
class Story:
    """All of it, the oldest first."""

    lanes: list[str]
    lines: list[Line]
    is_cut: bool

    @property
    def days(self) -> list[tuple[date, list[Line]]]:
        """Give the lines under their days."""
        told: list[tuple[date, list[Line]]] = []
        for line in self.lines:
            if not told or told[-1][0] != line.day:
                told.append((line.day, []))
            told[-1][1].append(line)
        return told


@dataclass(frozen=True, slots=True)
class _Happened:
    seq: int
    day: date
    lane: str
    reading: Reading | None = None
    many: int = 0
    last: int = 0
    subject: str = ""
    kind: str = ""


def story_of(about: list[str]) -> Story:
    """Tell the story of these subjects together."""
    of_these = Position.objects.filter(entry__subject__in=about)
    return _told(of_these.exclude(entry__kind__in=_VOTES), _votes(about))


def story_by(pseudonym: str, about: list[str]) -> Story:
    """Tell what somebody did, and what was done about them."""
    acts = Q(selectors.LeafHolds(f'"by":"{pseudonym}"'.encode())) | Q(entry__subject__in=about)
    return _told(Position.objects.filter(acts), [])


def _told(entries: QuerySet[Position], votes: Iterable[_Happened]) -> Story:
    page = list(entries.select_related("entry").order_by(F("seq") + 0)[: MOST_LINES + 1])
    leaves = [bytes(one.entry.leaf) for one in page[:MOST_LINES]]
    names = subjects.named(name for leaf in leaves for name in named_in(leaf))
    happened = list(votes)
    for one, leaf in zip(page, leaves, strict=False):
        reading = read(leaf, names)
        lane = reading.subject.partition(":")[0]
        day = timezone.localdate(reading.at)
        happened.append(_Happened(one.seq, day, lane, reading, subject=reading.subject))
    happened.sort(key=lambda each: each.seq)
    return _drawn(happened, is_cut=len(page) > MOST_LINES)


def _votes(about: list[str]) -> list[_Happened]:
    """Sum up the votes on each ballot, as they lie in the log between other acts."""
    cast = (
        Position.objects.filter(entry__subject__in=about, entry__kind__in=_VOTES)
        .values("entry__subject", "entry__kind")
        .annotate(many=Count("seq"), first=Min("seq"), last=Max("seq"), at=Min("entry__at"))
        .order_by("first")
    )
    return [
        _Happened(
            votes["first"],
            timezone.localdate(votes["at"]),
            votes["entry__subject"].partition(":")[0],
            many=votes["many"],
            last=votes["last"],
            subject=votes["entry__subject"],
            kind=votes["entry__kind"],
        )
        for votes in cast
    ]


def _drawn(happened: list[_Happened], *, is_cut: bool) -> Story:
    lanes = list(dict.fromkeys(each.lane for each in happened))
    shown = lanes[:MOST_LANES]
    places = {lane: [at for at, each in enumerate(happened) if each.lane == lane] for lane in shown}
    of_lane = {lane: {each.subject for each in happened if each.lane == lane} for lane in lanes}
    lines = [
        Line(
            each.seq,
            each.day,
            each.reading,
            [_mark(at, places[lane]) for lane in shown],
            each.many,
            each.last,
            each.subject,
            each.kind,
            each.reading.event if each.reading and len(of_lane[each.lane]) == 1 else "",
        )
        for at, each in enumerate(happened)
    ]
    return Story([lane.replace("_", " ").replace("-", " ") for lane in shown], lines, is_cut)


def _mark(at: int, acts: list[int]) -> str:
    """Say what a lane shows beside a line: an act, the line between two acts, or nothing."""
    first, last = acts[0], acts[-1]
    if at in acts:
        if first == last:
            return "only"
        return {first: "start", last: "end"}.get(at, "act")
    return "through" if first < at < last else "none"
