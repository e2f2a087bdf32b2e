"""Count words as limits do: of a motion all its words, of an amendment those it would insert."""

from audit.refusal import Refusal
from motions.wording.edits import Instruction
from motions.wording.reading import read_instruction


def counted_words(text: str | Instruction) -> int:
    """Count the words of a text, or those that an instruction would insert.

    A word is what stands between spaces and has a letter or figure in it, as word processors
    count; the number of a point counts, a bullet or a dash alone does not. Rubrics ("Delete all
    after ... and insert") are not counted: the practice of the TUC and UCU.
    """
    if isinstance(text, Instruction):
        return sum(counted_words(words) for words in text.inserted)
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def counted_in(instruction: str) -> int:
    """Count the words an amendment would insert; all its words if it cannot be understood."""
    try:
        return counted_words(read_instruction(instruction))
    except Refusal:
        return counted_words(instruction)
