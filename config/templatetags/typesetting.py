"""Setting words and figures on a page: the few things a template cannot do by itself."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from django import template

from ballots.majority import percent

register = template.Library()

# "1. publish a model claim", "(a) seek agreements"
_POINT = re.compile(r"^(?P<number>\d+\.|\([a-z0-9]+\)|[a-z]\))\s+(?P<words>.+)$")


class Paragraph(NamedTuple):
    """One paragraph of a motion; a point keeps the number its branch gave it."""

    number: str
    words: str


@register.filter
def paragraphs(text: str) -> list[Paragraph]:
    """Divide a motion into the paragraphs that delegates refer to by number."""
    lines = (line.strip() for line in text.splitlines())
    return [
        Paragraph(point["number"], point["words"])
        if (point := _POINT.match(line))
        else Paragraph("", line)
        for line in lines
        if line
    ]


@register.filter
def share(part: int, whole: int) -> str:
    """Give a share in per cent with two decimals, for reading; never for deciding.

    >>> share(12717, 19087)
    '66.63'
    """
    return percent(part, whole)


@register.filter
def minus(whole: int, part: int) -> int:
    """Take a part away."""
    return whole - part


@register.filter
def seconds_until(later: datetime, now: datetime) -> int:
    """Count the whole seconds left, never below none."""
    return max(0, int((later - now).total_seconds()))


@register.filter
def minutes_and_seconds(seconds: float | timedelta) -> str:
    """Say a length of time as a clock shows it.

    >>> minutes_and_seconds(90)
    '1:30'
    """
    whole = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
    minutes, rest = divmod(max(0, int(whole)), 60)
    return f"{minutes}:{rest:02d}"


@register.filter
def short_hash(digest: str) -> str:
    """Give the first and last characters of a hash, enough to compare by eye."""
    return f"{digest[:8]}…{digest[-6:]}" if len(digest) > 20 else digest
