"""Changes of whole paragraphs, points, rules, lines and sentences; points take their numbers."""

from collections.abc import Callable

from audit.refusal import Refusal
from motions.wording.edits import LAST, Edit, Form, Place, Splice
from motions.wording.finding import part_of
from motions.wording.numbering import before_in_order, following_marks, marker_like, next_marker
from motions.wording.structure import blocks, marker_of

Shifts = dict[int, int]
"""By how much the number of each block, by its place among the blocks, is to go up or down."""


def _after(text: str, edit: Edit, shifts: Shifts) -> list[Splice]:
    start, end = part_of(text, edit.place)
    if _is_inline(edit.place):
        return [Splice(end, end, _beside(edit.new))]
    at = _block_at(text, start)
    new = edit.new
    if edit.place.point:
        new = _pointed(text, edit, shifts, at, next_marker(blocks(text)[at].marker))
    return [Splice(end, end, f"\n{new}")]


def _before(text: str, edit: Edit, shifts: Shifts) -> list[Splice]:
    start, _end = part_of(text, edit.place)
    if _is_inline(edit.place):
        return [Splice(start, start, f"{edit.new} ")]
    at = _block_at(text, start)
    new = edit.new
    if edit.place.point:
        new = _pointed(text, edit, shifts, at, blocks(text)[at].marker, with_own=True)
    return [Splice(start, start, f"{new}\n")]


def _as(text: str, edit: Edit, shifts: Shifts) -> list[Splice]:
    """Insert a part that is to bear a number: before whatever bears it now, or at the end."""
    place = edit.place
    if place.point:
        return _as_point(text, edit, shifts)
    if place.rule:
        return _as_rule(text, edit)
    count = blocks(text)[-1].paragraph if text.strip() else 0
    if place.paragraph in (LAST, count + 1):
        end = len(text.rstrip())
        return [Splice(end, end, f"\n{edit.new}" if end else edit.new)]
    return _before(text, edit, shifts)


def _as_point(text: str, edit: Edit, shifts: Shifts) -> list[Splice]:
    label = edit.place.point
    scope = part_of(text, Place(paragraph=edit.place.paragraph, rule=edit.place.rule))
    every = blocks(text)
    kind = label.startswith("bullet")
    tops = [
        i
        for i, block in enumerate(every)
        if block.marker and scope[0] <= block.start < scope[1] and (not kind or block.is_bullet)
    ]
    for i in tops:
        if every[i].label == label:
            new = _pointed(text, edit, shifts, i, every[i].marker, with_own=True)
            return [Splice(every[i].start, every[i].start, f"{new}\n")]
    if not tops:
        end = scope[0] + len(text[slice(*scope)].rstrip())
        bare = "" if marker_of(edit.new) else ("- " if kind else "1. ")
        return [Splice(end, end, f"\n{bare}{edit.new}")]
    before = before_in_order(every, tops, label)
    last = tops[-1] if before is None else before
    end = every[last].end
    top = next(i for i in reversed(tops) if i <= last and every[i].level <= _level(label))
    marker = marker_like(every[top].marker, label) if _tail(label) != LAST else ""
    new = _pointed(text, edit, {}, last, marker or next_marker(every[top].marker))
    return [Splice(end, end, f"\n{new}")]


def _tail(label: str) -> int:
    tail = label.removeprefix("bullet ")
    return int(tail) if tail.lstrip("-").isdigit() else 0


def _level(label: str) -> int:
    return 2 if "(" in label[1:] else 1


def _as_rule(text: str, edit: Edit) -> list[Splice]:
    rules = [block for block in blocks(text) if block.is_rule]
    earlier = [block for block in rules if _rule_key(block.label) < _rule_key(edit.place.rule)]
    if not earlier:
        raise Refusal(
            "words-not-found", f"The text has no rule after which {edit.place.rule} would come."
        )
    end = earlier[-1].end
    named = edit.new if edit.new.startswith(edit.place.rule) else f"{edit.place.rule} {edit.new}"
    return [Splice(end, end, f"\n{named}")]


def _rule_key(number: str) -> list[tuple[int, str]]:
    parts = number.upper().split(".")
    return [
        (int("".join(c for c in part if c.isdigit()) or 0), "".join(c for c in part if c.isalpha()))
        for part in parts
    ]


def _deleted(text: str, edit: Edit, shifts: Shifts) -> list[Splice]:
    start, end = part_of(text, edit.place)
    if _is_inline(edit.place):
        return [_without(text, start, end)]
    at = _block_at(text, start)
    if edit.until:
        end = part_of(text, _place_until(edit))[1]
    if edit.renumber and edit.place.point:
        last = max(i for i, block in enumerate(blocks(text)) if block.start < end)
        gone = [b for b in blocks(text)[at : last + 1] if b.level == blocks(text)[at].level]
        for each in following_marks(text, at):
            if each > last:
                shifts[each] = shifts.get(each, 0) - len(gone)
    if text[end : end + 1] == "\n":
        return [Splice(start, end + 1, "")]
    return [Splice(max(0, start - 1), end, "")]


def _place_until(edit: Edit) -> Place:
    if edit.place.point:
        label = f"bullet {edit.until}" if "bullet" in edit.place.point else str(edit.until)
        return Place(paragraph=edit.place.paragraph, rule=edit.place.rule, point=label)
    return Place(paragraph=edit.until)


def _replaced(text: str, edit: Edit, shifts: Shifts) -> list[Splice]:
    del shifts
    start, end = part_of(text, edit.place)
    if _is_inline(edit.place):
        return [Splice(start, end, edit.new)]
    block = blocks(text)[_block_at(text, start)]
    marked = bool(block.marker) and not marker_of(edit.new)
    ruled = block.is_rule and bool(edit.place.rule) and not edit.new.startswith(block.label)
    lead = f"{block.marker} " if marked else f"{block.label} " if ruled else ""
    return [Splice(start, end, lead + edit.new)]


def _pointed(
    text: str, edit: Edit, shifts: Shifts, at: int, marker: str, *, with_own: bool = False
) -> str:
    """Give a new point its marker, and move on the numbers of those that follow if it must."""
    own = marker_of(edit.new)
    if edit.renumber or not own:
        level = blocks(text)[at].level
        new = [b for b in blocks(edit.new) if b.marker and b.level == level] if own else [None]
        following = following_marks(text, at)
        for each in [at, *following] if with_own else following:
            shifts[each] = shifts.get(each, 0) + len(new)
    return edit.new if own else f"{marker} {edit.new}"


def _block_at(text: str, start: int) -> int:
    return next(i for i, block in enumerate(blocks(text)) if block.end > start)


def _is_inline(place: Place) -> bool:
    return bool(place.line or place.sentence)


def _beside(new: str) -> str:
    return new if not new or new[0] in ",.;:" or new[0].isspace() else f" {new}"


def _without(text: str, start: int, end: int) -> Splice:
    if text[end : end + 1] == " ":
        return Splice(start, end + 1, "")
    if text[start - 1 : start] == " " and start:
        return Splice(start - 1, end, "")
    return Splice(start, end, "")


PART_MAKERS: dict[Form, Callable[[str, Edit, Shifts], list[Splice]]] = {
    Form.AFTER_PART: _after,
    Form.BEFORE_PART: _before,
    Form.AS_PART: _as,
    Form.DELETE_PART: _deleted,
    Form.REPLACE_PART: _replaced,
}
