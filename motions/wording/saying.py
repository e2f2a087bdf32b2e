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
    new = quoted(edit.new) if edit.new else ""
    old = _named(edit, quoted)
    where = _where(edit)
    instead = f" and insert {new}" if new else ""
    renumber = " and renumber" if edit.renumber else ""
    part = place_in_words(edit.place)
    match edit.form:
        case Form.INSERT_AFTER:
            return f"{where}after {old} insert {new}"
        case Form.INSERT_BEFORE:
            return f"{where}before {old} insert {new}"
        case Form.DELETE:
            return f"{where}delete {old}"
        case Form.REPLACE:
            return f"{where}delete {old} and insert {new}"
        case Form.AT_END:
            return f"{where}at the end add {new}"
        case Form.AT_BEGINNING:
            return f"{where}at the beginning insert {new}"
        case Form.CUT_AFTER:
            kept = old if edit.old else part
            return f"{where if edit.old else ''}delete all after {kept}{instead}"
        case Form.CUT_BEFORE:
            kept = old if edit.old else part
            return f"{where if edit.old else ''}delete all before {kept}{instead}"
        case Form.FROM_TO:
            to = quoted(edit.to) if edit.to else "the end"
            return f"{where}delete all from {old} to {to}{instead}"
        case Form.ALL:
            return f"{where}delete all{instead}"
        case Form.DELETE_PART:
            return f"delete {_several(part, edit.until)}{renumber}"
        case Form.REPLACE_PART:
            return f"delete {part} and insert {new}{renumber}"
        case Form.AFTER_PART:
            return f"after {part} insert {new}{renumber}"
        case Form.BEFORE_PART:
            return f"before {part} insert {new}{renumber}"
        case Form.AS_PART:
            return f"{_new_part(edit.place)}: {new}{renumber}"
        case _:
            return "renumber"


def _several(part: str, until: int) -> str:
    if not until:
        return part
    unit, _, first = part.rpartition(" ")
    return f"{unit}s {first} {'and' if until == int(first) + 1 else 'to'} {until}"


def _where(edit: Edit) -> str:
    named = place_in_words(edit.place)
    return f"in {named}, " if named else ""


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
