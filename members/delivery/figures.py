"""How the passcodes of a vote are getting on, by branch and in all: three queries, however many."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from members.enums import DispatchState, Urgency
from members.models import Dispatch, PasscodeDevice
from members.models.dispatches import PASSCODE, UNDER_WAY

_LOST = (DispatchState.FAILED, DispatchState.BOUNCED)
_STANDING: Final[dict[str, str]] = {
    **dict.fromkeys(UNDER_WAY, "waiting"),
    **dict.fromkeys(_LOST, "lost"),
    DispatchState.SENT: "sent",
    DispatchState.DELIVERED: "delivered",
    DispatchState.CANCELLED: "cancelled",
}
# In one pass over the rows: to look for a later one of each would take as many passes as figures.
_NEWEST: Final = """
SELECT branch.name, newest.state, newest.reason, count(*)
FROM (
    SELECT member_id, state, reason,
        row_number() OVER (PARTITION BY member_id ORDER BY made_at DESC) AS place
    FROM members_dispatch WHERE purpose = %s AND what = %s
) AS newest
JOIN members_member AS member ON member.id = newest.member_id
LEFT JOIN members_body AS branch ON branch.id = member.branch_id
WHERE newest.place = 1
GROUP BY branch.name, newest.state, newest.reason
"""


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


def delivery_figures(purpose: str, what: str = PASSCODE) -> Board:
    """Count the passcodes for a purpose, such as a vote; or the notices of one kind."""
    branches: defaultdict[str, Figures] = defaultdict(Figures)
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [purpose, what])
        for name, state, reason, members in cursor.fetchall():
            figures, standing = branches[name or ""], _STANDING[state]
            figures.issued += members
            setattr(figures, standing, getattr(figures, standing) + members)
            if standing == "lost":
                figures.unreachable[reason] += members
    rows = Dispatch.objects.filter(purpose=purpose, what=what)
    for line in _among_them(rows):
        figures = branches[line["member__branch__name"] or ""]
        figures.bounced, figures.failed = line["bounced"], line["failed"]
        figures.reissued = line["reissued"]
    used = PasscodeDevice.objects.filter(purpose=purpose, used_at__isnull=False)
    for name, members in used.values_list("user__branch__name").annotate(Count("pk")).order_by():
        branches[name or ""].used = members
    total = Figures()
    for figures in branches.values():
        total.add(figures)
    return Board(dict(sorted(branches.items())), total)


def _among_them(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    """Count the members to whom something out of the ordinary happened, at any time."""
    counted: QuerySet[Any, dict[str, Any]] = (
        rows.filter(Q(state__in=_LOST) | Q(urgency=Urgency.ONE))
        .values("member__branch__name")
        .annotate(
            bounced=Count("member", filter=Q(state=DispatchState.BOUNCED), distinct=True),
            failed=Count("member", filter=Q(state=DispatchState.FAILED), distinct=True),
            reissued=Count("member", filter=Q(urgency=Urgency.ONE), distinct=True),
        )
        .order_by()
    )
    return counted
