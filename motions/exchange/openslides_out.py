"""A conference's motions as the CSV that OpenSlides 4 exports: its headings, its order. Pure.

A motion that came from there goes out as it came, cell for cell, save where it has moved on since:
another title, other words, another section, or a state that the committee has given it.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from audit.pack.tables import Table
from motions.exchange.book import BookAmendment, BookMotion, MotionBook
from motions.exchange.openslides_columns import LABELS
from motions.texts.cleaning import cleaned

AS_ENTERED: Final = "WITH_SOC"
"""The state in which an imported motion begins."""

_POINT = re.compile(r"(?:(?P<number>\d+)\.|(?P<letter>\([a-z]+\))|-)\s+(?P<words>.*)")
CameAs = Mapping[str, str]


def openslides_table(
    book: MotionBook, came_as: Mapping[str, CameAs] | None = None, *, names: bool = False
) -> Table:
    """Give the table. `came_as` holds, by our number, the cells of motions that came from there.

    `names` heads the columns by machine names and not by labels.
    """
    kept = came_as or {}
    rows: list[tuple[str, ...]] = []
    for motion in book.motions:
        cells = _motion(motion, kept.get(motion.number, {}), len(rows) + 1)
        rows.append(tuple(cells[name] for name in LABELS))
        for amendment in motion.amendments:
            cells = _amendment(amendment, motion, len(rows) + 1)
            rows.append(tuple(cells.get(name, "") for name in LABELS))
    return Table(tuple(LABELS) if names else tuple(LABELS.values()), rows)


def as_html(text: str) -> str:
    """Write plain lines as the HTML of paragraphs and lists that OpenSlides keeps."""
    return "".join(_html(text.split("\n")))


def _motion(motion: BookMotion, came: CameAs, place: int) -> dict[str, str]:
    def kept(name: str, now: str) -> str:
        """Give a cell as it came if it still says the same."""
        was = came.get(name, "")
        return was if was and " ".join(cleaned(was).split()) == " ".join(now.split()) else now

    words = came.get("text", "")
    return {
        **{name: came.get(name, "") for name in LABELS},
        "number": came.get("number") or motion.number,
        "submitters": came.get("submitters") or motion.lodged_by.name,
        "title": kept("title", motion.title),
        "text": words if words and cleaned(words) == motion.text else as_html(motion.text),
        "category": kept("category", motion.section),
        "block": came.get("block") or motion.composite,
        "recommendation": came.get("recommendation") or motion.executive,
        "state": came["state"]
        if motion.state == AS_ENTERED and came.get("state")
        else motion.state_label,
        "sequential_number": came.get("sequential_number") or str(place),
    }


def _amendment(amendment: BookAmendment, motion: BookMotion, place: int) -> dict[str, str]:
    return {
        "number": amendment.number,
        "submitters": amendment.lodged_by.name,
        "title": f"Amendment {amendment.number} to {motion.number}",
        "text": as_html(amendment.instruction),
        "category": motion.section,
        "state": amendment.state_label,
        "sequential_number": str(place),
    }


def _html(lines: list[str]) -> Iterator[str]:
    inside = ""
    for line in lines:
        point = _POINT.fullmatch(line)
        wanted = "" if not point or point["letter"] else "ol" if point["number"] else "ul"
        if inside and wanted != inside:
            yield f"</{inside}>"
        if wanted and wanted != inside:
            start = int(point["number"]) if point and point["number"] else 1
            yield f'<{wanted} start="{start}">' if start != 1 else f"<{wanted}>"
        inside = wanted
        yield (
            f"<li>{escape(point['words'], quote=False)}</li>"
            if wanted and point
            else f"<p>{escape(line, quote=False)}</p>"
        )
    if inside:
        yield f"</{inside}>"
