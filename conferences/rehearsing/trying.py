"""A test vote as it is minuted: how many managed, who could not and why, and on which devices.

Source: guide lesson 11 ("test vote, successful", minuted). Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from ballots.declaring.withholding import SMALL_GROUP_FLOOR

# A test of which so many did not manage has found something to mend.
GOOD_PERCENT: Final = 90


@dataclass(frozen=True, slots=True)
class OneTried:
    """One voter who was here: on what device, whether they managed, and what they said if not."""

    device: str
    voted: bool
    reported: bool


@dataclass(frozen=True, slots=True)
class OnDevice:
    """How one kind of device did. Fewer than the floor are told together, as “other devices”."""

    device: str
    managed: int
    tried: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test vote found: of those who were here."""

    here: int
    managed: int
    reported: int  # said that they could not
    devices: list[OnDevice] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """Give how many in 100 of those here managed."""
        return 100 * self.managed // self.here if self.here else 0

    @property
    def looks_good(self) -> bool:
        """Say whether enough managed."""
        return self.here > 0 and self.percent >= GOOD_PERCENT

    @property
    def sentence(self) -> str:
        """Say it as the minutes do."""
        silent = self.here - self.managed - self.reported
        return (
            f"{self.managed:,} of {self.here:,} delegates here managed to vote ({self.percent} in "
            f"100); {self.reported:,} said that they could not, and {silent:,} did not try."
        )

    def to_document(self) -> dict[str, Any]:
        """Give it as plain JSON, with the percentage."""
        return asdict(self)


def tried(voters: Iterable[OneTried]) -> Tried:
    """Add up a test vote."""
    everyone = list(voters)
    return Tried(
        here=len(everyone),
        managed=sum(one.voted for one in everyone),
        reported=sum(one.reported and not one.voted for one in everyone),
        devices=_devices(everyone),
    )


def _devices(everyone: Sequence[OneTried]) -> list[OnDevice]:
    kinds: dict[str, list[OneTried]] = {}
    for one in everyone:
        kinds.setdefault(one.device, []).append(one)
    small = [kind for kind, those in kinds.items() if len(those) < SMALL_GROUP_FLOOR]
    if small:
        kinds["Other devices"] = [one for kind in small for one in kinds.pop(kind)]
    return [
        OnDevice(kind, sum(one.voted for one in those), len(those))
        for kind, those in sorted(kinds.items(), key=lambda each: -len(each[1]))
    ]
