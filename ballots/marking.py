"""Marking the paper of an election: what a voter may put on it, and reading what was put.

Pure: it knows a paper as its candidates, its rule and its places, whoever keeps them. A ranked
paper is marked with numbers, 1 for the first choice; a paper of crosses with crosses, in no order.
What is wrong is said in plain English, with the candidates it is about, and what was typed stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ballots.enums import Word

RON_NAME: Final = "Re-open nominations"
_MOST_TYPED = 8  # letters of a number kept as typed; nobody numbers ten million candidates


class Marking(Word):
    """How a paper is marked."""

    RANKED = "ranked", "Numbers, 1 for the first choice"
    CROSSES = "crosses", "Crosses, up to a number"
    ONE = "one", "One cross"


_CROSSED: Final = frozenset({"plurality", "approval", "priority"})
_UNLIMITED: Final = frozenset({"approval"})
_LIMITED_RANKS: Final = frozenset({"priority-points"})


def is_ranked_by(rule: str) -> bool:
    """Say whether a rule of ballots.counting.named asks for preferences, and not for crosses."""
    return rule not in _CROSSED


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the paper, by number from 1; `withdrawn` is the reason, where one withdrew."""

    number: int
    name: str
    about: str = ""
    tags: tuple[str, ...] = ()
    statement: str = ""
    withdrawn: str = ""
    is_ron: bool = False

    @property
    def field(self) -> str:
        """Name the box of this candidate on the form."""
        return f"c{self.number}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the marks, and the candidates whose boxes say it, the first to go to."""

    message: str
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What a voter put on the paper, as typed, and what it says.

    `choice` holds candidates by number: in order of preference on a ranked paper, in the order of
    the paper on one of crosses; it is what would count, and means nothing while there are `faults`.
    A paper without any mark is one only where it is `is_blank`, on purpose.
    """

    typed: Mapping[int, str] = field(default_factory=dict)
    choice: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_blank: bool = False
    has_gap: bool = False  # all that is wrong is that numbers were left out

    @property
    def wrong(self) -> frozenset[int]:
        """Give the candidates whose boxes are wrong."""
        return frozenset(number for fault in self.faults for number in fault.candidates)


@dataclass(frozen=True, slots=True)
class ElectionPaper:
    """A paper as it is handed to voters: who stands, for how many places, under which rule.

    `rule` is a code of `ballots.counting.named`. `reserved` are tags with the places kept for them.
    """

    rule: str
    seats: int
    candidates: tuple[Candidate, ...]
    reserved: tuple[tuple[str, int], ...] = ()

    @classmethod
    def from_records(
        cls,
        rule: str,
        seats: int,
        candidates: Sequence[Mapping[str, Any]],
        *,
        ron: bool,
        reserved: Iterable[Mapping[str, Any]] = (),
    ) -> "ElectionPaper":
        """Read a paper as it is stored: re-open nominations is the last, where it is on it."""
        last = len(candidates) if ron else 0
        return cls(
            rule,
            seats,
            tuple(
                Candidate(
                    number=each["number"],
                    name=each["name"],
                    about=each.get("about", ""),
                    tags=tuple(each.get("tags", ())),
                    statement=each.get("statement", ""),
                    withdrawn=each.get("withdrawn", ""),
                    is_ron=each["number"] == last,
                )
                for each in candidates
            ),
            tuple((each["tag"], each["seats"]) for each in reserved),
        )

    @property
    def standing(self) -> tuple[Candidate, ...]:
        """Give those who can be marked."""
        return tuple(each for each in self.candidates if not each.withdrawn)

    @property
    def people(self) -> tuple[Candidate, ...]:
        """Give those of them who are people."""
        return tuple(each for each in self.standing if not each.is_ron)

    @property
    def has_ron(self) -> bool:
        """Say whether re-open nominations is on the paper."""
        return any(each.is_ron for each in self.standing)

    @property
    def is_confirmation(self) -> bool:
        """Say whether one person stands for one place, to be confirmed or not."""
        return self.seats == 1 and self.has_ron and len(self.people) == 1

    @property
    def marking(self) -> Marking:
        """Say how it is marked. One person against re-open nominations is a yes or a no."""
        if self.is_confirmation:
            return Marking.ONE
        if is_ranked_by(self.rule):
            return Marking.RANKED
        return Marking.ONE if self.most == 1 else Marking.CROSSES

    @property
    def most(self) -> int:
        """Give the most marks that the paper allows."""
        if self.is_confirmation:
            return 1
        is_limited = self.rule in _LIMITED_RANKS or self.rule in _CROSSED - _UNLIMITED
        return min(self.seats, len(self.standing)) if is_limited else len(self.standing)

    def candidate(self, number: int) -> Candidate | None:
        """Find a candidate who can be marked."""
        return next((each for each in self.standing if each.number == number), None)

    # --- reading ---------------------------------------------------------------------------

    def marked(self, choice: Sequence[int]) -> Marks:
        """Mark a paper with a choice: as a program sends it, or as it was cast before."""
        numbered = {number: str(place) for place, number in enumerate(choice, start=1)}
        known = {each.number for each in self.standing}
        faults = []
        if strangers := [number for number in choice if number not in known]:
            said = ", ".join(str(number) for number in strangers)
            faults.append(Fault(f"Nobody on this paper can be chosen by the number {said}."))
        if len(numbered) < len(choice):
            faults.append(Fault("A candidate is named twice."))
        if not faults:
            faults.extend(self._too_many(choice))
        ordered = tuple(choice) if self.marking is Marking.RANKED else tuple(sorted(choice))
        return Marks(numbered, ordered, tuple(faults), is_blank=not choice)

    def numbered(self, typed: Mapping[int, str]) -> Marks:
        """Read the numbers that were written beside candidates."""
        kept = {
            each.number: words[:_MOST_TYPED]
            for each in self.standing
            if (words := typed.get(each.number, "").strip())
        }
        most = len(self.standing)
        places: defaultdict[int, list[Candidate]] = defaultdict(list)
        faults: list[Fault] = []
        for number, words in kept.items():
            each = self.candidate(number)
            if each is None:
                continue
            if words.isascii() and words.isdigit() and 1 <= int(words) <= most:
                places[int(words)].append(each)
            else:
                said = f"Beside {each.name} stands “{words}”. Write a number from 1 to {most}."
                faults.append(Fault(said, (number,)))
        for place, sharing in sorted(places.items()):
            if len(sharing) > 1:
                names = listed([each.name for each in sharing])
                told = f"{names} have the same number, {place}. Give each a number of their own."
                faults.append(Fault(told, tuple(each.number for each in sharing)))
        faults.sort(key=lambda fault: fault.candidates)
        choice = tuple(each.number for _place, found in sorted(places.items()) for each in found)
        gap = self._gap(places) if places and not faults else None
        if gap:
            faults.append(gap)
        if not faults:
            faults.extend(self._too_many(choice))
        if not kept:
            faults.append(Fault("You have not numbered anybody."))
        return Marks(kept, choice, tuple(faults), has_gap=faults == [gap])

    def crossed(self, numbers: Iterable[str]) -> Marks:
        """Read the crosses that were put."""
        sent = set(numbers)
        chosen = [each.number for each in self.standing if str(each.number) in sent]
        faults = self._too_many(chosen)
        if not chosen:
            faults.append(Fault("You have not chosen anybody."))
        return Marks(dict.fromkeys(chosen, "x"), tuple(chosen), tuple(faults))

    def _gap(self, places: Mapping[int, object]) -> Fault | None:
        missing = [place for place in range(1, max(places)) if place not in places]
        if not missing:
            return None
        said = listed([str(place) for place in missing])
        highest = max(places)
        return Fault(f"You have written {highest}, but no {said}. Number without leaving any out.")

    def _too_many(self, choice: Sequence[int]) -> list[Fault]:
        over = len(choice) - self.most
        if over <= 0:
            return []
        if self.most == 1:
            return [Fault("Choose one only.")]
        told = f"You have marked {len(choice)}. The paper allows {self.most}: take out {over}."
        return [Fault(told)]


def moved(choice: Sequence[int], number: int, by: int) -> tuple[int, ...]:
    """Move a candidate up (-1) or down (+1) in a ranking; at its end nothing changes."""
    order = list(choice)
    if number in order:
        here = order.index(number)
        there = here + by
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
    return tuple(order)


def ordinal(place: int) -> str:
    """Write a place as it is said.

    >>> [ordinal(place) for place in (1, 2, 3, 4, 11, 22, 31)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '31st']
    """
    teens = 11 <= place % 100 <= 13  # noqa: PLR2004 - eleventh, twelfth, thirteenth
    return f"{place}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def listed(words: Sequence[str]) -> str:
    """Set words in a row.

    >>> listed(["Aled", "Bronwen", "Carys"])
    'Aled, Bronwen and Carys'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
