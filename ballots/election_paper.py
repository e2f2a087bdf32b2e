"""The paper of an election as it is set out, kept and hashed. How it is marked is in `marking`.

A ranking is written as the numbers of candidates with spaces between, "3 1 2"; a blank paper is the
empty text. On a paper of crosses the numbers are in the order of the paper, as their order means
nothing, so that papers that say the same are written the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ballots.counting.contest import Reserved
from ballots.counting.files.text import legible
from ballots.counting.record import Rule
from ballots.marking import RON_NAME, ElectionPaper

MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody who is to stand, as whoever asks for an election names them.

    `tags` say which reserved places they may take. `person` is the id of the member who stands,
    where it is known: nobody counts an election that they stand in.
    """

    name: str
    about: str = ""
    tags: tuple[str, ...] = ()
    statement: str = ""
    person: str = ""


def listed(nominees: Sequence[Nominee], *, ron: bool) -> list[dict[str, Any]]:
    """List those who stand by number, in the order given, Re-open nominations last."""
    standing = [*nominees, Nominee(RON_NAME)] if ron else nominees
    return [
        {
            "number": number,
            "name": legible(each.name),  # as a file of the papers can hold it
            "about": each.about.strip(),
            "tags": sorted(each.tags),
            "statement": each.statement.strip(),
            "person": each.person,
            "withdrawn": "",
        }
        for number, each in enumerate(standing, start=1)
    ]


def faults(
    rule: Rule | None,
    seats: int,
    nominees: Sequence[Nominee],
    *,
    ron: bool,
    reserved: Sequence[Reserved] = (),
) -> list[str]:
    """Say what is wrong with an election as it is asked for, if anything is."""
    found = []
    if rule is None:
        found.append("Choose one of the rules of counting that this program knows by name.")
    if seats < 1:
        found.append("An election fills at least one place.")
    # Places that are kept for some can make a contest of few candidates.
    found += _of_nominees(nominees, seats, must_oppose=not ron and not reserved)
    found += _of_reserved(reserved, seats, nominees)
    return found


def _of_nominees(nominees: Sequence[Nominee], seats: int, *, must_oppose: bool) -> Iterable[str]:
    if not nominees:
        yield "Nobody stands in this election."
        return
    if len(nominees) > MOST_CANDIDATES:
        yield f"At most {MOST_CANDIDATES} candidates fit on a paper."
    names = [legible(each.name).casefold() for each in nominees]
    if not all(names):
        yield "Every candidate needs a name."
    if any(name.isdigit() for name in names):
        yield "A number alone cannot be a candidate's name: candidates are called by number too."
    for name in sorted({name for name in names if names.count(name) > 1}):
        said = nominees[names.index(name)].name.strip()
        yield f"Two candidates are both called {said}: write on the paper what tells them apart."
    if RON_NAME.casefold() in names:
        yield f"{RON_NAME} is put on the paper by itself, where the election has it."
    if must_oppose and len(nominees) <= seats:
        yield (
            "There are no more candidates than places, and nominations cannot be opened again by "
            "this vote: they are elected unopposed, and no vote is held."
        )


def _of_reserved(
    reserved: Sequence[Reserved], seats: int, nominees: Sequence[Nominee]
) -> Iterable[str]:
    if any(each.seats < 1 or not each.tag.strip() for each in reserved):
        yield "Every kind of reserved place has a name and at least one place."
    if len({each.tag for each in reserved}) < len(reserved):
        yield "The same kind of reserved place is named twice."
    if sum(each.seats for each in reserved) > seats:
        yield "More places are reserved than there are to be filled."
    known = {each.tag for each in reserved}
    if strange := sorted({tag for each in nominees for tag in each.tags} - known):
        yield f"No place is reserved for: {', '.join(strange)}."


def written(ranking: Iterable[int]) -> str:
    """Write a ranking as it is kept: "3 1 2", or nothing for a blank paper."""
    return " ".join(map(str, ranking))


def read(text: str) -> list[int]:
    """Read a ranking back."""
    return [int(number) for number in text.split()]


def is_on_paper(text: str, paper: ElectionPaper) -> bool:
    """Say whether a ranking is one that could be put on a paper, whoever has withdrawn since."""
    numbers = text.split(" ") if text else []
    known = {str(each.number) for each in paper.candidates}
    return known.issuperset(numbers) and len(set(numbers)) == len(numbers)


def longest(candidates: int) -> int:
    """Give the length of the longest ranking of so many candidates: sealed papers all have it."""
    return len(written(range(1, candidates + 1)))


def papers_sha256(piles: Mapping[bytes, int]) -> str:
    """Hash the papers of an election: every ranking on a line, as often as it was cast, sorted.

    Takes each ranking with the number of papers that say it.
    """
    lines = [(ranking + b"\n") * piles[ranking] for ranking in sorted(piles)]
    return sha256(b"".join(lines)).hexdigest()


def as_put(candidates: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the candidates as they were put on the paper, whoever withdrew since."""
    return [{**each, "withdrawn": ""} for each in candidates]
