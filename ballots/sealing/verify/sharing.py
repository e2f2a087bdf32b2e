"""Pieces of the check given to other processes, and what comes back in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from typing import Any, Final

Progress = Callable[[str, int, int], None]
"""Told what is being checked, how much of it is done, and how much there is."""

_AHEAD: Final = 8


def mapped(
    pool: Executor | None, function: Callable[[Any], Any], pieces: Iterable[Any]
) -> Iterator[Any]:
    """Map in order, here or by a pool that is never more than a few pieces ahead."""
    if pool is None:
        yield from map(function, pieces)
        return
    waiting: deque[Any] = deque()
    for piece in pieces:
        waiting.append(pool.submit(function, piece))
        if len(waiting) >= _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
