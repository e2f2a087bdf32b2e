"""What the page on records shows: what is due, what holds it, what waits, what was destroyed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from audit.enums import DeletionState
from audit.holding import holds_on, live_holds
from audit.models import Deletion, Hold
from audit.retention import Due, Rule, due_now, schedule
from members.enums import Office
from members.models import Member

MOST_DUE = 200
MOST_DESTROYED = 50


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something due, with whose it is where it is one person's, and what stops its destruction."""

    due: Due
    rule: Rule
    person: Member | None
    holds: list[Hold]
    is_asked_for: bool


@dataclass(frozen=True, slots=True)
class DeletionLine:
    """A deletion, with the people in it by name."""

    deletion: Deletion
    rule: Rule
    what: str
    person: Member | None
    asked_by: Member | None
    asked_office: str
    decided_by: Member | None
    decided_office: str


def due_lines() -> list[DueLine]:
    """Give what is due now, with what is asked for already."""
    live, found = live_holds(), due_now(timezone.now())[:MOST_DUE]
    waiting = set(
        Deletion.objects.filter(state=DeletionState.WAITING).values_list("rule", "subject")
    )
    people = _people(due.subject for due in found)
    return [
        DueLine(
            due,
            schedule[due.rule],
            people.get(due.subject),
            holds_on(*due.subjects, live=live),
            (due.rule, due.subject) in waiting,
        )
        for due in found
    ]


def waiting_lines() -> list[DeletionLine]:
    """Give the deletions that wait for a second person, the oldest first."""
    return deletion_lines(Deletion.objects.filter(state=DeletionState.WAITING))


def destroyed_lines() -> list[DeletionLine]:
    """Give what was destroyed, the newest first."""
    done = Deletion.objects.filter(state=DeletionState.DONE).order_by("-decided_at")
    return deletion_lines(done[:MOST_DESTROYED])


def deletion_lines(deletions: Iterable[Deletion]) -> list[DeletionLine]:
    """Put names to deletions, which know people by pseudonym only."""
    deletions = list(deletions)
    pseudonyms = {name for each in deletions for name in (each.asked_by, each.decided_by)}
    people = _people(
        {each.subject for each in deletions} | {f"member:{name}" for name in pseudonyms}
    )
    return [
        DeletionLine(
            each,
            schedule[each.rule],
            _what(each),
            people.get(each.subject),
            people.get(f"member:{each.asked_by}"),
            _office(each.asked_office),
            people.get(f"member:{each.decided_by}"),
            _office(each.decided_office),
        )
        for each in deletions
    ]


def _what(deletion: Deletion) -> str:
    if deletion.certificate:
        return str(deletion.certificate["what"])
    rule = schedule[deletion.rule]
    due = rule.keeper.find(deletion.subject, rule.before(timezone.now())) if rule.keeper else None
    return due.what if due else rule.what


def _people(subjects: Iterable[str]) -> dict[str, Member]:
    pseudonyms = {name.removeprefix("member:") for name in subjects if name.startswith("member:")}
    found = Member.objects.filter(pseudonym__in=pseudonyms) if pseudonyms else ()
    return {member.log_name: member for member in found}


def _office(value: str) -> str:
    return Office(value).label if value in Office.values else value
