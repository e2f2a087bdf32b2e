"""The words of a motion on a page: its paragraphs numbered, its lines where asked, nothing run.

Of Markdown only bold and italics are read; points and bullets are lines of their own. There is no
HTML, link or picture in a motion: conference votes on words it can hear. Whatever else is typed is
shown as typed. The rendering is cleaned once more by nh3, so that one slip is not a hole.
"""

import re
from functools import lru_cache
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from motions.wording import Change, lines_of
from motions.wording.structure import Block, blocks

_BREAK = "\u205f"  # a space that Markdown knows as one and that no tidied text holds
_MARKDOWN = MarkdownIt("zero").enable("emphasis")
_TAGS = {"div", "del", "em", "ins", "li", "ol", "p", "span", "strong"}
_ATTRIBUTES = {
    "div": {"class"}, "li": {"class"}, "ol": {"class", "role"}, "p": {"class"},
    "span": {"class", "data-line"},
}  # fmt: skip


def rendered(text: str, *, lines: bool = False) -> SafeString:
    """Give the words of a motion as HTML: paragraphs and points numbered as amendments name them.

    With `lines`, each line of motions.wording.lines_of begins a line and carries its number in the
    margin, counted afresh in every paragraph. The numbers are drawn by the style sheet from
    `data-line`, with no text for a screen reader to say in the middle of a sentence.
    """
    return mark_safe(_rendered(text, lines))  # noqa: S308 - escaped, then cleaned by nh3


@lru_cache(maxsize=512)
def _rendered(text: str, lines: bool) -> str:  # noqa: FBT001 - a key of the cache
    items: list[list[str]] = []
    line = 1
    paragraph = 0
    for block in blocks(text):
        if block.paragraph != paragraph:
            paragraph, line = block.paragraph, 1
            items.append([])
        words = block.words(text)
        numbered = _numbered(words, block, line) if lines else inline(words)
        line += len(lines_of(block.whole(text)))
        items[-1].append(_block(block, numbered))
    inside = "".join(f"<li>{''.join(item)}</li>" for item in items)
    return _safe(f'<ol class="motion-text" role="list">{inside}</ol>')


def inline(words: str) -> str:
    """Give one paragraph's words as HTML, bold and italics read, everything else escaped."""
    rendered_words: str = _MARKDOWN.renderInline(words)
    return rendered_words


def rendered_changes(changes: list[Change]) -> SafeString:
    """Give a difference as HTML: what is put in as `ins`, taken out as `del`, line by line."""
    html = "".join(_changed(each) for each in changes)
    lines = "".join(f"<p>{line}</p>" for line in html.split("\n") if line)
    return mark_safe(_safe(f'<div class="changed">{lines}</div>'))  # noqa: S308 - as above


def _changed(change: Change) -> str:
    tag = {"put_in": "ins", "taken_out": "del"}.get(change.kind)
    words = escape(change.words)
    if not tag:
        return words
    return "\n".join(f"<{tag}>{run}</{tag}>" if run.strip() else run for run in words.split("\n"))


def _block(block: Block, words: str) -> str:
    if not block.marker:
        return f"<p>{words}</p>"
    name = "point point--sub" if block.level > 1 else "point"
    number = "•" if block.is_bullet else escape(block.marker)
    return f'<p class="{name}"><span class="point__number">{number}</span> {words}</p>'


def _numbered(words: str, block: Block, first: int) -> str:
    """Mark where each line begins, by its number: the breaks fall where lines_of puts them."""
    lead = f"{block.marker} " if block.marker else ""
    broken = _BREAK.join(lines_of(lead + words)).removeprefix(lead)
    number = first
    parts = inline(broken).split(_BREAK)
    out = [f'<span class="line" data-line="{number}"></span>{parts[0]}']
    for part in parts[1:]:
        number += 1
        out.append(f' <span class="line" data-line="{number}"></span>{part}')
    return "".join(out)


def _safe(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)


def plain(words: str) -> str:
    """Give words without their marks of bold and italics, as a PDF or a speaker reads them."""
    return re.sub(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])", r"\2", words)
