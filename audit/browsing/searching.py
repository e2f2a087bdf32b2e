"""Understanding what a reader of the log asks for.

People type a receipt code, a date, a motion's number, a ballot's title, an office or the name of an
event. Whatever it is, it becomes a question that stands in the address, so that it can be kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Self
from urllib.parse import urlencode

from audit.browsing import subjects
from audit.browsing.reading import event_words

_SPOKEN = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d %Y")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_SUBJECT = re.compile(r"[a-z][a-z_-]*:\S+")
_PSEUDONYM = re.compile(r"p_[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Search:
    """A question to the log."""

    kind: str = ""
    subject: str = ""
    without: str = ""
    office: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read a question from an address; what makes no sense asks for nothing."""
        texts = {
            name: given.get(name, "").strip() for name in ("kind", "subject", "without", "office")
        }
        return cls(
            **texts, since=day_in(given.get("since", "")), until=day_in(given.get("until", ""))
        )

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return any(asdict(self).values())

    def but(self, **changes: object) -> Self:
        """Ask for something else besides."""
        return replace(self, **changes)  # type: ignore[arg-type] # each caller names a field

    def question(self, **more: object) -> str:
        """Write the question as it stands in an address."""
        asked = {**more, **asdict(self)}
        return urlencode({name: value for name, value in asked.items() if value})


def day_in(words: str) -> date | None:
    """Read a day as people write one: 2027-06-15, 15/6/2027, 15 June 2027."""
    plain = _ORDINAL.sub(r"\1", " ".join(words.replace(",", " ").split()))
    for spelling in _SPOKEN:
        try:
            day = datetime.strptime(plain, spelling).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        # A day beside the ends of time has no midnight to compare with.
        return day if date.min.year < day.year < date.max.year else None
    return None


def office_in(words: str) -> str:
    """Give the office that words name, or nothing."""
    wanted = words.casefold()
    return next(
        (slug for slug, name in subjects.offices.items() if wanted in {slug, name.casefold()}), ""
    )


def events_in(words: str, kinds: Iterable[str]) -> list[str]:
    """Give the kinds of event whose plain names hold all of the words."""
    wanted = words.casefold().split()
    return [
        kind
        for kind in kinds
        if wanted and all(word in event_words(kind).casefold() for word in wanted)
    ]


def is_subject(words: str) -> bool:
    """Tell whether a subject is asked for by the name it bears in the log, kind and all."""
    return _SUBJECT.fullmatch(words) is not None


def is_pseudonym(words: str) -> bool:
    """Tell whether somebody is asked for by the name they bear in the log."""
    return _PSEUDONYM.fullmatch(words.removeprefix("member:")) is not None
