"""The words of a paragraph as HTML: its points as a list, its numbers leading to the motions."""

import re
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from motions.models import SocParagraph


def shown(paragraph: SocParagraph, code: str) -> tuple[SafeString, Sequence[tuple[str, str]]]:
    """Give a paragraph's words as HTML, and the way to what it names without saying its number."""
    ways = _ways(paragraph, code)
    words = linked(paragraph.text, ways)
    return words, [(number, way) for number, way in ways.items() if f">{number}</a>" not in words]


def linked(text: str, ways: Mapping[str, str]) -> SafeString:
    """Set lines that begin with a dash as a list, and make links of the numbers that are known."""
    html, points = [], []
    for line in [*text.splitlines(), ""]:
        if line.startswith("- "):
            points.append(f"<li>{_line(line[2:], ways)}</li>")
            continue
        if points:
            html.append(f"<ul>{''.join(points)}</ul>")
            points = []
        if line.strip():
            html.append(f"<p>{_line(line, ways)}</p>")
    return mark_safe("".join(html))  # noqa: S308 - every word of it is escaped below


def _line(line: str, ways: Mapping[str, str]) -> str:
    if not ways:
        return escape(line)
    known = "|".join(re.escape(each) for each in sorted(ways, key=len, reverse=True))
    parts = re.split(rf"(?<![\w.])({known})(?![\w]|\.\d)", line)
    return "".join(
        format_html('<a href="{}">{}</a>', ways[part], part) if part in ways else escape(part)
        for part in parts
    )


def _ways(paragraph: SocParagraph, code: str) -> dict[str, str]:
    ways = {
        each.number: reverse("motions:motion", args=[code, each.number])
        for each in paragraph.motions.all()
    }
    for each in paragraph.amendments.all():
        ways[each.number] = (
            reverse("motions:motion", args=[code, each.motion.number]) + "#amendments"
        )
    return ways
