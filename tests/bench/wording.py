"""Measure the wording of amendments: `script/bench wording`.

2,000 motions of about 110 words and 6,000 amendments, three to each, generated: every instruction
read, applied, checked for conflicts with its neighbours and put in the order of the text. Beside
it, in the same run, the floors: the same edits by str.replace, where the places are known, and
difflib alone on the words of some motions and of what they become.
"""

import random
import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from time import process_time

from motions.wording import (
    apply_amendment,
    changes,
    conflicts,
    instruction_for,
    order_of_text,
    read_instruction,
)

MOTIONS = 2_000
SOME = 300
WORDS = """
    conference branches members staff hours employer safety report national executive pay
    agreement workload health training equality pension contract public service local region
    delegate policy campaign review notice cover shift depot hospital school library council
""".split()  # noqa: SIM905 - read as words

Scene = list[tuple[str, list[tuple[str, str, str]]]]


def main(motions: int = MOTIONS) -> None:
    """Measure, and print one line for each thing done."""
    scene = _scene(random.Random(27), motions)
    pairs = [(text, each) for text, to_it in scene for each in to_it]
    print(f"{len(scene):,} motions, {len(pairs):,} amendments; seconds of CPU, and µs for each")
    read_instruction("Delete 'a'")  # the patterns are made once
    _time("floor: str.replace", len(pairs), lambda: [t.replace(a, b) for t, (a, b, _w) in pairs])
    _time("read", len(pairs), lambda: [read_instruction(w) for _t, (_a, _b, w) in pairs])
    _time("apply, once read", len(pairs), lambda: [apply_amendment(t, e[2]) for t, e in pairs])
    _time("conflicts", len(pairs), lambda: [conflicts(t, _numbered(e)) for t, e in scene])
    _time(
        "order of the text", len(pairs), lambda: [order_of_text(t, _numbered(e)) for t, e in scene]
    )
    both = [(text, apply_amendment(text, each[2])) for text, each in pairs[:SOME]]
    _time(f"floor: difflib, {SOME}", len(both), lambda: [_difflib(a, b) for a, b in both])
    _time(f"changes, {SOME}", len(both), lambda: [changes(a, b) for a, b in both])
    _time(f"instruction_for, {SOME}", len(both), lambda: [instruction_for(a, b) for a, b in both])


def _numbered(to_it: list[tuple[str, str, str]]) -> dict[int, str]:
    return {number: words for number, (_old, _new, words) in enumerate(to_it, start=1)}


def _difflib(old: str, new: str) -> object:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).get_opcodes()


def _time(what: str, times: int, act: Callable[[], object]) -> None:
    began = process_time()
    act()
    took = process_time() - began
    print(f"  {what:24} {took:8.2f} s {took / times * 1e6:10.0f} µs")


def _scene(dice: random.Random, motions: int) -> Scene:
    return [_motion(dice, number) for number in range(motions)]


def _motion(dice: random.Random, number: int) -> tuple[str, list[tuple[str, str, str]]]:
    """Write a motion and three amendments: words replaced, words put in, words deleted."""
    words = [f"{dice.choice(WORDS)}{'' if dice.random() < 0.8 else number + i}" for i in range(100)]
    marks = [f"{words[at]} {number}-{at}" for at in (15, 45, 75)]
    for at, mark in zip((15, 45, 75), marks, strict=True):
        words[at] = mark
    lines = [
        f"Conference notes {' '.join(words[:40])}.",
        f"Conference believes {' '.join(words[40:70])}.",
        "Conference instructs the National Executive Council to:",
        f"1. {' '.join(words[70:85])};",
        f"2. {' '.join(words[85:])}.",
    ]
    return "\n".join(lines), [
        (marks[0], "other words", f"In paragraph 1, delete '{marks[0]}' and insert 'other words'."),
        (marks[1], f"{marks[1]} and more", f"After '{marks[1]}' insert 'and more'."),
        (f" {marks[2]}", "", f"In point 1 delete “{marks[2]}”."),
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
