"""Those on the paper, as files and people call them: by number, from 1, or by name."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ballots.counting.contest import SKIPPED
from ballots.counting.files.faults import shown
from ballots.counting.files.rows import WHOLE, most_preferences
from ballots.counting.files.text import tidy


class Misfit(Exception):
    """What does not fit, in a contest or on a paper, in words for whoever sent it."""


class Slate:
    """The candidates of a contest. A name that two of them share calls neither."""

    def __init__(self, candidates: Sequence[str]) -> None:
        self._many = len(candidates)
        shared = Counter(map(tidy, candidates))
        self._numbers = {
            tidy(name): number
            for number, name in enumerate(candidates, start=1)
            if shared[tidy(name)] == 1
        }

    def number(self, called: object) -> int:
        """Find a candidate. Misfit where there is none of that name or number."""
        if isinstance(called, str):
            found = self.calls(called) or (int(called) if WHOLE.fullmatch(called) else 0)
        else:
            found = called if isinstance(called, int) and not isinstance(called, bool) else 0
        if not 1 <= found <= self._many:
            name = called if isinstance(called, str) else repr(called)
            raise Misfit(f"there is no candidate {shown(name)} among the {self._many}")
        return found

    def calls(self, name: str) -> int:
        """Find the number of the one candidate of a name, or 0."""
        return self._numbers.get(tidy(name), 0)

    def preferences(self, ranking: Iterable[object]) -> list[int]:
        """Read a ranking: candidates, lists of those put equal, and None where one is left out."""
        numbers: list[int] = []
        for place in ranking:
            if place is None or place == []:
                numbers.append(SKIPPED)
            elif isinstance(place, list):
                equals = [self.number(one) for one in place]
                numbers += equals[:1] + [-one for one in equals[1:]]
            else:
                numbers.append(self.number(place))
        if len(numbers) > most_preferences(self._many):
            raise Misfit(f"{len(numbers):,} preferences are too many for {self._many} candidates")
        return numbers
