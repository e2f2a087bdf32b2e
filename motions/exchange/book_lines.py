"""A Word file or a web page as headed lines, whatever made it. Pure.

Nothing in a file is trusted: what it would unpack to is looked at before it is unpacked, and a part
that declares entities is refused, so that none is ever read from elsewhere or made to grow.
"""

import re
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn
from lxml import etree, html

from motions.exchange.incoming import LARGEST, UnreadableFile

MOST_UNPACKED: Final = 48 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_LINES: Final = 100_000
_DECLARES: Final = re.compile(
    rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE
)
_OURS: Final = re.compile(r"(\d+)\t")  # a paragraph's number, as our own papers print it
_POINT: Final = re.compile(r"([•·▪◦‣\uf0b7-]|\d+[.)]|\([a-z]+\))[\t ]+")


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of a book: a heading if it has a level (1 is the highest)."""

    line: int
    words: str
    level: int = 0


def word_lines(content: bytes) -> list[BookLine]:
    """Read a Word file (DOCX). Raises UnreadableFile."""
    _refuse_bad_zip(content)
    try:
        document = Document(BytesIO(content))
        kinds = _list_kinds(document)
        names = {each.style_id: each.name or "" for each in document.styles}
        body = list(document.element.body.iter(qn("w:p")))
    except Exception:  # noqa: BLE001 - whatever a broken file makes python-docx raise
        raise UnreadableFile(
            "This Word file is damaged. Open it in Word, save it as .docx, and try again."
        ) from None
    if len(body) > MOST_LINES:
        raise UnreadableFile(f"The file has {len(body):,} paragraphs; {MOST_LINES:,} are taken.")
    counts: Counter[tuple[str, int]] = Counter()
    lines = []
    for number, paragraph in enumerate(body, start=1):
        words = _word_text(paragraph)
        if not words.strip() or _is_contents(paragraph):
            continue
        style = names.get(_value(paragraph, "w:pStyle"), "")
        level = _level(style)
        point = "" if level else _point(paragraph, style, kinds, counts)
        lines.append(BookLine(number, _tidy(f"{point}{words}"), level))
    return lines


def page_lines(content: bytes) -> list[BookLine]:
    """Read a web page (HTML). Raises UnreadableFile."""
    if len(content) > LARGEST:
        raise UnreadableFile("The file is larger than 8 MB.")
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("This is not a web page: it holds zero bytes.")
    try:
        root = html.document_fromstring(content, parser=_parser(content))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise UnreadableFile("This web page cannot be read.") from None
    lines: list[BookLine] = []
    points: Counter[Any] = Counter()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag not in _BLOCKS or _is_left(element):
            continue
        words = _page_text(element)
        if not words.strip():
            continue
        level = int(element.tag[1]) if element.tag in _HEADINGS else 0
        point = "" if level else _page_point(element, points)
        if element.tag == "dd":
            term: Any = element.getprevious()
            is_term = term is not None and term.tag == "dt"
            point = f"{''.join(term.itertext()).strip()}: " if is_term else ""
        lines.append(BookLine(element.sourceline or 0, _tidy(f"{point}{words}"), level))
        if len(lines) > MOST_LINES:
            raise UnreadableFile(f"The page has over {MOST_LINES:,} paragraphs.")
    return lines


def _refuse_bad_zip(content: bytes) -> None:
    """Look at what a file would unpack to, before anything is unpacked."""
    if len(content) > LARGEST:
        raise UnreadableFile("The file is larger than 8 MB.")
    try:
        trouble = _trouble(content)
    except Exception:  # noqa: BLE001 - whatever a broken file makes zipfile raise
        trouble = "This file is damaged: it cannot be unpacked."
    if trouble:
        raise UnreadableFile(trouble)


def _trouble(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
            return "Unpacked, this file would be larger than 48 MB. It is not opened."
        if "word/document.xml" not in packed.namelist():
            return "This is not a Word file (DOCX)."
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _DECLARES.search(packed.read(part)):
                return (
                    "A part of this file declares entities, which no Word file needs. It is not "
                    "opened."
                )
    return ""


def _word_text(paragraph: Any) -> str:
    """Give the words of a paragraph as it would print: without deletions and field codes."""
    words = []
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        run = element.getparent()
        if run is None or run.tag != qn("w:r") or run.getparent().tag == qn("w:del"):
            continue
        look = run.find(qn("w:rPr"))
        if look is not None and any(
            look.find(qn(name)) is not None for name in ("w:strike", "w:dstrike", "w:vanish")
        ):
            continue
        if next(run.iterancestors(qn("w:p"))) is paragraph:
            words.append(
                element.text or ""
                if element.tag == qn("w:t")
                else "\t"
                if element.tag == qn("w:tab")
                else "\n"
            )
    return "".join(words)


def _is_contents(paragraph: Any) -> bool:
    """Tell a line of the table of contents, which would name every motion twice."""
    link = paragraph.find(qn("w:hyperlink"))
    inside = link is not None and link.get(qn("w:anchor")) is not None
    return inside or _value(paragraph, "w:pStyle").lower().startswith("toc")


def _value(paragraph: Any, name: str) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn(name)}")
    return "" if found is None else str(found.get(qn("w:val")) or "")


def _level(style: str) -> int:
    if style.lower() == "title":
        return 1
    found = re.fullmatch(r"heading (\d)", style, re.IGNORECASE)
    return int(found[1]) if found else 0


def _list_kinds(document: Any) -> dict[tuple[str, int], str]:
    """Say of each list and depth whether Word numbers it, from the numbering part."""
    try:
        part = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    formats = {
        (each.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl")) or 0)): str(
            form.get(qn("w:val"))
        )
        for each in part.iter(qn("w:abstractNum"))
        for level in each.iter(qn("w:lvl"))
        if (form := level.find(qn("w:numFmt"))) is not None
    }
    kinds = {}
    for number in part.iter(qn("w:num")):
        abstract = number.find(qn("w:abstractNumId"))
        for (which, depth), form in formats.items():
            if abstract is not None and which == abstract.get(qn("w:val")):
                kinds[str(number.get(qn("w:numId"))), depth] = form
    return kinds


def _point(
    paragraph: Any, style: str, kinds: dict[tuple[str, int], str], counts: Counter[tuple[str, int]]
) -> str:
    """Write out the number or the bullet that Word would put before a paragraph of a list."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if found is not None:
        which, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
        number = "" if which is None else str(which.get(qn("w:val")))
        at = (number, int(depth.get(qn("w:val")) or 0) if depth is not None else 0)
        form = kinds.get(at, "bullet")
    elif style.startswith("List Number"):
        at, form = (style, 0), "decimal"
    elif style.startswith("List Bullet"):
        at, form = (style, 0), "bullet"
    else:
        counts.clear()  # the next list begins at 1 again
        return ""
    if form in ("bullet", "none"):
        return "- "
    counts[at] += 1
    for deeper in [each for each in counts if each[0] == at[0] and each[1] > at[1]]:
        del counts[deeper]
    return f"({chr(96 + min(counts[at], 26))}) " if "etter" in form else f"{counts[at]}. "


_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS: Final = _HEADINGS | {"p", "li", "dd", "td", "blockquote", "pre", "div"}
_LEFT: Final = frozenset({"nav", "head", "script", "style", "template", "del", "header", "footer"})
_INNER: Final = _BLOCKS | {"ul", "ol", "table", "dl", "dt", "section", "article", "tr", "tbody"}


def _parser(content: bytes) -> html.HTMLParser:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return html.HTMLParser(no_network=True)
    return html.HTMLParser(no_network=True, encoding="utf-8")


def _is_left(element: Any) -> bool:
    """Pass over what is no text of the book, and a paragraph inside a point that it is part of."""
    if (element.get("class") or "") in ("issue__note", "issue__mark"):
        return True
    if any(each.tag in _LEFT for each in element.iterancestors()):
        return True
    around = element.getparent()
    return element.tag == "p" and around is not None and around.tag in ("li", "dd", "td")


def _page_text(element: Any) -> str:
    """Give the words of a block without those of the blocks inside it."""
    inside_point = element.tag in ("li", "dd", "td")
    written: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "p" and inside_point:
            written.append(f"\n{_inline(child)}")
        elif tag and tag not in _LEFT and tag not in _INNER:
            written.append(_inline(child))
        written.append(child.tail or "")
    return "".join(written)


def _inline(element: Any) -> str:
    """Give the words of what stands in a line; the number of a paragraph apart, by a tab."""
    if element.tag == "br":
        return "\n"
    if "issue__number" in (element.get("class") or ""):
        return f"{element.text_content().strip()}\t"
    dropped = set(element.iter("del", "script", "style"))
    words = []
    for each in element.xpath(".//text()"):
        holder = each.getparent().getparent() if each.is_tail else each.getparent()
        if not dropped or not dropped & {holder, *holder.iterancestors()}:
            words.append(str(each))
    return "".join(words)


def _page_point(element: Any, points: Counter[Any]) -> str:
    """Write out the number or the bullet that a browser would put before a point."""
    around = element.getparent()
    if element.tag != "li":
        return ""
    if around is None or around.tag != "ol":
        return "- "
    points[around] += 1
    return f"{points[around]}. "


def _tidy(words: str) -> str:
    """Lay a line flat: one space, its own point, and without the number that our papers print."""
    words = words.strip()
    if ours := _OURS.match(words):
        words = words[ours.end() :]
    if found := _POINT.match(words):
        mark = found[1]
        if mark[0].isdigit():
            mark = mark.replace(")", ".")
        elif not mark.startswith("("):
            mark = "-"
        words = f"{mark} {words[found.end() :]}"
    return " ".join(words.split())
