"""A conference's motions as other systems are given them: public facts only, read once.

Pure: what writes a file of some format is handed a `MotionBook` and knows no database. It holds
what the pages show to anyone: no draft, no private reason, no named vote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its code and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote that was declared, with its figures by choice: for, against, abstain."""

    id: str
    wording: str
    about: str  # the number of the motion or the amendment
    form: str
    majority: str
    opened_at: datetime
    closed_at: datetime
    declared_at: datetime
    outcome: str
    verdict: str
    explanation: str
    figures: Mapping[str, int]
    is_advisory: bool
    url: str


@dataclass(frozen=True, slots=True)
class BookAmendment:
    """An amendment as lodged, and what became of it."""

    number: str
    lodged_by: Named
    instruction: str
    state: str
    state_label: str
    ruling_reason: str


@dataclass(frozen=True, slots=True)
class BookMotion:
    """A motion with its words as they now stand, and what became of it."""

    number: str
    kind: str
    kind_label: str
    title: str
    section: str
    text: str
    text_version: int
    text_sha256: str
    lodged_by: Named
    seconding: Named | None
    mover: str
    seconder: str
    lodged_at: datetime | None
    state: str
    state_label: str
    ruling_reason: str
    executive: str
    executive_note: str
    majority: str
    majority_label: str
    form_label: str
    composite: str
    item: tuple[int, int] | None  # the session, and the item in it
    url: str
    amendments: tuple[BookAmendment, ...]
    votes: tuple[Vote, ...]

    @property
    def is_resolved(self) -> bool:
        """Say whether conference has carried it."""
        return self.state in {"CARRIED", "POLICY", "SUPERSEDED"}


@dataclass(frozen=True, slots=True)
class BookItem:
    """An item of a session's business."""

    position: int
    title: str
    kind: str
    starts_at: datetime
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class BookSession:
    """A sitting with its items."""

    number: int
    held_on: date
    opened_at: datetime | None
    closed_at: datetime | None
    items: tuple[BookItem, ...]


@dataclass(frozen=True, slots=True)
class MotionBook:
    """Everything that is exported of a conference, as at a moment."""

    code: str
    title: str
    union: Named
    starts_on: date
    ends_on: date
    url: str
    site: str
    made_at: datetime
    is_sample: bool
    sessions: tuple[BookSession, ...]
    motions: tuple[BookMotion, ...]
    procedure: tuple[Vote, ...]
    """The votes that conference took on procedure, in the order in which they were declared."""
