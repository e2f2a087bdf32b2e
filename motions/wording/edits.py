"""What an amendment's instruction says, once it is understood."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """What is to be done; the words of an instruction are in motions.wording.forms."""

    INSERT_AFTER = "insert_after"  # after some words
    INSERT_BEFORE = "insert_before"
    AT_BEGINNING = "at_beginning"  # of the text, or of a part
    AT_END = "at_end"
    DELETE = "delete"  # some words
    REPLACE = "replace"
    CUT_AFTER = "cut_after"  # delete all after some words, or after a part
    CUT_BEFORE = "cut_before"
    FROM_TO = "from_to"  # delete from some words to others, or to the end
    ALL = "all"  # delete all
    DELETE_PART = "delete_part"  # a paragraph, point, line, sentence
    REPLACE_PART = "replace_part"
    AFTER_PART = "after_part"  # a new paragraph or point after one
    BEFORE_PART = "before_part"
    AS_PART = "as_part"  # a new paragraph or point with this number
    RENUMBER = "renumber"


LAST = -1
EVERY = -2


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the text, from the largest to the smallest; nothing named is the whole text.

    Numbers count from 1; LAST is the last. A point's label is as blocks give it: "3", "2(a)",
    "(b)", "bullet 2", "bullet -1"; "-1" is the last point of any kind.
    """

    title: bool = False
    rule: str = ""
    paragraph: int = 0
    point: str = ""
    sentence: int = 0
    line: int = 0

    def __bool__(self) -> bool:
        """Say whether any part is named."""
        return self != Place()


WHOLE = Place()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what to do, where, and with which words."""

    form: Form
    old: str = ""
    to: str = ""
    """Of FROM_TO: the last words to go; nothing means to the end."""
    new: str = ""
    place: Place = WHOLE
    until: int = 0
    """Of DELETE_PART: the last of several paragraphs or points."""
    which: int = 0
    """Which of several places of the same words: 0 the only one, LAST, or EVERY one."""
    renumber: bool = False


@dataclass(frozen=True, slots=True)
class Instruction:
    """An amendment's instruction, understood: its edits, each of the text as it stands before."""

    edits: tuple[Edit, ...]
    note: str = field(default="")
    """What is said of the amendment and is no part of it: "Effect: ..." ."""

    @property
    def inserted(self) -> list[str]:
        """Give the words it would insert, in the order in which it names them."""
        return [edit.new for edit in self.edits if edit.new]


class Splice(NamedTuple):
    """Some words of a text, by where they begin and end, and the words that take their place."""

    start: int
    end: int
    new: str
