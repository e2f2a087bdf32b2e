"""How instructions name places: "paragraph 2, line 3", "the last bullet point", "point 2(a)"."""

import re

from motions.wording.edits import LAST, WHOLE, Place

_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|opening|last|final|closing|\d+(?:st|nd|rd|th))"
_UNIT = (
    r"(?:sub-?paragraph|paragraph|para\.?|bullet\s+point|bullet|numbered\s+point|action\s+point"
    r"|sub-?point|point|item|sentence|line)s?"
)
_RULE = r"(?:model\s+rule|rule|standing\s+order|s\.?o\.?|clause|section)"
_NUMBER = r"(?:\d+(?:\([a-z0-9]{1,4}\))*|\([a-z0-9]{1,4}\)|[a-z](?![a-z]))"
_RULED = r"\d+(?:\.\d+)*(?:[a-z](?![a-z]))?"
_BARE = r"\d+(?:\.\d+)+(?:[a-z](?![a-z]))?"
_ONE = (
    rf"(?:the\s+)?(?:{ORDINAL}\s+{_UNIT}\b|{_UNIT}\s*{_NUMBER}|{_RULE}\s+{_RULED}|{_BARE}"
    r"|(?:title|heading)\b)"
)
PLACE = rf"{_ONE}(?:\s*,?\s*(?:(?:of|in)\s+)?{_ONE})*"
"""A regular expression, without groups of its own, for the name of a place; capitals are free."""

_PARTS = re.compile(
    rf"(?:the\s+)?(?:(?P<ordinal>{ORDINAL})\s+(?P<of>{_UNIT})\b|(?P<unit>{_UNIT})\s*(?P<number>{_NUMBER})"
    rf"|(?:{_RULE}\s+(?P<rule>{_RULED})|(?P<bare>{_BARE}))|(?P<title>title|heading)\b)",
    re.IGNORECASE,
)


def place_named(words: str) -> Place:
    """Read the name of a place."""
    title, rule, paragraph, point, sentence, line = False, "", 0, "", 0, 0
    for part in _PARTS.finditer(words):
        if part["title"]:
            title = True
            continue
        if ruled := part["rule"] or part["bare"]:
            rule = ruled.upper()
            continue
        unit = (part["of"] or part["unit"]).lower().removesuffix("s")
        label = str(which_named(part["ordinal"])) if part["ordinal"] else part["number"].lower()
        number = int(found[0]) if (found := re.match(r"-?\d+", label)) else 0
        if unit.startswith("para"):
            paragraph, rest = number, label.removeprefix(str(number))
            point = point or rest
        elif unit.startswith("line"):
            line = number
        elif unit.startswith("sentence"):
            sentence = number
        elif unit.startswith("bullet"):
            point = f"bullet {number}"
        else:
            point = _labelled(point, label, below=unit.startswith("sub"))
    return Place(title, rule, paragraph, point, sentence, line)


def _labelled(known: str, label: str, *, below: bool) -> str:
    """Put "sub-point (a)" and "point 2", in either order, together as 2(a)."""
    own = label if label.lstrip("-").isdigit() or label[0].isdigit() else f"({label.strip('()')})"
    if below and own.isdigit():
        own = f"({own})"
    if known.isdigit() and own.startswith("("):
        return known + own
    if known.startswith("(") and own.isdigit():
        return own + known
    return own


def which_named(words: str) -> int:
    """Read an ordinal: the first is 1, the last LAST."""
    word = words.lower()
    if word in ("last", "final", "closing"):
        return LAST
    if word == "opening":
        return 1
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    found = re.match(r"\d+", word)
    return int(found[0]) if found else 0


def place_in_words(place: Place) -> str:
    """Name a place, from the largest part to the smallest: "paragraph 2, point 3, line 1"."""
    names = []
    if place.title:
        names.append("the title")
    if place.rule:
        names.append(f"rule {place.rule}")
    if place.paragraph:
        names.append(_numbered("paragraph", place.paragraph))
    if place.point:
        bullet = place.point.startswith("bullet ")
        label = place.point.removeprefix("bullet ")
        unit = "bullet point" if bullet else "point"
        names.append(f"the last {unit}" if label == str(LAST) else f"{unit} {label}")
    if place.sentence:
        names.append(_numbered("sentence", place.sentence))
    if place.line:
        names.append(_numbered("line", place.line))
    return ", ".join(names)


def _numbered(unit: str, number: int) -> str:
    return f"the last {unit}" if number == LAST else f"{unit} {number}"


def ordinal(number: int) -> str:
    """Name one of several: "second", "last", "21st"."""
    if number == LAST:
        return "last"
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def joined(inner: Place, outer: Place) -> Place:
    """Put together a place named at the head of an edit with one named inside it."""
    if outer == WHOLE:
        return inner
    return Place(
        inner.title or outer.title,
        inner.rule or outer.rule,
        inner.paragraph or outer.paragraph,
        inner.point or outer.point,
        inner.sentence or outer.sentence,
        inner.line or outer.line,
    )
