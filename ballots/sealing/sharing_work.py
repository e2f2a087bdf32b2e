"""Long work in pieces, done here or by all cores, with word of how far it is.

A piece is a function of a module and one argument that can be sent to another process. What maps
it over the pieces is given: the built-in `map`, or `map` of a `concurrent.futures` pool.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

A = TypeVar("A")
B = TypeVar("B")

AT_ONCE: Final = 1024
"""Ciphertexts in one piece: enough for simultaneous powers to pay, and a second or two of work."""

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""What does the pieces, in order."""

Progress = Callable[[int, int], None]
"""Told how many pieces are done, of how many."""


@dataclass
class Work:
    """How work is to be shared, and how far it is."""

    spread: Spread = map
    progress: Progress | None = None
    at_once: int = AT_ONCE
    _done: int = field(default=0, init=False)
    _due: int = field(default=0, init=False)

    def expect(self, pieces: int) -> None:
        """Say how many more pieces there will be."""
        self._due += pieces

    def slices(self, count: int) -> list[slice]:
        """Cut a list of so many into pieces."""
        return [slice(n, min(n + self.at_once, count)) for n in range(0, count, self.at_once)]

    def do(self, piece: Callable[[A], B], arguments: Sequence[A]) -> list[B]:
        """Do the pieces, and give what each gave, in order."""
        found = []
        for result in self.spread(piece, arguments):
            found.append(result)
            self._done += 1
            if self.progress is not None:
                self.progress(self._done, self._due)
        return found
