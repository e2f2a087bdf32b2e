"""Amendments to amendments: they amend the words that an amendment would insert."""

from dataclasses import replace

from audit.refusal import Refusal
from motions.wording.applying import apply_amendment, understood
from motions.wording.edits import Edit, Instruction
from motions.wording.saying import in_words


def amended_instruction(instruction: str | Instruction, to_it: str | Instruction) -> str:
    """Give the words of an amendment as amended by another.

    The second is read as of the words the first would insert. Where the first inserts in several
    places, it must fit exactly one of them. Raises Refusal as apply_amendment does, and
    "inserts-nothing" where there are no words to amend.
    """
    first = understood(instruction)
    second = understood(to_it)
    if not first.inserted:
        raise Refusal(
            "inserts-nothing",
            "That amendment inserts no words, so there is nothing in it to amend.",
        )
    fits: list[tuple[Edit, Edit]] = []
    refusals: list[Refusal] = []
    for edit in first.edits:
        if not edit.new:
            continue
        try:
            fits.append((edit, replace(edit, new=apply_amendment(edit.new, second))))
        except Refusal as refusal:
            refusals.append(refusal)
    if not fits:
        raise refusals[0]
    if len(fits) > 1:
        raise Refusal(
            "words-not-unique",
            "The amendment to be amended inserts words in several places, and this fits "
            f"{len(fits)} of them; it must say which words it means.",
        )
    was, now = fits[0]
    return in_words(replace(first, edits=tuple(now if e is was else e for e in first.edits)))
