"""How many delegates a branch may send, from its size at the qualifying date (guide 3.7)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

FEWER_THAN_NONE: Final = "A branch cannot have fewer than no members."


@dataclass(frozen=True, slots=True)
class EntitlementRule:
    """One delegate up to `first` members, and one more for each further `step` or part of it.

    The sample's scale: 250 members send one delegate, 502 send two, 3,365 send eight.
    """

    first: int
    step: int
    or_part: bool = True
    minimum: int = 1
    cap: int = 0

    def __post_init__(self) -> None:
        """Refuse a scale that could not be applied."""
        if self.first < 1 or self.step < 1:
            raise ValueError("The first number and the step must be at least one member.")
        if self.minimum < 0 or self.cap < 0 or (self.cap and self.cap < self.minimum):
            raise ValueError("The cap must be nothing, or no less than the minimum.")

    def delegates(self, members: int) -> int:
        """Give the number of delegates for a branch of so many members."""
        if members < 0:
            raise ValueError(FEWER_THAN_NONE)
        if members == 0:
            return 0
        beyond = max(0, members - self.first)
        further = -(-beyond // self.step) if self.or_part else beyond // self.step
        entitled = max(self.minimum, 1 + further)
        return min(entitled, self.cap) if self.cap else entitled

    @property
    def words(self) -> str:
        """Say the scale in a sentence."""
        if self.cap == 1:
            return "1 voting delegate for every branch, whatever its size."
        part = " or part of it" if self.or_part else ", whole steps only"
        said = f"1 up to {self.first:,} members, 1 more for each further {self.step:,}{part}"
        least = f", at least {self.minimum}" if self.minimum > 1 else ""
        most = f", at most {self.cap}" if self.cap else ""
        return f"{said}{least}{most}."

    def to_document(self) -> dict[str, Any]:
        """Give the scale as plain JSON; `scale_from_document` reads it back."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Bands:
    """So many delegates up to so many members: (most members, delegates) in order, then `beyond`.

    A rule of this shape gives every branch two and a large one more, by a table in the rule book.
    """

    bands: tuple[tuple[int, int], ...]
    beyond: int

    def __post_init__(self) -> None:
        """Refuse bands that leave a gap, or by which a larger branch would send fewer."""
        tops = [top for top, _ in self.bands]
        given = [*(delegates for _, delegates in self.bands), self.beyond]
        if not tops or tops[0] < 1 or tops != sorted(set(tops)):
            raise ValueError("The bands must begin at a member or more, and each end higher.")
        if given[0] < 0 or given != sorted(given):
            raise ValueError("A larger branch must not send fewer delegates than a smaller one.")

    def delegates(self, members: int) -> int:
        """Give the number of delegates for a branch of so many members."""
        if members < 0:
            raise ValueError(FEWER_THAN_NONE)
        if members == 0:
            return 0
        return next((given for top, given in self.bands if members <= top), self.beyond)

    @property
    def words(self) -> str:
        """Say the scale in a sentence."""
        said = [f"{given} up to {top:,}" for top, given in self.bands]
        return f"By size: {', '.join(said)} members, {self.beyond} beyond that."

    def to_document(self) -> dict[str, Any]:
        """Give the scale as plain JSON; `scale_from_document` reads it back."""
        return {"bands": [list(band) for band in self.bands], "beyond": self.beyond}


Scale = EntitlementRule | Bands


@dataclass(frozen=True, slots=True)
class Preset:
    """A scale that unions use, under a name."""

    key: str
    name: str
    scale: Scale
    found: str


PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {
        preset.key: preset
        for preset in (
            Preset(
                "per-thousand",
                "One per 1,000 members or part, at least one",
                EntitlementRule(first=1000, step=1000),
                "guide 3.7: what the published seats of a large public service union fit",
            ),
            Preset(
                "per-five-thousand",
                "One per 5,000 members or part",
                EntitlementRule(first=5000, step=5000),
                "guide 3.7: an affiliated union at a trade union centre",
            ),
            Preset(
                "bands",
                "By size bands, at least two",
                Bands(((500, 2), (1000, 3), (2000, 4), (4000, 6)), beyond=8),
                "guide 3.7: at least two per association, the most by its size",
            ),
            Preset(
                "first-250",
                "One up to 250, one more per further 500 or part, at most eight",
                EntitlementRule(first=250, step=500, cap=8),
                "guide 3.7: the sample conference",
            ),
            Preset(
                "one-voter",
                "One voting delegate a branch, any number may attend",
                EntitlementRule(first=1, step=1, cap=1),
                "guide 3.7: an online conference of 2021; attending and voting are granted apart",
            ),
        )
    }
)


def scale_from_document(document: Mapping[str, Any]) -> Scale:
    """Read a scale from plain JSON. Raises ValueError for anything that is not one."""
    try:
        if "bands" in document:
            bands = tuple((int(top), int(given)) for top, given in document["bands"])
            return Bands(bands, int(document["beyond"]))
        return EntitlementRule(**document)
    except (TypeError, KeyError) as error:
        raise ValueError(f"The scale cannot be read: {error}.") from error


def usual_qualifying_date(starts_on: date) -> date:
    """Give the day on which members are counted where no other is set: the last 31 December."""
    return date(starts_on.year - 1, 12, 31)
