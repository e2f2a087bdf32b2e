"""Amendments in the wording of UK agendas: read, applied, worded, produced from an edit, compared.

    read_instruction(words) -> Instruction        what a branch's words ask for, or a Refusal
    in_words(instruction) -> str                  the same in the house's words
    apply_amendment(text, words) -> str           the text as amended, or a Refusal
    instruction_for(old, new) -> str              the words for an edit made in an editor
    changes(old, new) -> list[Change]             the difference, word by word
    conflicts(text, {id: words}) -> list[Conflict]
    order_of_text(text, {id: words}) -> list[id]  the order in which amendments are taken
    why_direct_negative(text, words) -> str       a flag for the committee, never a ruling
    counted_words(text | Instruction) -> int      rubrics left out

Pure: no Django, no models. docs/amendments.md lists the forms that are understood.
"""

from motions.wording.applying import amended_title, apply_amendment
from motions.wording.comparing import Change, changes
from motions.wording.conflicting import Conflict, conflicts, order_of_text
from motions.wording.counting import counted_in, counted_words
from motions.wording.edits import Edit, Form, Instruction, Place
from motions.wording.negatives import is_direct_negative, why_direct_negative
from motions.wording.nesting import amended_instruction
from motions.wording.producing import instruction_for
from motions.wording.reading import read_instruction
from motions.wording.saying import in_words
from motions.wording.structure import lines_of

__all__ = [
    "Change",
    "Conflict",
    "Edit",
    "Form",
    "Instruction",
    "Place",
    "amended_instruction",
    "amended_title",
    "apply_amendment",
    "changes",
    "conflicts",
    "counted_in",
    "counted_words",
    "in_words",
    "instruction_for",
    "is_direct_negative",
    "lines_of",
    "order_of_text",
    "read_instruction",
    "why_direct_negative",
]
