"""What the hall is shown: each part drawn once, at the end of an act, from one reading of it.

An act asks with `show(conference, Part.NOW, Part.DESK)` as often as it changes something. What it
has asked for is drawn when it has done all it does: in its transaction, under the floor's lock, and
from one reading, so that no two parts can tell of different moments. Outside any act, as by the
clock, it is drawn at once.

A room that draws a part says so once, in `drawn_by`.
"""

from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import cached_property
from typing import Any

from audit.recording import at_the_end
from conferences.models import Conference, Floor
from conferences.selectors import QuorumNow, floor_of, quorum_now
from live.outbox import Drawn, publish_together


class Part(IntEnum):
    """What can be shown afresh by itself, in the order in which it is published."""

    NOW = 1
    """`now`, on every phone."""
    WALL = 2
    """`hall`, on the screens."""
    BOARD = 3
    """`teller`: who is here and has voted, branch by branch."""
    ROSTRUM = 4
    """`speakers`, `wall-speaker`, `rostrum`: who speaks and who waits."""
    DESK = 5
    """`chair`: what may lawfully be done next."""
    PLAN = 6
    """`plan`, `agenda`, `wall-agenda`: how far the day has got."""


FLOOR = (Part.NOW, Part.WALL, Part.BOARD)
"""What shows the floor itself. The desk must follow whenever it does: see `floor_set`."""


class Reading:
    """What is before conference at one moment, read once for all that shows it."""

    def __init__(self, conference: Conference) -> None:
        """Read the floor, and take its lock: of two parts drawn the later one is the truth."""
        self.floor: Floor = floor_of(conference, hold=True)
        self.conference: Conference = self.floor.conference

    @cached_property
    def quorum(self) -> QuorumNow:
        """Give who is here, counted when a part first asks."""
        return quorum_now(self.conference)

    @property
    def context(self) -> dict[str, Any]:
        """Give what every template of the floor is made of."""
        return {
            "conference": self.conference,
            "floor": self.floor,
            "ballot": self.floor.ballot,
            "quorum": self.quorum,
        }


drawn_by: dict[Part, Callable[[Reading], Iterable[Drawn]]] = {}
"""Who draws a part: each room its own, the rooms above theirs too."""


def show(conference: Conference, *parts: Part) -> None:
    """Show these parts as the act under way leaves them."""
    at_the_end(_draw, conference, parts)


def _draw(conference: Conference, parts: set[Part]) -> None:
    reading = Reading(conference)
    publish_together([each for part in sorted(parts) for each in drawn_by[part](reading)])
