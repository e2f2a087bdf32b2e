"""An election to measure with: 1,300,000 made-up papers, 20 candidates, 7 places.

Six kinds of voter, each with likings of its own, rank as by a race (Plackett and Luce) and stop
after some preferences, most of them early. So papers bunch as real ones do: a third are different.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PAPERS, CANDIDATES, SEATS = 1_300_000, 20, 7

_SEED = 20_271_122
_KINDS = (0.30, 0.22, 0.18, 0.14, 0.10, 0.06)  # what share of voters is of each
_SHARPNESS = 2.2  # how far likings differ
_LENGTHS = (20, 13, 14, 12, 11, 9, 7, 5, 3, 3, 2, 1.5, 1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 1.7)
_AT_ONCE = 100_000


def write(path: Path, papers: int = PAPERS) -> int:
    """Write a BLT file with a line for each paper, and say how many are different."""
    chance = np.random.default_rng(_SEED)
    likings = chance.normal(0, _SHARPNESS, (len(_KINDS), CANDIDATES))
    different = set[bytes]()
    with path.open("w") as file:
        file.write(f"{CANDIDATES} {SEATS}\n")
        for start in range(0, papers, _AT_ONCE):
            rankings = _rankings(chance, likings, min(_AT_ONCE, papers - start))
            lines = [" ".join(map(str, row[: row.index(0)])) for row in rankings.tolist()]
            file.writelines(f"1 {line} 0\n" for line in lines)
            different.update(row.tobytes() for row in rankings)
        file.write("0\n")
        file.writelines(f'"Candidate {n}"\n' for n in range(1, CANDIDATES + 1))
        file.write('"A made-up election"\n')
    return len(different)


def _rankings(
    chance: np.random.Generator, likings: NDArray[np.float64], papers: int
) -> NDArray[np.int8]:
    """Give a row for each paper, with a 0 at its end."""
    kinds = chance.choice(len(_KINDS), papers, p=_KINDS)
    finish = likings[kinds] + chance.gumbel(size=(papers, CANDIDATES))
    rankings = np.zeros((papers, CANDIDATES + 1), np.int8)
    rankings[:, :-1] = np.argsort(-finish, axis=1) + 1
    lengths = chance.choice(CANDIDATES, papers, p=np.array(_LENGTHS) / sum(_LENGTHS)) + 1
    rankings[np.arange(CANDIDATES + 1) >= lengths[:, None]] = 0
    return rankings
