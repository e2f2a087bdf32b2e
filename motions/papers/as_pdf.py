"""A paper as a tagged PDF (PDF/UA-1), at 10.5 points or in large print at 18, set by typst."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from audit.typeset import pictures, typeset
from motions.papers.content import Content, Entry
from motions.papers.setting import lines_of_entry

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "delegates.typ"
PULSE: Final = 5.0
"""Seconds between two signs of life while typst sets a paper, which it does in one go."""
PER_ENTRY: Final = 0.005
"""About the seconds of processor time that an entry takes: docs/papers.md has what was measured."""


def as_pdf(
    content: Content,
    *,
    at: datetime,
    sha256: str = "",
    large: bool = False,
    alive: Callable[[], None] = lambda: None,
) -> bytes:
    """Set a paper. With the same moment the same content gives the same bytes.

    `alive` is called every few seconds until it is set, in the caller's own thread.
    """
    data = set_for_typst(content, sha256=sha256, large=large)
    with ThreadPoolExecutor(max_workers=1) as one:
        setting = one.submit(typeset, TEMPLATE, data, at=at)
        while wait([setting], timeout=PULSE).not_done:
            alive()
        return setting.result()


def seconds_to_set(content: Content) -> int:
    """Give about how long a paper takes, in steps of five seconds."""
    entries = sum(1 for _ in content.entries)
    return 5 * (1 + int(entries * PER_ENTRY / 5))


def as_pictures(content: Content, *, large: bool = False, ppi: int = 80) -> list[bytes]:
    """Set a paper as pictures, one PNG a page: for looking at."""
    return pictures(TEMPLATE, set_for_typst(content, large=large), ppi=ppi)


def set_for_typst(content: Content, *, sha256: str = "", large: bool = False) -> dict[str, Any]:
    """Give a paper as the template reads it."""
    return {
        "large": large,
        "sha256": sha256,
        "title": content.title,
        "union": content.union,
        "conference": content.conference,
        "code": content.code,
        "when": content.when,
        "issue": content.issue,
        "since": content.since,
        "changed": [
            {"key": each.key, "heading": each.heading, "words": each.mark.words}
            for each in content.marked
            if each.mark
        ],
        "gone": [heading for _key, heading in content.gone],
        "sections": [
            {
                "heading": each.heading,
                "words": each.words,
                "columns": each.columns,
                "rows": each.rows,
                "entries": [_entry(one) for one in each.entries],
            }
            for each in content.sections
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    mark = entry.mark
    return {
        "key": entry.key,
        "kind": entry.kind,
        "heading": entry.heading,
        "level": entry.level,
        "facts": entry.facts,
        "notes": entry.notes,
        "mark": {"label": mark.label, "heading": mark.heading, "facts": mark.facts}
        if mark
        else None,
        "lines": [
            [line.number, line.level, [[run.words, run.style, run.change] for run in line.runs]]
            for line in lines_of_entry(entry)
        ],
    }
