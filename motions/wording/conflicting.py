"""Which amendments touch the same words, which cannot follow one another, and who comes first.

Amendments are taken in the order of the text they touch, not of arrival; one carried may leave
another with nothing to amend (guide 3.3). The chair and the committee decide what falls: these are
facts for them, each with its reason.
"""

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import Generic, Literal, NamedTuple, TypeVar

from audit.refusal import Refusal
from motions.wording.applying import made, splices
from motions.wording.edits import Instruction, Splice
from motions.wording.finding import short

Id = TypeVar("Id", bound=Hashable)
Why = Literal["same_words", "same_place", "cannot_follow"]


class Conflict(NamedTuple, Generic[Id]):
    """Two amendments that cannot both be made as they stand, the earlier of the text first."""

    first: Id
    second: Id
    kind: Why
    reason: str
    """In plain words: what both touch, or why the second cannot be made once the first is."""
    words: str
    """The words of the text that both touch; nothing where they do not."""


def conflicts(text: str, instructions: Mapping[Id, str | Instruction]) -> list[Conflict[Id]]:
    """Find the pairs of amendments to one text that do not go together.

    "same_words": both change the same words. "same_place": both insert there, and which comes
    first must be settled. "cannot_follow": once the first is carried the second no longer finds its
    words. Each pair is given once for each way in which it conflicts. Amendments that cannot be
    understood or made at all are left out: apply_amendment says why.
    """
    touched = _touched(text, instructions)
    after = {each: made(text, changed) for each, changed in touched.items()}
    found: list[Conflict[Id]] = []
    for one, other in combinations(_in_order(touched), 2):
        shared = _shared(text, touched[one], touched[other])
        if shared:
            found.append(Conflict(one, other, *shared))
        for first, second in ((one, other), (other, one)):
            if reason := _cannot_follow(after[first], instructions[second]):
                found.append(Conflict(first, second, "cannot_follow", reason, ""))
    return found


def order_of_text(text: str, instructions: Mapping[Id, str | Instruction]) -> list[Id]:
    """Put amendments in the order of the words they touch; those not understood come last.

    Of two that begin at the same word, the one that takes out more comes first: if it is carried,
    the other may fall.
    """
    touched = _touched(text, instructions)
    return [*_in_order(touched), *(each for each in instructions if each not in touched)]


def _touched(text: str, instructions: Mapping[Id, str | Instruction]) -> dict[Id, Sequence[Splice]]:
    touched: dict[Id, Sequence[Splice]] = {}
    for each, instruction in instructions.items():
        try:
            changed = splices(text, instruction)
        except Refusal:
            continue
        if changed:
            touched[each] = changed
    return touched


def _in_order(touched: Mapping[Id, Sequence[Splice]]) -> list[Id]:
    def first_touched(each: Id) -> tuple[int, int]:
        first = touched[each][0]
        return first.start, -first.end

    return sorted(touched, key=first_touched)


def _shared(
    text: str, one: Sequence[Splice], other: Sequence[Splice]
) -> tuple[Why, str, str] | None:
    for a in one:
        for b in other:
            start, end = max(a.start, b.start), min(a.end, b.end)
            if start < end:
                words = text[start:end].strip()
                return "same_words", f"Both change the words “{short(words)}”.", words
            inside = start == end and (a.start < start < a.end or b.start < start < b.end)
            if inside:
                return "same_words", "One inserts words into what the other takes out.", ""
            if a.start == b.start and a.start == a.end and b.start == b.end:
                before = text[:start].split()[-3:]
                where = f"after “{' '.join(before)}”" if before else "at the beginning"
                return "same_place", f"Both insert words {where}.", ""
    return None


def _cannot_follow(amended: str, instruction: str | Instruction) -> str:
    try:
        splices(amended, instruction)
    except Refusal as refusal:
        return refusal.message
    return ""
