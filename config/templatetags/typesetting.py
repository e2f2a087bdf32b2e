"""Setting words and figures on a page: the few things a template cannot do by itself."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django import template
from django.utils import timezone
from django.utils.functional import Promise as StrPromise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ballots.majority import percent
from ballots.models import Ballot
from ballots.selectors import Turnout, turnout
from conferences.enums import FloorPhase
from motions.texts.rendering import rendered

register = template.Library()

# Motion 1: Shorter week. Composite A: Rosters. Amendment 1.2 to Motion 1: Shorter week.
_HEADING = re.compile(
    r"^(?P<kind>[A-Z][a-z ]+?) (?P<number>[A-Z]?[0-9.]*)(?P<to> to [^:]+)?: (?P<words>\S.*)$"
)

_WAY: tuple[tuple[StrPromise, tuple[FloorPhase, ...]], ...] = (
    (_("Called"), (FloorPhase.CALLED,)),
    (_("Moved"), (FloorPhase.MOVED,)),
    (_("Debate"), (FloorPhase.DEBATE, FloorPhase.AMENDMENT)),
    (_("Vote"), (FloorPhase.QUESTION_PUT, FloorPhase.VOTING, FloorPhase.COUNTED)),
    (_("Declared"), (FloorPhase.DECLARED,)),
)
_HERE = {
    FloorPhase.AMENDMENT: _("Amendment"),
    FloorPhase.QUESTION_PUT: _("Question put"),
    FloorPhase.COUNTED: _("Counted"),
}

_TONES = {
    **dict.fromkeys(("carried", "policy", "accepted", "remitted"), "carried"),
    **dict.fromkeys(("lost", "not_carried", "fell_consequential", "fallen", "not_moved"), "lost"),
    **dict.fromkeys(("called", "moved", "in_debate", "amendment_in_debate"), "now"),
    **dict.fromkeys(("question_put", "counted", "challenged"), "now"),
    "voting": "live",
}


# Such as: BREAK 15, LUNCH 75
_PAUSE = re.compile(r"^(?P<what>BREAK|LUNCH|TEA) (?P<minutes>\d+)$")


class Heading(NamedTuple):
    """The number on the brass check, what it numbers, and the title beside it."""

    kind: str
    number: str
    words: str


class Step(NamedTuple):
    """One step of the way, done or not yet, or the one we are at."""

    label: str | StrPromise
    done: bool
    current: bool


@register.filter
def motion_words(text: str) -> SafeString:
    """Set the words of a motion: paragraphs and points as amendments name them, nothing run."""
    return rendered(text)


@register.filter
def agenda_words(title: str) -> str:
    """Spell out a pause of the timetable; whatever else is on it keeps its own words.

    >>> agenda_words("LUNCH 75")
    'Lunch, 75 minutes'
    """
    if pause := _PAUSE.match(title):
        return _("%(what)s, %(minutes)s minutes") % {
            "what": pause["what"].capitalize(),
            "minutes": pause["minutes"],
        }
    return title


@register.filter
def share(part: int, whole: int) -> str:
    """Give a share in per cent with two decimals, for reading; never for deciding.

    >>> share(12717, 19087)
    '66.63'
    """
    return percent(part, whole)


@register.filter
def whole_share(part: int, whole: int) -> int:
    """Give a share in whole per cent, rounded down: a hundred is everyone, and nobody less.

    >>> whole_share(429, 430)
    99
    """
    return 100 * part // whole if whole else 0


@register.filter
def tone(state: str) -> str:
    """Give a state the tone of its pill. The words beside it always say which state it is."""
    return _TONES.get(state.lower(), "")


@register.filter
def turnout_of(ballot: Ballot) -> Turnout:
    """Count who has voted, in one query: a fragment pushed at any moment tells the truth of it."""
    return turnout(ballot)


@register.filter
def at(record: Mapping[str, int], key: str) -> int:
    """Look up a figure by the key of its option."""
    return record.get(key, 0)


@register.filter
def mark_in(marks: Mapping[str, bool] | str, key: object) -> str:
    """Say of a ballot whether its reader has voted, or may; nothing where no reader is known."""
    if not isinstance(marks, Mapping) or str(key) not in marks:
        return ""
    return "voted" if marks[str(key)] else "waiting"


@register.filter
def minus(whole: int, part: int) -> int:
    """Take a part away."""
    return whole - part


@register.filter
def lasting(seconds: int) -> str:
    """Say a length of time as officers give it: 30 seconds, 10 minutes, 2 hours."""
    for each, said in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds % each == 0:
            number = seconds // each
            return f"{number:,} {said}{'' if number == 1 else 's'}"
    raise ValueError("A length of time is in whole seconds.")


@register.filter
def seconds_left(closes_at: datetime) -> int:
    """Count the whole seconds until a vote closes, by the server's clock; never below none."""
    return max(0, int((closes_at - timezone.now()).total_seconds()))


@register.filter
def seconds_since(later: datetime, earlier: datetime) -> int:
    """Count the whole seconds between two times."""
    return int((later - earlier).total_seconds())


@register.filter
def parted(heading: str) -> Heading:
    """Part a heading as the chair says it: "Motion 1: Shorter week" is Motion, 1, Shorter week."""
    if found := _HEADING.match(heading):
        return Heading(found["kind"] + (found["to"] or ""), found["number"], found["words"])
    return Heading("", "", heading)


@register.filter
def steps(phase: str) -> list[Step]:
    """Set out the way of a motion through conference, and where it has got to."""
    at = next((i for i, (_label, phases) in enumerate(_WAY) if phase in phases), -1)
    return [
        Step(_HERE.get(FloorPhase(phase), label) if i == at else label, i < at, i == at)
        for i, (label, _phases) in enumerate(_WAY)
    ]
