"""How a paper names itself, its times and its issues."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from conferences.models import AgendaItem, Conference
from motions.enums import PaperKind
from motions.papers.content import Content, Section, kept


def blank(
    conference: Conference, kind: PaperKind, sections: Sequence[Section], title: str = ""
) -> Content:
    """Give the content of a paper that has not been issued."""
    return Content(
        kind.value,
        title or str(kind.label),
        kept(str(conference.body)),
        kept(conference.title),
        conference.code,
        days_words(conference.starts_on, conference.ends_on),
        tuple(sections),
    )


def series_of(kind: PaperKind, number: int = 0) -> str:
    """Name the series that issues are numbered in: final-agenda, soc-report-2."""
    series = kind.value.replace("_", "-")
    return f"{series}-{number}" if number else series


def day_words(day: date) -> str:
    """Write a day: Tuesday 15 June 2027."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def days_words(first: date, last: date) -> str:
    """Write from which day to which: 15 to 17 June 2027.

    >>> days_words(date(2027, 6, 29), date(2027, 7, 1))
    '29 June to 1 July 2027'
    """
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.month, first.year) == (last.month, last.year):
        return f"{first.day} to {end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%B}{year} to {end}"


def moment_words(moment: datetime) -> str:
    """Write a moment by the clock of the union: 17 May 2027, 12:00 BST."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def time_words(item: AgendaItem) -> str:
    """Write when an item begins."""
    return f"{item.starts_at:%H:%M}"


def spelt_out(title: str) -> str:
    """Spell out a pause of the timetable; any other item keeps its own words.

    >>> spelt_out("LUNCH 75")
    'Lunch, 75 minutes'
    """
    pause = re.fullmatch(r"(BREAK|LUNCH|TEA) (\d+)", title)
    return f"{pause[1].capitalize()}, {pause[2]} minutes" if pause else title
