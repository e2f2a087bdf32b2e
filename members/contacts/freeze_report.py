"""The freeze report: every change asked for in a freeze, by whom, when, and decided by whom (L27).

It holds no address. Officers who are entitled see names; the scrutiny pack has pseudonyms.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from audit.pack.tables import Cell, Table
from audit.recording import SYSTEM
from members.models import ContactChange, Member

HEADINGS = (
    "freeze",
    "freeze_begins",
    "freeze_ends",
    "asked_at",
    "member",
    "branch",
    "kind",
    "came_from",
    "entered_by",
    "entered_as",
    "state",
    "decided_at",
    "decided_by",
    "decided_as",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One change in a freeze, with the people in it by name."""

    change: ContactChange
    entered_by: str
    decided_by: str


def changes_in_freezes() -> QuerySet[ContactChange]:
    """List every change that was asked for in a freeze, the latest first."""
    found = ContactChange.objects.exclude(freeze=None).order_by("-at")
    return found.select_related("member__branch", "freeze")


def with_names(changes: Iterable[ContactChange]) -> list[Line]:
    """Name the people who entered and decided these changes, in one query."""
    found = list(changes)
    known = {one.by for one in found} | {one.decided_by for one in found}
    people = Member.objects.filter(pseudonym__in=known)
    names = dict(people.values_list("pseudonym", "name")) | {SYSTEM: "the system", "": ""}
    return [Line(one, names.get(one.by, one.by), names.get(one.decided_by, "")) for one in found]


def table(*, named: bool) -> Table:
    """Give the report as a table: with names, or with the log's pseudonyms instead."""
    if named:
        lines = with_names(changes_in_freezes())
        return Table(
            HEADINGS,
            (
                _row(line.change, line.change.member.name, line.entered_by, line.decided_by)
                for line in lines
            ),
        )
    return Table(
        HEADINGS,
        (_row(one, one.member.pseudonym, one.by, one.decided_by) for one in changes_in_freezes()),
    )


def _row(change: ContactChange, member: str, by: str, decided_by: str) -> tuple[Cell, ...]:
    freeze = change.freeze
    return (
        freeze.label if freeze else "",
        freeze.begins_at if freeze else None,
        freeze.ends_at if freeze else None,
        change.at,
        member,
        change.member.branch.code if change.member.branch else "",
        str(change.get_kind_display()),
        str(change.get_source_display()),
        by,
        change.office,
        str(change.get_state_display()),
        change.decided_at,
        decided_by,
        change.decided_office,
    )
