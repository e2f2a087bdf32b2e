"""What a sealed vote of 1.3 million takes, reckoned from what one of a whole union took.

`sealed_union` measures, and prints this. What is assumed of how people vote stands in `Voting`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MEMBERS: Final = 1_300_000
CORES: Final = (2, 8, 32, 64)
FULL: Final = 0.7
"""How much of their time processors may be busy at the peak, so that nobody waits for long."""

_GB: Final = 1e9
_LINE_BITS: Final = 100e6
"""Bits a second of a scrutineer's line."""


@dataclass(frozen=True)
class Voting:
    """How a large membership votes: all of it, half on one day, and a tenth of that in one hour.

    Half of all on one day is what a last reminder does; the busiest minute has three times the
    hour's mean. Harder than any ballot of which figures are published: nobody's turnout is all.
    """

    members: int = MEMBERS
    busiest_day: float = 0.5
    busiest_hour: float = 0.1
    busiest_minute: float = 3

    @property
    def peak(self) -> float:
        """Give the casts a second of the busiest minute."""
        hour = self.members * self.busiest_day * self.busiest_hour
        return self.busiest_minute * hour / 3600


@dataclass(frozen=True)
class Costs:
    """Processor seconds and bytes for one ballot, or for one credential, as they were measured.

    `turn` is what a cast takes of the service and of the database, of which nothing else is written
    to the archive in the longest part.
    """

    voters: int
    credential: float
    check: float
    service: float
    database: float
    turn: float
    tally: float
    reconcile: float
    verify: float
    tool: float | None
    archive_bytes: float
    database_bytes: float
    verifier_bytes: float
    verifier_floor: float
    reconcile_bytes: float


def plan(costs: Costs, voting: Voting | None = None) -> Iterator[str]:
    """Say what it takes, line by line."""
    voting = voting or Voting()
    n, peak = voting.members, voting.peak
    yield f"A sealed vote of {n:,}, reckoned from that of {costs.voters:,}"
    yield f"  the busiest minute: {peak:.0f} casts a second; processors at most {FULL:.0%} busy"
    for words, seconds in (
        ("checking proofs", costs.check),
        ("the service, booth and cast", costs.service),
        ("PostgreSQL", costs.database),
    ):
        yield f"    {words:<30}{peak * seconds / FULL:>6.1f} cores ({1000 * seconds:.1f} ms each)"
    yield (
        f"    one writer in one archive: {1 / costs.turn:.0f} casts a second at most, if all of a "
        "cast were its turn"
    )
    yield f"  database {n * costs.database_bytes / _GB:.1f} GB, archive {_archive(n, costs):.1f} GB"
    yield f"  {'cores':<34}" + "".join(f"{cores:>12}" for cores in CORES)
    for words, seconds in (
        ("credentials, before", n * costs.credential),
        ("adding up, after", n * costs.tally),
        ("verifying, by ours", n * costs.verify),
    ):
        yield f"  {words:<34}" + "".join(f"{_time(seconds / cores):>12}" for cores in CORES)
    yield f"  on one core whatever there is: reconciling {_time(n * costs.reconcile)}"
    if costs.tool:
        yield f"  on one core whatever there is: belenios-tool {_time(n * costs.tool)}"
    download = 8 * n * costs.archive_bytes / _LINE_BITS
    memory = (costs.verifier_floor + n * costs.verifier_bytes) / _GB
    yield (
        f"  a scrutineer: {_archive(n, costs):.1f} GB, {_time(download)} at 100 Mbit/s; then 8 "
        f"cores {_time(n * costs.verify / 8)}, {memory:.1f} GB of memory"
    )
    yield f"  reconciling: {n * costs.reconcile_bytes / _GB:.1f} GB of memory"


def _archive(members: int, costs: Costs) -> float:
    return members * costs.archive_bytes / _GB


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
