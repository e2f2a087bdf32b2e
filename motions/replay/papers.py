"""What the delegates of the sample put on their papers. Sample data: invented, and said of nobody.

The file of the sample says who stands, and not how anybody votes. A line here is so many papers
that say the same, with candidates by surname: in order of preference for a post that is counted by
transfers, as crosses for one where most votes win.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Final

_PAPERS: Final[Mapping[str, str]] = {
    # A surplus in fractions, Re-open nominations excluded, and somebody who overtakes another.
    "E1": """\
9 Tallis, Braddock, Adeyemi-Ward
4 Tallis, Nairnside, Braddock
5 Tallis, Rahmani-Cole, Adeyemi-Ward
3 Tallis
5 Adeyemi-Ward, Braddock, Rahmani-Cole
3 Adeyemi-Ward, Rahmani-Cole
2 Adeyemi-Ward, Nairnside, Braddock
4 Braddock, Adeyemi-Ward, Rahmani-Cole
2 Braddock, Nairnside
2 Braddock, Rahmani-Cole, Nairnside
3 Nairnside, Braddock
3 Nairnside, Adeyemi-Ward, Braddock
1 Nairnside, Rahmani-Cole
4 Rahmani-Cole, Adeyemi-Ward
2 Rahmani-Cole, Nairnside, Braddock
1 Rahmani-Cole
1 nominations
1 nominations, Rahmani-Cole, Braddock""",
    # Two tie for the last place, which a lot decides; one paper is blank.
    "E2": """\
14 Bellweather, Crake, Delamere, Meredew
11 Bellweather, Delamere, Meredew, Thistle
8 Bellweather, Crake, Thistle
6 Crake, Delamere, Meredew, Thistle
5 Bellweather, Crake, Delamere
8 Meredew, Thistle
1 nominations
1""",
    "E3": """\
46 Corran
7 nominations
1""",
}
DICE: Final[Mapping[str, str]] = {
    "E1": "4 1 6 2 5 3 3 6 1 2",
    "E2": "2 6 6 1 4 3 5 1 2 5",
    "E3": "5 3 1 1 6 2 4 2 6 3",
}
WITHDRAWS: Final[Mapping[str, str]] = {"E2": "Lorna Pagett-Iyer"}
"""Who tells the returning officer, before the vote is open, that they stand no more."""


def papers(reference: str, names: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Give each paper for a post, candidates by number; `names` are theirs, as on the paper."""
    numbers = {name.split()[-1]: number for number, name in enumerate(names, start=1)}
    for line in _PAPERS.get(reference, "").splitlines():
        count, _, said = line.partition(" ")
        named = [name.strip() for name in said.split(",")]
        yield from repeat(tuple(numbers[name] for name in named if name in numbers), int(count))
