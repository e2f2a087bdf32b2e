"""How what sits speaks of itself: conference and its delegates, or the meeting and its members.

A committee and a branch meet with the same tools; nobody there is a delegate. Pure.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Named:
    """The words of one kind of meeting."""

    itself: str
    """As it stands within a sentence: conference, the meeting."""
    one: str
    """Somebody who sits in it: delegate, member."""
    address: str
    """How the chair speaks to all of them."""

    @property
    def begins(self) -> str:
        """Name it at the beginning of a sentence."""
        return self.itself[0].upper() + self.itself[1:]

    @property
    def all(self) -> str:
        """Name those who sit in it: delegates, members."""
        return f"{self.one}s"

    def counted(self, number: int) -> str:
        """Count them: 1 delegate, 56 delegates."""
        return f"{number:,} {self.one if number == 1 else self.all}"


CONFERENCE: Final = Named("conference", "delegate", "Conference")
MEETING: Final = Named("the meeting", "member", "Colleagues")


def named(kind: str) -> Named:
    """Give the words for a kind of meeting: those of a conference, or of any other."""
    return CONFERENCE if kind == "conference" else MEETING
