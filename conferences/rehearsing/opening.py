"""When the check-in room opens: some minutes before a session (guide lesson 10: an hour).

Pure. The room can be looked at before, and a device tried; what opens is the checking in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session with the time of its first item; none may be known."""

    number: int
    starts_at: datetime
    is_sitting: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """The session that people check in for, and from when on."""

    session: int
    starts_at: datetime
    opens_at: datetime
    is_sitting: bool

    def is_open(self, now: datetime) -> bool:
        """Say whether one can check in for it."""
        return self.is_sitting or now >= self.opens_at


def opening(sittings: Iterable[Sitting], minutes: int) -> Opening | None:
    """Give the session that sits, or the next; None where none is left."""
    waiting = sorted(sittings, key=lambda each: (not each.is_sitting, each.starts_at))
    if not waiting:
        return None
    first = waiting[0]
    opens_at = first.starts_at - timedelta(minutes=minutes)
    return Opening(first.number, first.starts_at, opens_at, first.is_sitting)
