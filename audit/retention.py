"""How long what is kept about people is kept, and why: the retention schedule, as data.

Complaints to the Certification Officer can come up to 24 months after the breach (guide 2.6: six
months, a procedure of up to twelve, and six more), so nothing that one may turn on goes sooner.
Each room adds lines for what it keeps; a line with a keeper can find what is due and destroy it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Protocol
from uuid import UUID

from audit.holding import holds_on
from audit.models import Hold
from audit.store import append_only

MONTHS: Final = append_only.MONTHS
PUBLIC: Final = "the union's rules; UK GDPR Art 9(2)(d)"
LAW: Final = "1992 Act, s.108A; UK GDPR Art 5(1)(e)"
DIGESTS_IN_A_LEAF: Final = 500


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose time is over: it may be destroyed once two people agree and nothing holds it.

    `subject` names it, as the log does; `what` says it in words that name nobody; `since` is the
    day from which its time was counted. `needed_for` names what else may turn on it, such as a vote
    on who was present: a hold on that stops its destruction as well.
    """

    rule: str
    subject: str
    what: str
    since: date
    needed_for: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """Name everything on which a hold stops its destruction."""
        return (self.subject, *self.needed_for)

    @property
    def holds(self) -> list[Hold]:
        """Give the live holds that stop its destruction."""
        return holds_on(*self.subjects)


@dataclass(slots=True)
class Destroyed:
    """What was destroyed: rows by what they were, and digests of the log nobody can open now."""

    rows: dict[str, int] = field(default_factory=dict)
    digests: list[tuple[UUID, str]] = field(default_factory=list)


class Keeper(Protocol):
    """What a room knows of one line of the schedule."""

    def due(self, before: datetime) -> Iterable[Due]:
        """Find what was finished before a moment."""

    def find(self, subject: str, before: datetime) -> Due | None:
        """Find one thing, if it is due."""

    def destroy(self, due: Due) -> Destroyed:
        """Destroy it, inside the act that records it, and say what was destroyed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the schedule. `months` is None where something is kept for good."""

    key: str
    what: str
    where: str
    months: int | None
    counted_from: str
    why: str
    source: str = LAW
    keeper: Keeper | None = None
    in_words: str = ""

    @property
    def period(self) -> str:
        """Say how long, in words."""
        if self.in_words:
            return self.in_words
        if self.months is None:
            return "for good"
        if self.months == 0:
            return "until no longer needed"
        return f"{self.months} months"

    def before(self, now: datetime) -> datetime:
        """Give the moment before which a thing must have been finished to be due now."""
        return months_before(now, self.months or 0)


schedule: dict[str, Rule] = {}

sweepers: list[Callable[[], dict[str, int]]] = []
"""What forgets, without anybody's word, what has run out by itself; says how many of what."""


def add(*rules: Rule) -> None:
    """Put lines on the schedule, as a room does when it starts. None is put there twice."""
    for rule in rules:
        if rule.key in schedule:
            raise ValueError(f"The schedule has a line {rule.key} already.")
        schedule[rule.key] = rule


def due_now(now: datetime) -> list[Due]:
    """Give everything whose time is over, line by line, the oldest first; held or not."""
    return [
        due
        for rule in schedule.values()
        if rule.keeper and rule.months
        for due in sorted(rule.keeper.due(rule.before(now)), key=lambda each: each.since)
    ]


def sweep() -> dict[str, int]:
    """Forget what has run out by itself, in every room; give how many of what."""
    forgotten: dict[str, int] = {}
    for sweeper in sweepers:
        forgotten |= sweeper()
    return forgotten


def months_before(moment: datetime, months: int) -> datetime:
    """Go back whole months; a day that a shorter month lacks becomes its last."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1)


def certificate(deletion: Mapping[str, Any], destroyed: Destroyed) -> dict[str, Any]:
    """Write what a certificate of destruction says; it names offices and pseudonyms, no person."""
    return {
        **deletion,
        "rows": destroyed.rows,
        "erased_digests": len(destroyed.digests),
        "statement": (
            "These records were destroyed on the words of two people, after the time for keeping "
            "them and with no complaint live. The log keeps its entries and still verifies; what "
            "it had sealed of them can no longer be opened by anyone."
        ),
    }
