"""How the passcodes of a vote are getting on, by branch and in all: three queries, however many."""

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from members.enums import DispatchState, Urgency
from members.models import Dispatch, PasscodeDevice
from members.models.dispatches import PASSCODE, UNDER_WAY

_LOST = (DispatchState.FAILED, DispatchState.BOUNCED)


@dataclass(slots=True)
class Figures:
    """One line of the board. It counts members, each where their newest message stands.

    `issued` = waiting + sent + delivered + lost + cancelled. `bounced` counts the members to whom
    any message came back, `reissued` those to whom an officer had another sent, and `used` those
    whose passcode has opened: all three are among the others. `unreachable` says of the lost why.
    """

    issued: int = 0
    waiting: int = 0
    sent: int = 0
    delivered: int = 0
    lost: int = 0
    cancelled: int = 0
    bounced: int = 0
    failed: int = 0
    reissued: int = 0
    used: int = 0
    unreachable: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Figures") -> None:
        """Add another line to this one."""
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            setattr(self, each.name, mine + theirs)


@dataclass(slots=True)
class Board:
    """The lines of the branches by name, those without a branch under an empty name; the total."""

    branches: dict[str, Figures]
    total: Figures


def delivery_figures(purpose: str) -> Board:
    """Count the passcodes for a purpose, such as a vote."""
    rows = Dispatch.objects.filter(purpose=purpose, what=PASSCODE)
    later = rows.filter(member=OuterRef("member"), made_at__gt=OuterRef("made_at"))
    rows = rows.annotate(is_last=~Exists(later))
    branches: dict[str, Figures] = {}
    for line in _counted(rows):
        name = line.pop("member__branch__name")
        branches[name or ""] = Figures(**line)
    lost = rows.filter(is_last=True, state__in=_LOST).values("member__branch__name", "reason")
    for why in lost.annotate(members=Count("pk")).order_by():
        branches[why["member__branch__name"] or ""].unreachable[why["reason"]] = why["members"]
    used = PasscodeDevice.objects.filter(purpose=purpose, used_at__isnull=False)
    for name, members in used.values_list("user__branch__name").annotate(Count("pk")).order_by():
        branches.setdefault(name or "", Figures()).used = members
    total = Figures()
    for figures in branches.values():
        total.add(figures)
    return Board(dict(sorted(branches.items())), total)


def _counted(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    last = Q(is_last=True)
    counted: QuerySet[Any, dict[str, Any]] = (
        rows.values("member__branch__name")
        .annotate(
            issued=Count("pk", filter=last),
            waiting=Count("pk", filter=last & Q(state__in=UNDER_WAY)),
            sent=Count("pk", filter=last & Q(state=DispatchState.SENT)),
            delivered=Count("pk", filter=last & Q(state=DispatchState.DELIVERED)),
            lost=Count("pk", filter=last & Q(state__in=_LOST)),
            cancelled=Count("pk", filter=last & Q(state=DispatchState.CANCELLED)),
            bounced=Count("member", filter=Q(state=DispatchState.BOUNCED), distinct=True),
            failed=Count("member", filter=Q(state=DispatchState.FAILED), distinct=True),
            reissued=Count("member", filter=Q(urgency=Urgency.ONE), distinct=True),
        )
        .order_by()
    )
    return counted
