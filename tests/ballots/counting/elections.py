"""Contests and papers made in a line, and the elections of the conformance data."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ballots.counting.contest import Contest, Papers
from ballots.counting.files import blt
from ballots.counting.lots import Lots, PhysicalLot
from ballots.counting.named import Counting
from ballots.counting.record import Count, Ending


def papers(*rows: Sequence[int]) -> Papers:
    """Make papers of rows that each begin with their weight, as the lines of a BLT file do."""
    width = max((len(row) for row in rows), default=1) - 1
    rankings = np.zeros((len(rows), width), np.int16)
    for place, row in enumerate(rows):
        rankings[place, : len(row) - 1] = row[1:]
    return Papers(rankings, np.array([row[0] for row in rows], np.int64))


def contest(names: str | Sequence[str], seats: int = 1, **more: Any) -> Contest:
    """Make a contest between candidates; a string has one of them in each letter."""
    return Contest("A test", tuple(names), seats, **more)


def names(count: Count, numbers: Sequence[int]) -> list[str]:
    return [count.contest.name(number) for number in numbers]


def figures(count: Count) -> dict[str, Any]:
    """Give what a rule alone has to show."""
    return dict(count.figures)


def expected(folder: Path) -> dict[str, Any]:
    """Read what is expected of every election in the conformance data."""
    found = json.loads((folder / "counting" / "expected.json").read_text())
    return {name: each for name, each in found.items() if not name.startswith("_")}


def method_cases(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "counting" / "methods_cases.json").read_text())
    return {case["id"]: case for case in found["cases"]}


def election(folder: Path, name: str, seats: int | None = None) -> tuple[Contest, Papers]:
    """Read one election of the conformance data."""
    stood, cast = blt.read(folder / "counting" / f"{name}.blt")
    return (stood if seats is None else replace(stood, seats=seats)), cast


def with_lots_in_order(counting: Counting, stood: Contest, cast: Papers) -> Count:
    """Count, and let every lot by hand fall on the first of those who tie, as they stand."""
    by_hand: list[PhysicalLot] = []
    while True:
        count = counting(stood, cast, Lots(by_hand=by_hand))
        if count.ending is not Ending.LOT_NEEDED:
            return count
        by_hand.append(PhysicalLot(frozenset(count.tied), min(count.tied), "the test"))
