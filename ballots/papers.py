"""What is printed on a ballot paper: the options, in their order."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

from ballots.enums import Choice

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_FEWEST = 2  # a choice is between two things


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a voter may choose: its key in the records and its name on the paper."""

    key: str
    label: str

    @classmethod
    def named(cls, label: str) -> Self:
        """Make an option from its name alone."""
        words = re.findall(r"[a-z0-9]+", label.casefold())
        return cls("-".join(words)[:40].rstrip("-"), label)

    def as_record(self) -> dict[str, str]:
        """Give the option as it is stored."""
        return asdict(self)


# A question put to conference. An abstention is cast and counted (guide 3.5).
FOR_AGAINST_ABSTAIN = tuple(Option(choice.value, choice.label) for choice in Choice)


def is_key(key: str) -> bool:
    """Say whether this could be the key of an option at all."""
    return _KEY.fullmatch(key) is not None


def faults(options: Sequence[Option]) -> list[str]:
    """Say what is wrong with a paper, if anything is."""
    found = []
    if len(options) < _FEWEST:
        found.append("A ballot paper needs at least two options.")
    if any(not is_key(option.key) or not option.label.strip() for option in options):
        found.append("Every option needs a name with letters or digits in it.")
    keys = {option.key for option in options}
    labels = {option.label.strip().casefold() for option in options}
    if len(keys) < len(options) or len(labels) < len(options):
        found.append("Two options on the paper cannot be told apart.")
    return found
