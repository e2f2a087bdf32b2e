"""From nominations to a vote, or to an election without one: the arithmetic and the words.

A place kept for some, such as a women's place, can only be filled by a candidate who may take it;
every other place by anybody. So candidates can be too many although the places are not too few.
Pure, so that every combination can be tried.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.counting.contest import Reserved
from ballots.counting.lots import Sampler
from ballots.enums import Word

_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Outlook(Word):
    """What comes of the nominations for a post."""

    CONTESTED = "contested", "There is a vote"
    CONFIRM = "confirm", "Confirm, or re-open nominations"
    UNOPPOSED = "unopposed", "Elected unopposed"
    NOBODY = "nobody", "Nobody stands"


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands for how many places. `candidates` has, for each, the kept places they may take."""

    seats: int
    candidates: tuple[frozenset[str], ...]
    ron: bool = False
    reserved: tuple[Reserved, ...] = ()

    def __post_init__(self) -> None:
        """Refuse places that there cannot be."""
        if self.seats < 1:
            raise ValueError("A post has at least one place.")
        if any(kept.seats < 1 for kept in self.reserved):
            raise ValueError("At least one place is kept, or none is.")
        if sum(kept.seats for kept in self.reserved) > self.seats:
            raise ValueError("More places are kept than there are.")

    @property
    def electable(self) -> int:
        """Count how many of the candidates could all be elected together."""
        kept = [place.tag for place in self.reserved for _ in range(place.seats)]
        places: list[str | None] = [*kept, *[None] * (self.seats - len(kept))]
        taken: dict[int, int] = {}  # place -> candidate
        return sum(self._seat(number, places, taken, set()) for number in self._numbers)

    @property
    def vacancies(self) -> int:
        """Count the places that nobody here can fill, however the votes fall."""
        return self.seats - self.electable

    @property
    def outlook(self) -> Outlook:
        """Say whether there has to be a vote."""
        if not self.candidates:
            return Outlook.NOBODY
        if self.electable < len(self.candidates):
            return Outlook.CONTESTED
        return Outlook.CONFIRM if self.ron else Outlook.UNOPPOSED

    @property
    def sentence(self) -> str:
        """Say it to whoever waits for the election."""
        stand, places = len(self.candidates), _counted(self.seats, "place")
        left = f"{_words(self.vacancies)} {_noun(self.vacancies, 'place')}"
        vacant = f", {left} vacant" if self.vacancies else ""
        heading = f"{_counted(stand, 'candidate')} for {places}"
        match self.outlook:
            case Outlook.NOBODY:
                return f"Nobody stands for {places}: {_all(self.seats, 'place')} vacant."
            case Outlook.CONTESTED if stand <= self.seats:
                kept = " and ".join(f"{each.seats} for {each.tag}" for each in self.reserved)
                return f"{heading}, but places are kept ({kept}): there is a vote{vacant}."
            case Outlook.CONTESTED:
                return f"{heading}: there is a vote{vacant}."
            case Outlook.CONFIRM:
                asked = "conference confirms" if stand == 1 else "conference confirms each"
                return f"{heading}: {asked}, or re-opens nominations{vacant}."
            case _:
                return f"{heading}: {_whole(stand)}elected unopposed{vacant}."

    @property
    def _numbers(self) -> range:
        return range(len(self.candidates))

    def _seat(
        self, number: int, places: Sequence[str | None], taken: dict[int, int], tried: set[int]
    ) -> bool:
        """Find a place for a candidate, moving others where they may take another."""
        for place, tag in enumerate(places):
            if place in tried or (tag is not None and tag not in self.candidates[number]):
                continue
            tried.add(place)
            if place not in taken or self._seat(taken[place], places, taken, tried):
                taken[place] = number
                return True
        return False


def by_surname(names: Sequence[str]) -> list[int]:
    """Put people in the order of a paper by surname, the last word of a name, accents aside.

    Gives their places in `names`. Of two with the same name the first stays first.
    """
    return sorted(range(len(names)), key=lambda place: _surname_first(names[place]))


def by_lot(names: Sequence[str], seed: str) -> list[int]:
    """Put people in the order of a paper by lot: drawn one after the other from those left.

    Those left are in the order of their surnames, so the order in which they came says nothing.
    """
    left, sampler = by_surname(names), Sampler(seed)
    return [left.pop(sampler.draw(len(left))[0]) for _ in range(len(left))]


def words_in(text: str) -> int:
    """Count the words of a statement: what white space divides."""
    return len(text.split())


def _surname_first(name: str) -> tuple[str, ...]:
    words = name.partition(" (")[0].split() or [""]
    return (*(_plain(word) for word in (words[-1], *words[:-1])), name)


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(number: int) -> str:
    return _IN_WORDS[number] if number < len(_IN_WORDS) else str(number)


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _counted(number: int, noun: str) -> str:
    return f"{number} {_noun(number, noun)}"


def _all(number: int, noun: str) -> str:
    return f"the {noun} is" if number == 1 else f"all {_words(number)} {noun}s are"


def _whole(number: int) -> str:
    return {1: "", 2: "both "}.get(number, f"all {_words(number)} ")
