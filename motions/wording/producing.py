"""Word the instruction for an edit made in an editor, as shortly as a branch would.

Lines are matched first (a paragraph or point put in, taken out, renumbered), then words within the
lines that both texts have. Several ways of wording it are tried; each is applied before it is
offered, and the shortest that gives the new text wins. If all else fails: "Delete all and insert".
"""

from collections.abc import Iterator
from dataclasses import replace

from audit.refusal import Refusal
from motions.wording.applying import apply_amendment
from motions.wording.comparing import differences
from motions.wording.edits import Edit, Form, Instruction, Place
from motions.wording.matching import matched
from motions.wording.quoting import word_spans, words_ending_at
from motions.wording.restructuring import restructured
from motions.wording.rewording import reworded
from motions.wording.saying import in_words
from motions.wording.structure import blocks

_ANOTHER_EDIT = 20  # an instruction of two parts is as hard to follow as one so much longer
_MANY = 40  # edits: more than these are a new text


def instruction_for(old: str, new: str) -> str:
    """Give the words of an amendment that makes the old text read as the new.

    apply_amendment(old, instruction_for(old, new)) == new for any two texts. Raises Refusal
    "changes-nothing" where they are the same.
    """
    if old == new:
        raise Refusal("changes-nothing", "The words are as they were: there is nothing to amend.")
    found: list[tuple[int, str]] = []
    for edits in _candidates(old, new):
        if not 0 < len(edits) <= _MANY:
            continue
        try:
            words = in_words(Instruction(tuple(edits)))
            if apply_amendment(old, words) == new:
                found.append((len(words) + _ANOTHER_EDIT * len(edits), words))
        except (Refusal, ValueError):
            continue
    return min(found)[1] if found else _whole(new)


def _whole(new: str) -> str:
    """Put the whole text in the place of the old, unquoted: this can say anything."""
    return f"Delete all and insert:\n\n{new}" if new else "Delete all."


def _candidates(old: str, new: str) -> Iterator[list[Edit]]:
    lines = matched(old, new)
    edits = [*restructured(old, new, lines), *reworded(old, new, lines)]
    yield edits
    renumbered = [replace(e, renumber=True) if e.place.point else e for e in edits]
    if renumbered != edits:
        yield renumbered
    yield from _cut(old, new)
    yield [Edit(Form.ALL, new=new)]


def _cut(old: str, new: str) -> Iterator[list[Edit]]:
    """Delete all after the words that both texts begin with, and insert the rest of the new."""
    was, now = word_spans(old), word_spans(new)
    first = differences([old[slice(*w)] for w in was], [new[slice(*w)] for w in now])[:1]
    kept = first[0].b if first and first[0].same else 0
    if not kept:
        return
    end, rest = was[kept - 1][1], new[now[kept - 1][1] :]
    for anchor in words_ending_at(old, end):
        cut = Edit(Form.CUT_AFTER, old=anchor.words, place=anchor.place, which=anchor.which)
        yield [replace(cut, new=rest.lstrip(" "))]
        break
    whole = [block for block in blocks(old) if block.end <= end]
    if whole and new.startswith(old[: whole[-1].end]):
        last = whole[-1]
        rest = new[last.end :].removeprefix("\n")
        yield [Edit(Form.CUT_AFTER, place=Place(paragraph=last.paragraph), new=rest)]
