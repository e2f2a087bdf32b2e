"""A paper as the part of a page that says it: HTML made once, when the paper is issued."""

import re
from collections.abc import Callable, Iterator
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from motions.papers.content import Content, Entry
from motions.papers.setting import Line, Run, lines_of_entry

_INDENTED = re.compile(r"\n\s+")  # two fifths of a long page
Progress = Callable[[int, int], None]
_TAGS = {"put_in": "ins", "taken_out": "del", "b": "strong", "i": "em"}


def as_page(content: Content, progress: Progress = lambda _done, _of: None) -> str:
    """Give the HTML of a paper: contents, changes, and every entry with its anchor."""
    of = sum(1 for _ in content.entries)
    seen = 0

    def entries_of(entries: tuple[Entry, ...]) -> Iterator[dict[str, object]]:
        nonlocal seen
        for entry in entries:
            seen += 1
            progress(seen, of)
            yield {"entry": entry, "words": words_of(entry)}

    sections = [
        {"section": each, "entries": list(entries_of(each.entries))} for each in content.sections
    ]
    context = {"paper": content, "sections": sections}
    html = render_to_string("motions/papers/_content.html", context)
    return _INDENTED.sub("\n", html)


def words_of(entry: Entry) -> SafeString:
    """Give the words of an entry as HTML, its changes as `ins` and `del`. All of it is escaped."""
    return mark_safe("".join(_line(each) for each in lines_of_entry(entry)))  # noqa: S308


def _line(line: Line) -> str:
    number = f'<span class="issue__number">{escape(line.number)}</span> ' if line.number else ""
    level = f" issue__line--{line.level}" if line.level else ""
    inside = "".join(_run(run) for run in line.runs)
    return f'<p class="issue__line{level}" dir="auto">{number}{inside}</p>'


def _run(run: Run) -> str:
    html = escape(run.words)
    for name in (*run.style, *([run.change] if run.change else ())):
        html = f"<{_TAGS[name]}>{html}</{_TAGS[name]}>"
    return html
