# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""Flag an amendment that may only say no: "a direct negative is not an amendment" (guide 3.3).

A flag for the Standing Orders Committee, never a ruling: the committee reads both texts.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from audit.refusal import Refusal
from motions.wording.applying import apply_amendment
from motions.wording.comparing import Change, changes
from motions.wording.edits import Instruction

_NOT = frozenset({"not", "no", "never", "cannot", "neither", "nor", "don't", "won't", "refuses"})
_OPPOSITES = (
    ("support", "oppose"), ("supports", "opposes"), ("supporting", "opposing"),
    ("accept", "reject"), ("accepts", "rejects"), ("accepting", "rejecting"),
    ("welcome", "regret"), ("welcomes", "regrets"), ("welcomes", "deplores"),
    ("welcomes", "condemns"), ("applauds", "condemns"), ("endorse", "reject"),
    ("endorses", "rejects"), ("approve", "reject"), ("approves", "rejects"),
    ("agrees", "disagrees"), ("agree", "disagree"), ("for", "against"), ("in favour of", "against"),
    ("increase", "reduce"), ("with", "without"), ("should", "should not"),
    ("affiliate", "disaffiliate"), ("join", "leave"), ("continue", "stop"), ("always", "never"),
    ("all", "no"), ("instructs", "forbids"),
)  # fmt: skip
_FEW = 4  # a change of more words than these is more than a change of sign
_KEPT = 0.15


def is_direct_negative(text: str, instruction: str | Instruction) -> bool:
    """Say whether an amendment may be a direct negative."""
    return bool(why_direct_negative(text, instruction))


def why_direct_negative(text: str, instruction: str | Instruction) -> str:
    """Say why an amendment may be a direct negative; nothing if there is no sign of it."""
    try:
        amended = apply_amendment(text, instruction)
    except Refusal:
        return ""
    changed = [each for each in changes(text, amended) if each.kind != "same"]
    return _only_a_sign(changed) or _all_gone(text, amended) or ""


def _only_a_sign(changed: Sequence[Change]) -> str:
    """Find a small change that turns the meaning round."""
    taken = [_words(each) for each in changed if each.kind == "taken_out"]
    put = [_words(each) for each in changed if each.kind == "put_in"]
    if sum(map(len, taken)) > 2 * _FEW or sum(map(len, put)) > 2 * _FEW:
        return ""
    gone, come = [w for each in taken for w in each], [w for each in put for w in each]
    for one, other in pairwise(changed):
        if {one.kind, other.kind} == {"taken_out", "put_in"} and (why := _reversed(one, other)):
            return why
    added = [word for word in come if word in _NOT and word not in gone]
    dropped = [word for word in gone if word in _NOT and word not in come]
    if added and len([word for word in come if word not in gone]) <= _FEW:
        return f"It adds “{added[0]}”."
    if dropped and len([word for word in gone if word not in come]) <= _FEW:
        return f"It takes out “{dropped[0]}”."
    return ""


def _reversed(one: Change, other: Change) -> str:
    was, now = (one, other) if one.kind == "taken_out" else (other, one)
    before, after = " ".join(_words(was)), " ".join(_words(now))
    for a, b in _OPPOSITES:
        for x, y in ((a, b), (b, a)):
            if _has(before, x) and _has(after, y) and not _has(after, x):
                return f"It turns “{x}” into “{y}”."
    return ""


def _all_gone(text: str, amended: str) -> str:
    """Find a motion of which only the opening is left, and nothing put in its place."""
    was, left = text.split(), amended.split()
    if was and len(left) <= max(3, _KEPT * len(was)) and text.startswith(amended[:20]):
        return "It deletes all but the opening words and puts nothing in their place."
    return ""


def _words(change: Change) -> list[str]:
    return re.findall(r"[\w'’-]+", change.words.lower().replace("’", "'"))


def _has(words: str, sought: str) -> bool:
    return f" {sought} " in f" {words} "
