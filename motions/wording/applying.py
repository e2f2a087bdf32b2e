# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""Make the changes of an instruction in a text.

Every edit of an instruction is of the text as it stands before the amendment, as a branch words it
with the agenda in hand; the changes are made together. An amendment changes the words it names and
no others.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from audit.refusal import Refusal
from motions.wording.edits import Edit, Form, Instruction, Splice
from motions.wording.finding import found_in, part_of, places_of
from motions.wording.numbering import renumbered, shift_marks
from motions.wording.parts import PART_MAKERS
from motions.wording.reading import read_instruction
from motions.wording.structure import blocks, marker_of


def apply_amendment(text: str, instruction: str | Instruction) -> str:
    """Give the text as it reads once the amendment is made, or refuse and say why.

    Raises Refusal "instruction-not-understood", "words-not-found", "words-not-unique" or
    "edits-overlap". Edits of the title are left to amended_title.
    """
    said = understood(instruction)
    amended = made(text, splices(text, said))
    if any(edit.form == Form.RENUMBER for edit in said.edits):
        return renumbered(amended)
    return amended


def amended_title(title: str, instruction: str | Instruction) -> str:
    """Give the title as it reads once the amendment is made: only edits "in the title" count."""
    edits = tuple(
        replace(edit, place=replace(edit.place, title=False))
        for edit in understood(instruction).edits
        if edit.place.title
    )
    return made(title, splices(title, Instruction(edits)))


def splices(text: str, instruction: str | Instruction) -> list[Splice]:
    """Give the changes an instruction makes in a text, in the order of the text."""
    found: list[Splice] = []
    shifts: dict[int, int] = {}
    for edit in understood(instruction).edits:
        if edit.place.title or edit.form == Form.RENUMBER:
            continue
        if part_maker := PART_MAKERS.get(edit.form):
            found += part_maker(text, edit, shifts)
        else:
            found += _MAKERS[edit.form](text, edit)
    found.sort(key=lambda each: (each.start, each.end))
    _refuse_overlaps(text, found)
    return sorted([*found, *shift_marks(text, shifts, found)], key=lambda each: each[:2])


def made(text: str, changes: Sequence[Splice]) -> str:
    """Make changes in a text; they are in its order and do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end, new in changes:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def understood(instruction: str | Instruction) -> Instruction:
    """Read an instruction, unless it has been read."""
    return read_instruction(instruction) if isinstance(instruction, str) else instruction


def _refuse_overlaps(text: str, found: Sequence[Splice]) -> None:
    for one, other in pairwise(found):
        if other.start < one.end:
            raise Refusal(
                "edits-overlap",
                f"Two changes of one amendment touch the same words: "
                f"“{text[other.start : min(one.end, other.end)].strip()}”.",
            )


def _words_after(text: str, edit: Edit) -> list[Splice]:
    found = places_of(text, part_of(text, edit.place), edit)
    return [Splice(end, end, spaced(edit.new)) for _start, end in found]


def _words_before(text: str, edit: Edit) -> list[Splice]:
    new = edit.new if edit.new[-1:].isspace() else f"{edit.new} "
    found = places_of(text, part_of(text, edit.place), edit)
    return [Splice(start, start, new) for start, _end in found]


def _words_deleted(text: str, edit: Edit) -> list[Splice]:
    found = places_of(text, part_of(text, edit.place), edit)
    return [_closed_up(text, start, end) for start, end in found]


def _words_replaced(text: str, edit: Edit) -> list[Splice]:
    found = places_of(text, part_of(text, edit.place), edit)
    return [Splice(start, end, edit.new) for start, end in found]


def _cut_after(text: str, edit: Edit) -> list[Splice]:
    if not edit.old:
        end = part_of(text, edit.place)[1]
        lead = "\n" if edit.new and not edit.new[0].isspace() else ""
        return [Splice(end, len(text), lead + edit.new)]
    part = part_of(text, edit.place)
    _start, end = places_of(text, part, edit)[0]
    return [Splice(end, part[1], spaced(edit.new))]


def _cut_before(text: str, edit: Edit) -> list[Splice]:
    part = part_of(text, edit.place)
    if not edit.old:
        tail = "\n" if edit.new else ""
        return [Splice(0, part[0], edit.new + tail)]
    start, _end = places_of(text, part, edit)[0]
    tail = " " if edit.new and not edit.new[-1].isspace() else ""
    return [Splice(part[0], start, edit.new + tail)]


def _from_to(text: str, edit: Edit) -> list[Splice]:
    part = part_of(text, edit.place)
    start, after = places_of(text, part, edit)[0]
    end = part[1]
    if edit.to:
        ends = found_in(text, (after, part[1]), edit.to)
        if not ends:
            raise Refusal(
                "words-not-found",
                f"The words “{edit.to}” do not come after “{edit.old}” in the text to be amended.",
            )
        end = ends[0][1]
    return [Splice(start, end, edit.new) if edit.new else _closed_up(text, start, end)]


def _all(text: str, edit: Edit) -> list[Splice]:
    return [Splice(*part_of(text, edit.place), edit.new)]


def _at_end(text: str, edit: Edit) -> list[Splice]:
    """Add at the end: a new sentence, or on with the last one in place of its full stop."""
    start, end = part_of(text, edit.place)
    last = start + len(text[start:end].rstrip())
    new = edit.new
    if last == start or new[:1].isspace():
        return [Splice(last, end, new)]
    if marker_of(new):
        return [Splice(last, end, f"\n{new}")]
    if new[:1].islower() or new[:1] in ",;:":
        stop = last - 1 if text[last - 1] == "." else last
        return [Splice(stop, end, spaced(new))]
    return [Splice(last, end, f" {new}")]


def _at_beginning(text: str, edit: Edit) -> list[Splice]:
    start, _end = part_of(text, edit.place)
    for block in blocks(text):
        if block.start == start and block.marker and edit.place.point:
            start = block.words_start
    joint = "" if edit.new[-1:].isspace() else " "
    return [Splice(start, start, edit.new + joint)]


def spaced(new: str) -> str:
    """Put a space before words to be inserted, unless they begin with punctuation."""
    return new if not new or new[0] in ",.;:)?!’”" or new[0].isspace() else f" {new}"


def _closed_up(text: str, start: int, end: int) -> Splice:
    """Delete words and the space that would be left beside them, or the empty line."""
    for block in blocks(text):
        if block.marker and (block.words_start, block.end) == (start, end):
            start = block.start  # a point of which nothing is left
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before in ("", "\n") and after in ("", "\n"):
        return Splice(start, end + 1, "") if after else Splice(max(0, start - 1), end, "")
    if before == " " and after in (" ", ",", ".", ";", ":", "\n", ""):
        return Splice(start - 1, end, "")
    if before in ("", "\n") and after == " ":
        return Splice(start, end + 1, "")
    return Splice(start, end, "")


_MAKERS: dict[Form, Callable[[str, Edit], list[Splice]]] = {
    Form.INSERT_AFTER: _words_after,
    Form.INSERT_BEFORE: _words_before,
    Form.AT_BEGINNING: _at_beginning,
    Form.AT_END: _at_end,
    Form.DELETE: _words_deleted,
    Form.REPLACE: _words_replaced,
    Form.CUT_AFTER: _cut_after,
    Form.CUT_BEFORE: _cut_before,
    Form.FROM_TO: _from_to,
    Form.ALL: _all,
}
