"""When a message is tried again, and when no more.

Pure. Each try waits twice as long as the one before, to ten minutes, with a share of chance, so
that thousands which failed together do not come back together.
"""

from datetime import timedelta
from typing import Final

MOST_TRIES: Final = 12
LONGEST_WAIT: Final = timedelta(minutes=10)


def wait_after(tries: int, chance: float, asked: timedelta | None = None) -> timedelta:
    """Give the wait after so many tries. `chance` is between 0 and 1.

    What the other side `asked` for is kept where it is longer, to the longest wait.
    """
    wait = min(timedelta(seconds=2 ** min(tries, MOST_TRIES)), LONGEST_WAIT) * (0.5 + chance / 2)
    return max(wait, min(asked or timedelta(), LONGEST_WAIT))
