# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""Find the part of a text that an instruction names, and the words it quotes."""

import re
from collections.abc import Sequence

from audit.refusal import Refusal
from motions.wording.edits import EVERY, LAST, Edit, Place
from motions.wording.structure import blocks, line_spans, sentence_spans, whole_point

Span = tuple[int, int]

_LONG = 80  # characters

_FOLD = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " ", "–": "-", "—": "-", "‑": "-"}
)
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\. \. \.)\s*")


def folded(words: str) -> str:
    """Write typographic quotation marks, dashes and spaces as plain ones, of the same length."""
    return words.translate(_FOLD)


def part_of(text: str, place: Place) -> Span:
    """Give where a part of the text begins and ends. Raises Refusal "words-not-found"."""
    span = (0, len(text))
    if place.rule:
        span = _rule(text, place.rule)
    if place.paragraph:
        span = _nth(_paragraphs(text, span), place.paragraph, "paragraph")
    if place.point:
        span = _point(text, span, place.point)
    if place.sentence:
        span = _nth(sentence_spans(text, *span), place.sentence, "sentence")
    if place.line:
        if not (place.paragraph or place.point or place.rule) and len(_paragraphs(text, span)) > 1:
            raise Refusal(
                "words-not-unique",
                f"Lines are counted in each paragraph: the amendment must say which paragraph "
                f"line {place.line} is in.",
            )
        span = _nth(line_spans(text, *span), place.line, "line")
    return span


def places_of(text: str, span: Span, edit: Edit) -> list[Span]:
    """Give where the words an edit quotes stand: one place, or every one if it says so."""
    found = found_in(text, span, edit.old)
    if not found:
        raise Refusal("words-not-found", _not_there(text, span, edit.old))
    if edit.which == EVERY:
        return found
    if edit.which:
        return [_nth(found, edit.which, f"“{short(edit.old)}”")]
    if len(found) > 1:
        raise Refusal(
            "words-not-unique",
            f"The words “{short(edit.old)}” come {len(found)} times in the text; "
            f"the amendment must say where.",
        )
    return found


def found_in(text: str, span: Span, words: str) -> list[Span]:
    """Give every place of some words: whole words if there are any, else parts of words."""
    start, end = span
    sought, plain = folded(words), folded(text)
    if not sought.strip():
        return []
    found = [at.span() for at in re.finditer(re.escape(sought), plain[:end]) if at.start() >= start]
    if found:
        whole = [each for each in found if _is_whole(plain, *each)]
        return whole or found
    loose = r"\**\s+\**".join(re.escape(word) for word in sought.split())
    found = [at.span() for at in re.compile(loose).finditer(plain, start, end)]
    if found or not _ELLIPSIS.search(words):
        return found
    first, last = _ELLIPSIS.split(words, maxsplit=1)
    return [
        (begin[0], stop[1])
        for begin in (found_in(text, span, first) if first else [])
        for stop in (found_in(text, (begin[1], end), last)[:1] if last else [])
    ]


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    cut_before = before.isalnum() and text[start].isalnum()
    cut_after = after.isalnum() and text[end - 1].isalnum()
    return not (cut_before or cut_after)


def _not_there(text: str, span: Span, words: str) -> str:
    said = f"The words “{short(words)}” are not in the text to be amended"
    lower = folded(words).lower()
    if lower in folded(text[slice(*span)]).lower():
        return f"{said} with these capitals; they are there with others."
    if lower in folded(text).lower():
        return f"{said} in the part that the amendment names; they are elsewhere in it."
    return f"{said}."


def short(words: str) -> str:
    """Shorten words that are quoted in a message."""
    return words if len(words) <= _LONG else f"{words[:60]} … {words[-15:]}"


def _nth(spans: Sequence[Span], number: int, what: str) -> Span:
    index = number if number < 0 else number - 1
    if not -len(spans) <= index < len(spans):
        there = f"there are {len(spans)}" if spans else "there is none"
        named = "last " + what if number == LAST else f"{what} {number}"
        raise Refusal("words-not-found", f"There is no {named} in the text to be amended: {there}.")
    return spans[index]


def _paragraphs(text: str, span: Span) -> list[Span]:
    spans: list[Span] = []
    number = 0
    for block in blocks(text):
        if block.start < span[0] or block.end > span[1]:
            continue
        if block.paragraph != number:
            number = block.paragraph
            spans.append((block.start, block.end))
        else:
            spans[-1] = (spans[-1][0], block.end)
    return spans


def _point(text: str, span: Span, label: str) -> Span:
    every = blocks(text)
    points = [
        i for i, b in enumerate(every) if b.marker and b.start >= span[0] and b.end <= span[1]
    ]
    if label.startswith("bullet "):
        bullets = [whole_point(text, i) for i in points if every[i].is_bullet]
        return _nth(bullets, int(label.removeprefix("bullet ")), "bullet point")
    tops = [i for i in points if every[i].level == 1]
    if label == str(LAST):
        return _nth([whole_point(text, i) for i in tops], LAST, "point")
    named = [i for i in points if every[i].label == label]
    if not named:
        named = [i for i in points if every[i].label.endswith(f"({label.strip('()')})")]
    if not named and label.isdigit() and not any(every[i].label.isdigit() for i in tops):
        return _nth([whole_point(text, i) for i in tops], int(label), "point")
    if len(named) != 1:
        code = "words-not-unique" if named else "words-not-found"
        many = f"{len(named)} points" if named else "no point"
        raise Refusal(code, f"There is {many} numbered {label} in the text; one is needed.")
    return whole_point(text, named[0])


def _rule(text: str, number: str) -> Span:
    rules = [block for block in blocks(text) if block.is_rule]
    own = [each for each in rules if each.label.lower() == number.lower()]
    if len(own) != 1:
        code = "words-not-unique" if own else "words-not-found"
        raise Refusal(
            code, f"There are {len(own)} rules numbered {number} in the text; one is needed."
        )
    below = f"{number}."
    later = [b for b in rules if b.start > own[0].start and not b.label.startswith(below)]
    return own[0].start, (later[0].start - 1 if later else len(text.rstrip("\n")))
