"""The words that a rule's explanations and the sheets share: names, lists and numbers of things."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from ballots.counting.contest import Contest

_UNSEEN = {"Cc", "Cs", "Co", "Cn"}


def labels(contest: Contest) -> tuple[str, ...]:
    """Name every candidate so that no two are called the same, in the order of the paper.

    Two of one name are told apart by their numbers: "Ann Lee (candidate 2)".
    """
    shared = Counter(contest.candidates)
    taken = {name for name, bearers in shared.items() if bearers == 1}
    given = []
    for number, name in enumerate(contest.candidates, start=1):
        label = name
        while shared[name] > 1 and (label == name or label in taken):
            label += f" (candidate {number})"
        taken.add(label)
        given.append(label)
    return tuple(given)


def plain(text: str) -> str:
    """Take out what is no letter: control characters, and marks that turn the line round."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(each) in _UNSEEN else each
        for each in text
        if unicodedata.category(each) != "Cf"
    )


def listed(names: Sequence[str], last: str = "and") -> str:
    """Join names as a sentence does: "A, B and C"."""
    if len(names) < 2:  # noqa: PLR2004 -- one name needs no joining
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def many(number: int, one: str, more: str = "") -> str:
    """Count things: "1 place", "2 places"."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
