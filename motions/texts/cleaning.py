# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""Words pasted or brought in from elsewhere, made into the plain lines that motions are kept in.

One paragraph, point or table row to a line; points as "1. ", "(a) " and "- "; bold and italics as
limited Markdown. What a word processor adds for itself goes: its styles, comments and tracked
deletions, and characters that nobody sees. Typographic quotation marks and dashes stay.
"""

import re
import unicodedata

from lxml import etree, html

_TAG = re.compile(r"<(?:!--|!doctype|/?[a-z][a-z0-9]*(?::[a-z]+)?(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset(
    [
        "button",
        "del",
        "head",
        "iframe",
        "img",
        "input",
        "math",
        "object",
        "s",
        "script",
        "strike",
        "style",
        "svg",
        "template",
        "title",
        "xml",
    ]
)
_BULLETS = frozenset("·•‣◦▪■●○o§-–*ü\uf0b7\uf0a7\uf0d8\uf0fc")
_BULLET = re.compile(r"^\s*[·•‣◦▪■●○\uf0b7\uf0a7\uf0d8\uf0fc]\s*")
_NUMBER = re.compile(r"^\s*(\d+)\s*[.)]\s+")
_LETTER = re.compile(r"^\s*\(?([a-z]|[ivx]{1,5})[.)]\s+")
_LETTERS = 26
_SPACES = re.compile(r"[^\S\n]+")
_NEW_LINE = re.compile(r"\r\n?|[\u2028\u2029\v\f\x85]")
_KEPT_UNSEEN = frozenset("\n\u200d\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def cleaned(pasted: str) -> str:
    """Make plain lines of what was pasted: HTML as word processors give it, or text."""
    return tidied(_lines(pasted) if _TAG.search(pasted) else pasted)


def tidied(text: str) -> str:
    """Make plain lines of text as typed: no blank lines, no doubled spaces, nothing invisible.

    Marks that turn the direction of writing are left for refuse_bad_words to name: whoever pasted
    them should know. So are control characters.
    """
    text = _NEW_LINE.sub("\n", text).replace("\t", " ")
    text = "".join(c for c in text if c in _KEPT_UNSEEN or unicodedata.category(c) != "Cf")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(_BULLET.sub("- ", line) for line in lines if line)


def _lines(pasted: str) -> str:
    """Read HTML into lines. What lxml cannot read at all is taken as text."""
    without_control = "".join(
        c for c in pasted if c in "\n\t\r" or unicodedata.category(c)[0] != "C"
    )
    try:
        root = html.document_fromstring(without_control.replace("\r", ""))
    except (etree.ParserError, ValueError):
        return pasted
    written: list[str] = []
    _write(root, written, [])
    return "".join(written)


def _write(element: html.HtmlElement, written: list[str], lists: list[int | None]) -> None:
    if not isinstance(element.tag, str) or _is_dropped(element):
        return
    tag = element.tag.lower()
    block = tag in _BLOCKS
    if block or tag == "br":
        written.append("\n")
    if tag in ("td", "th") and element.getprevious() is not None:
        written.append(" | ")
    inside: list[str] = []
    if tag in ("ol", "ul"):
        lists = [*lists, int(element.get("start") or 1) if tag == "ol" else None]
    if tag == "li" and lists:
        written.append(_marker(lists))
    _write_inside(element, inside, lists)
    if block and "mso-list" in _style(element):
        inside = [_as_marked("".join(inside))]
    mark = _emphasis(element, tag)
    written.append(_marked("".join(inside), mark) if mark else "".join(inside))
    if block:
        written.append("\n")


def _write_inside(element: html.HtmlElement, inside: list[str], lists: list[int | None]) -> None:
    flat = element.tag != "pre"
    inside.append(_flat(element.text) if flat else element.text or "")
    for child in element:
        _write(child, inside, lists)
        inside.append(_flat(child.tail) if flat else child.tail or "")


def _flat(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "")


def _marker(lists: list[int | None]) -> str:
    number = lists[-1]
    if number is None:
        return "- "
    lists[-1] = number + 1
    return (
        f"{number}. "
        if len(lists) == 1
        else f"({chr(96 + number) if number <= _LETTERS else number}) "
    )


def _as_marked(line: str) -> str:
    """Write a list paragraph of Word's, which carries its own number or bullet in its words."""
    line = line.replace("\xa0", " ").strip()
    first, _, rest = line.partition(" ")
    if first in _BULLETS:
        return f"- {rest.strip()}"
    if found := _NUMBER.match(line):
        return f"{found[1]}. {line[found.end() :]}"
    if found := _LETTER.match(line):
        return f"({found[1]}) {line[found.end() :]}"
    return line


def _style(element: html.HtmlElement) -> str:
    return (element.get("style") or "").lower().replace(" ", "")


def _is_dropped(element: html.HtmlElement) -> bool:
    style, names = _style(element), (element.get("class") or "").lower()
    return (
        str(element.tag).lower() in _DROPPED
        or "display:none" in style
        or "mso-element:comment" in style
        or "mso-hide:all" in style
        or "msocom" in names
        or names.startswith("msodel")
    )


def _emphasis(element: html.HtmlElement, tag: str) -> str:
    style = _style(element)
    if tag in ("b", "strong"):
        return "" if "font-weight:normal" in style or "font-weight:400" in style else "**"
    if tag in ("i", "em"):
        return "" if "font-style:normal" in style else "*"
    return ""


def _marked(words: str, mark: str) -> str:
    """Put marks of emphasis round words, and never round the space beside them or over lines."""
    inner = words.strip()
    if not inner or "\n" in inner:
        return words
    before = words[: len(words) - len(words.lstrip())]
    return f"{before}{mark}{inner}{mark}{words[len(words.rstrip()) :]}"
