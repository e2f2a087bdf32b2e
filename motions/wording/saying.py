# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""Say an edit in the words a branch would use: one wording for each, read back as the same edit."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from audit.refusal import Refusal
from motions.wording.edits import EVERY, LAST, Edit, Form, Instruction, Place
from motions.wording.places import ordinal, place_in_words
from motions.wording.reading import read_instruction

_MARKS = ("''", "“”", '""', "«»")
_LOOSE = re.compile(r"(?<!\w)['’‘]|['’‘](?!\w)")


def in_words(instruction: Instruction) -> str:
    """Word an instruction so that it reads back as the same: parse(in_words(i)) == i.

    Words are quoted in single marks; where these stand in the words themselves and would mislead,
    in double ones. Raises ValueError if no marks will do.
    """
    for quoted in _ways():
        words = "; ".join(_capital_first(instruction, quoted))
        words += "."
        if instruction.note:
            words += f"\n{instruction.note}"
        if _reads_as(words, instruction):
            return words
    raise ValueError("No quotation marks are left to word this in.")


def _ways() -> Iterator[Callable[[str], str]]:
    """Give ways of quoting, the most natural first."""

    def by_need(words: str) -> str:
        """Quote in single marks, but in double ones where an apostrophe might be taken for one."""
        marks = _MARKS[1] if _LOOSE.search(words) and "”" not in words else _MARKS[0]
        return _between(marks, words)

    def unlike_any(words: str) -> str:
        marks = next((m for m in _MARKS if m[0] not in words and m[1] not in words), _MARKS[0])
        return _between(marks, words)

    yield by_need
    yield unlike_any
    for marks in _MARKS:
        yield partial(_between, marks)


def _between(marks: str, words: str) -> str:
    return marks[0] + words + marks[1]


def _capital_first(instruction: Instruction, quoted: Callable[[str], str]) -> list[str]:
    said = [_said(edit, quoted) for edit in instruction.edits]
    return [said[0][:1].upper() + said[0][1:], *said[1:]] if said else []


def _reads_as(words: str, instruction: Instruction) -> bool:
    try:
        return read_instruction(words) == instruction
    except Refusal:
        return False


def _said(edit: Edit, quoted: Callable[[str], str]) -> str:
    pattern = _WORDINGS[edit.form]
    if edit.form in _OF_PARTS and not edit.old:
        pattern = pattern.replace("{in}", "").replace("{old}", "{part}")
    return pattern.format_map(
        {
            "in": _within(edit.place),
            "part": _several(place_in_words(edit.place), edit.until),
            "new_part": _new_part(edit.place) if edit.form == Form.AS_PART else "",
            "old": _named(edit, quoted),
            "to": quoted(edit.to) if edit.to else "the end",
            "new": quoted(edit.new) if edit.new else "",
            "instead": f" and insert {quoted(edit.new)}" if edit.new else "",
            "renumber": " and renumber" if edit.renumber else "",
        }
    )


_WORDINGS = {
    Form.INSERT_AFTER: "{in}after {old} insert {new}",
    Form.INSERT_BEFORE: "{in}before {old} insert {new}",
    Form.AT_BEGINNING: "{in}at the beginning insert {new}",
    Form.AT_END: "{in}at the end add {new}",
    Form.DELETE: "{in}delete {old}",
    Form.REPLACE: "{in}delete {old} and insert {new}",
    Form.CUT_AFTER: "{in}delete all after {old}{instead}",
    Form.CUT_BEFORE: "{in}delete all before {old}{instead}",
    Form.FROM_TO: "{in}delete all from {old} to {to}{instead}",
    Form.ALL: "{in}delete all{instead}",
    Form.DELETE_PART: "delete {part}{renumber}",
    Form.REPLACE_PART: "delete {part} and insert {new}{renumber}",
    Form.AFTER_PART: "after {part} insert {new}{renumber}",
    Form.BEFORE_PART: "before {part} insert {new}{renumber}",
    Form.AS_PART: "{new_part}: {new}{renumber}",
    Form.RENUMBER: "renumber",
}
_OF_PARTS = {Form.CUT_AFTER, Form.CUT_BEFORE}


def _several(part: str, until: int) -> str:
    if not until:
        return part
    unit, _, first = part.rpartition(" ")
    return f"{unit}s {first} {'and' if until == int(first) + 1 else 'to'} {until}"


def _named(edit: Edit, quoted: Callable[[str], str]) -> str:
    old = quoted(edit.old) if edit.old else ""
    if edit.which == EVERY:
        return f"{old} wherever it occurs"
    return f"the {ordinal(edit.which)} {old}" if edit.which else old


def _new_part(place: Place) -> str:
    last = place.paragraph == LAST or place.point.endswith(str(LAST))
    if not last:
        return f"add new {place_in_words(place)}"
    if place.paragraph == LAST and not place.point:
        return f"{_within(Place(rule=place.rule))}at the end add a new paragraph"
    kind = "bullet point" if place.point.startswith("bullet") else "point"
    within = _within(Place(rule=place.rule, paragraph=place.paragraph))
    return f"{within}at the end add a new {kind}"


def _within(place: Place) -> str:
    return f"in {place_in_words(place)}, " if place else ""
