"""What is shown of a roll that waits: its counts, and what was found, twenty rows at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from members.contacts import details as contact_details
from members.enums import ContactKind
from members.models import Member, RollFinding, RollLine, WaitingRoll, contact_seals

A_PAGE: Final = 20
MOST_KEPT: Final = 10_000
Kind = RollFinding.Kind
Pair = tuple[Any, str, str]

TITLES: Final = {
    Kind.PROBLEM: _("Lines left out"),
    Kind.CONTACT: _("Other contact details"),
    Kind.CLUSTER: _("Contact details changed in a cluster"),
    Kind.TWICE: _("The same person twice?"),
    Kind.SHARED: _("E-mail addresses that many share"),
    Kind.WORK: _("Addresses at work"),
    Kind.LEFT: _("People who have left"),
    Kind.CHANGED: _("Other changes"),
    Kind.NEW: _("New members"),
    Kind.GONE: _("Not in the file"),
}
WORDS: Final = {
    Kind.CONTACT: _("Passcodes would go there. The old address of each is told."),
    Kind.CLUSTER: _("Many changes to one address, or in one branch, can be an attack on a vote."),
    Kind.TWICE: _("The same name and address under two numbers. One person has one vote."),
    Kind.SHARED: _("Who shares an address is asked for the membership number to sign in."),
    Kind.WORK: _("An employer can read them, so nothing is sent there. Ask for personal ones."),
    Kind.LEFT: _("They stay out. To let somebody back in is an act of its own."),
    Kind.NEW: _("They are entered on the register."),
    Kind.GONE: _("They stay as they are: an import removes nobody."),
}
COUNTED: Final = {
    Kind.PROBLEM: "left_out",
    Kind.CONTACT: "contact_changes",
    Kind.NEW: "new",
    Kind.GONE: "gone",
    Kind.WORK: "work",
    Kind.LEFT: "left",
    Kind.CLUSTER: "cluster",
    Kind.TWICE: "twice",
    Kind.SHARED: "shared",
}
_NAMES: Final = {
    "name": _("Name"),
    "branch": _("Branch"),
    "joined_on": _("Joined"),
    **{kind.value: kind.label for kind in ContactKind},
}


@dataclass(frozen=True, slots=True)
class Found:
    """One row: where it is in the file, whom it is about, and what would change or is wrong."""

    line: int | None
    number: str
    name: str
    column: str
    words: str
    pairs: Sequence[Pair] = field(default=())


@dataclass(frozen=True, slots=True)
class Section:
    """What was found of one kind: how many in all, and the first of them."""

    kind: RollFinding.Kind
    total: int
    rows: Sequence[Found]

    @property
    def title(self) -> str:
        return str(TITLES[self.kind])

    @property
    def words(self) -> str:
        return str(WORDS.get(self.kind, ""))

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)

    @property
    def is_open(self) -> bool:
        """Tell whether it is shown unfolded: what may be wrong is."""
        return self.kind not in (Kind.NEW, Kind.GONE, Kind.CHANGED)


def sections(roll: WaitingRoll) -> list[Section]:
    """Give what was found, kind by kind, the first rows of each."""
    firsts = {kind: list(_found(roll, kind)[:A_PAGE]) for kind in TITLES}
    rows = iter(_rows(roll, [one for found in firsts.values() for one in found]))
    return [
        Section(kind, total(roll, kind), [next(rows) for _one in found])
        for kind, found in firsts.items()
        if found
    ]


def page_of(
    roll: WaitingRoll, kind: RollFinding.Kind, number: str
) -> tuple[Page[Any], list[Found]]:
    """Give one page of what was found of one kind."""
    page = Paginator(_found(roll, kind), A_PAGE).get_page(number)
    return page, _rows(roll, list(page.object_list))


def total(roll: WaitingRoll, kind: RollFinding.Kind) -> int:
    """Give how many there are of a kind, of which the first ten thousand can be looked at."""
    if kind == Kind.CHANGED:
        return int(roll.counts.get("changed", 0)) - int(roll.counts.get("contact_changes", 0))
    return int(roll.counts.get(COUNTED[kind], 0))


def _found(roll: WaitingRoll, kind: RollFinding.Kind) -> Any:
    order = ("line", "pk") if kind == Kind.PROBLEM else ("pk",)
    return RollFinding.objects.filter(roll=roll, kind=kind).order_by(*order)


def _rows(roll: WaitingRoll, found: Sequence[RollFinding]) -> list[Found]:
    wanted = [one.line for one in found if one.line is not None and one.kind != Kind.PROBLEM]
    lines = {
        line.line: line
        for line in RollLine.objects.filter(roll=roll, line__in=wanted).select_related("branch")
    }
    keys = [one.member_key for one in found if one.member_key]
    members = _members(keys)
    return [_row(one, lines.get(one.line or 0), members.get(one.member_key)) for one in found]


def _members(keys: Iterable[UUID]) -> dict[UUID | None, Member]:
    found = Member.objects.filter(pk__in=keys).select_related("branch").prefetch_related("contacts")
    return {member.pk: member for member in found}


def _row(one: RollFinding, line: RollLine | None, member: Member | None) -> Found:
    is_change = one.kind in (Kind.CONTACT, Kind.CHANGED) and line and member
    who = member or line
    return Found(
        one.line,
        one.number,
        who.name if who else "",
        "" if is_change else one.what,
        one.words,
        _pairs(one.what.split(), line, member) if is_change and line and member else (),
    )


def _pairs(what: list[str], line: RollLine, member: Member) -> list[Pair]:
    return [(_NAMES[name], _before(name, member), _after(name, line)) for name in what]


def _before(name: str, member: Member) -> str:
    if name == "branch":
        return member.branch.name if member.branch else ""
    if name in ContactKind.values:
        return contact_details.shown(name, member.contact(ContactKind(name)))
    return str(getattr(member, name) or "")


def _after(name: str, line: RollLine) -> str:
    if name == "branch":
        return line.branch.name if line.branch else ""
    if name not in ContactKind.values:
        return str(getattr(line, name) or "")
    sealed = getattr(line, f"{name}_sealed")
    if not sealed:
        return ""
    return contact_details.shown(name, contact_seals().open(sealed, kind=name, number=line.number))
