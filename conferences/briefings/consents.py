"""What people may let the union do with their details, in the words that they are shown.

Pure. Each purpose is asked for by itself, in a box that starts unticked, and can be taken back at
any time (UK GDPR Art 7; PECR reg 22: to contact somebody with the union's aims is direct
marketing). What belongs to the briefing itself, such as its reminder, is no purpose here and asks
for no consent. Wordings are never edited: a new one is added after the old, so that the record
always shows the words that somebody saw.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What a consent is for."""

    JOINING = "joining"
    BRIEFINGS = "briefings"
    REP = "rep"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a consent as they were shown."""

    version: int
    text: str

    @property
    def sha256(self) -> str:
        """Give the fingerprint of the words."""
        return hashlib.sha256(self.text.encode()).hexdigest()


LABELS: Final[Mapping[Purpose, str]] = {
    Purpose.JOINING: "Contact about joining the union",
    Purpose.BRIEFINGS: "Contact about future briefings",
    Purpose.REP: "Interest in becoming a rep",
}

WORDINGS: Final[Mapping[Purpose, tuple[Wording, ...]]] = {
    Purpose.JOINING: (Wording(1, "You may write to me by e-mail about joining the union."),),
    Purpose.BRIEFINGS: (Wording(1, "You may write to me by e-mail about future briefings."),),
    Purpose.REP: (
        Wording(
            1, "I may be interested in becoming a rep, and you may write to me by e-mail about it."
        ),
    ),
}

FOR_MEMBERS: Final = (Purpose.BRIEFINGS, Purpose.REP)
FOR_GUESTS: Final = (Purpose.JOINING, Purpose.BRIEFINGS, Purpose.REP)


def wording(purpose: Purpose) -> Wording:
    """Give the words in which a purpose is asked for now."""
    return WORDINGS[purpose][-1]


def wording_shown(purpose: str, version: int) -> str:
    """Give the words that somebody saw; empty where no such version was ever shown."""
    known = WORDINGS[Purpose(purpose)]
    return next((each.text for each in known if each.version == version), "")
