"""An amendment to an amendment, made in the words that the other would put in. Pure.

Nobody's text is changed by it: what was sent in is kept, and the instruction as it stands is worked
out from it and from the amendments to it that were accepted or carried, in their order.
"""

from collections.abc import Iterable

from audit.refusal import Refusal
from motions.wording import apply_amendment, read_instruction


def altered(instruction: str, by: str) -> str:
    """Give an instruction with an amendment to it made, or refuse and say why."""
    put_in = words_put_in(instruction)
    if not put_in:
        return apply_amendment(instruction, by)
    return instruction.replace(put_in, apply_amendment(put_in, by), 1)


def as_amended(instruction: str, made: Iterable[str]) -> str:
    """Give an instruction as it stands once these amendments to it are made, one after another."""
    for each in made:
        instruction = altered(instruction, each)
    return instruction


def words_put_in(instruction: str) -> str:
    """Find the words that an instruction would put in, as it has them; none if it only deletes."""
    try:
        put_in = read_instruction(instruction).new
    except Refusal:
        return ""
    return put_in if put_in in instruction else ""
