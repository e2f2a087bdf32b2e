"""The readiness report: what has to be so before a conference goes ahead (guide lessons 5, 25).

Pure. Each finding says what was looked at, what was found and what to do about it. None of them
stops anybody: whether to go ahead is the returning officer's decision, which the log keeps with the
report that they saw.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from audit.formats.canonical import canonical


class State(StrEnum):
    """What a finding means for the decision."""

    READY = "ready"
    LOOK = "look"
    STOP = "stop"


_GRAVEST: Final = (State.STOP, State.LOOK, State.READY)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    code: str
    title: str
    state: State
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one moment."""

    findings: Sequence[Finding]

    @property
    def state(self) -> State:
        """Give the worst of them."""
        states = {finding.state for finding in self.findings}
        return next((state for state in (State.STOP, State.LOOK) if state in states), State.READY)

    @property
    def gravest_first(self) -> Sequence[Finding]:
        """Give the findings as they are read: what stands in the way, then what to look at."""
        return sorted(self.findings, key=lambda one: _GRAVEST.index(one.state))

    @property
    def sentence(self) -> str:
        """Sum them up."""
        stops = sum(finding.state is State.STOP for finding in self.findings)
        looks = sum(finding.state is State.LOOK for finding in self.findings)
        if stops:
            return f"Not ready: {_things(stops)} in the way, and {_things(looks)} to look at."
        if looks:
            return f"Ready but for {_things(looks)} to look at."
        return f"Ready: all {len(self.findings)} checks are in order."

    @property
    def sha256(self) -> str:
        """Name the report, so that a decision names exactly what was seen."""
        return hashlib.sha256(canonical({"findings": self.as_rows()})).hexdigest()

    def as_rows(self) -> list[dict[str, str]]:
        """Give the findings as they are kept with a decision."""
        return [{name: str(value) for name, value in asdict(one).items()} for one in self.findings]


def _things(count: int) -> str:
    return f"{count} thing" if count == 1 else f"{count} things"
