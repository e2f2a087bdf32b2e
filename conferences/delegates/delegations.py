"""Asking about delegations: how far each branch has come, what waits, and whose seat is whose."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ballots.declaring.withholding import withheld
from conferences.delegates.duties import Duty, duties
from conferences.enums import CredentialKind, RegistrationState, SeatFor
from conferences.models import (
    BranchEntitlement,
    Conference,
    Credential,
    Registration,
    RegistrationQuery,
)
from members.enums import BodyKind
from members.models import Body, Member
from members.permissions import offices_for
from members.selectors import appointments_in_force


@dataclass(frozen=True, slots=True)
class BranchLine:
    """How far one branch has come with its delegation."""

    entitlement: BranchEntitlement
    registered: int
    waiting: int
    late: int
    duties: Sequence[Duty]

    @property
    def branch(self) -> Body:
        """Give the branch."""
        return self.entitlement.branch

    @property
    def free(self) -> int:
        """Count the seats that nobody has been put forward for."""
        return max(0, self.entitlement.delegates - self.registered - self.waiting - self.late)

    @property
    def is_complete(self) -> bool:
        """Say whether every seat is taken."""
        return self.registered >= self.entitlement.delegates


def branch_lines(conference: Conference) -> list[BranchLine]:
    """Give the line of every branch, in three queries."""
    held = Credential.objects.filter(
        conference=conference, kind=CredentialKind.DELEGATE, revoked_at=None
    )
    registered = Counter(held.values_list("body", flat=True))
    pending: dict[tuple[object, str], int] = Counter()
    seats: dict[object, Counter[str]] = defaultdict(Counter)
    live = (RegistrationState.WAITING, RegistrationState.LATE, RegistrationState.REGISTERED)
    rows = Registration.objects.filter(conference=conference, state__in=live)
    for branch, state, kind, replaces, seat in rows.filter(
        Q(credential=None) | Q(credential__revoked_at=None)
    ).values_list("branch", "state", "kind", "replaces", "seat_for"):
        if state != RegistrationState.REGISTERED:
            counts = kind == CredentialKind.DELEGATE and replaces is None
            pending[branch, state] += bool(counts)
        elif seat:
            seats[branch][seat] += 1
    return [
        BranchLine(
            entitlement=one,
            registered=registered[one.branch_id],
            waiting=pending[one.branch_id, RegistrationState.WAITING],
            late=pending[one.branch_id, RegistrationState.LATE],
            duties=duties(
                members=one.members,
                delegates=one.delegates,
                women=one.women,
                designated=seats[one.branch_id],
            ),
        )
        for one in conference.branch_entitlements.select_related("branch")
    ]


def seats_of(line: BranchLine) -> list[str]:
    """Give one word for each seat: taken, on its way, or free."""
    return [
        *["taken"] * min(line.registered, line.entitlement.delegates),
        *["waiting"] * (line.waiting + line.late),
        *["free"] * line.free,
    ]


def seats_designated(lines: Sequence[BranchLine]) -> list[tuple[str, int | None, int]]:
    """Count designated seats over all branches, beside what the duties ask for.

    A count of fewer than five is withheld (None), with whatever would give it away.
    """
    wanted: Counter[str] = Counter()
    designated: Counter[str] = Counter()
    for line in lines:
        for duty in line.duties:
            wanted[duty.seat] += duty.wanted
            designated[duty.seat] += duty.designated
    hidden = withheld({seat: designated[seat] for seat in wanted if designated[seat]})
    return [
        (str(SeatFor(seat).label), None if seat in hidden else designated[seat], wanted[seat])
        for seat in sorted(wanted)
    ]


def branches_served(member: Member) -> QuerySet[Body]:
    """Find the branches for which a member may register delegates."""
    held = appointments_in_force().filter(
        member=member, office__in=offices_for("registration.enter")
    )
    return Body.objects.filter(pk__in=held.values("body"), kind=BodyKind.BRANCH)


def delegation_of(conference: Conference, branch: Body) -> QuerySet[Credential]:
    """List every credential of a branch, the revoked ones too."""
    held = Credential.objects.filter(conference=conference, body=branch)
    return held.select_related("member", "conference", "registration").order_by("number")


def registrations_open(
    conference: Conference, branch: Body | None = None
) -> QuerySet[Registration]:
    """List what waits for a second officer or for the committee."""
    waiting = Registration.objects.filter(
        conference=conference, state__in=(RegistrationState.WAITING, RegistrationState.LATE)
    )
    if branch:
        waiting = waiting.filter(branch=branch)
    return waiting.select_related(
        "conference", "branch", "member", "entered_by", "confirmed_by", "replaces", "shares"
    )


def registrations_ended(conference: Conference, branch: Body) -> QuerySet[Registration]:
    """List what was declined, refused or withdrawn, the latest first."""
    over = (RegistrationState.DECLINED, RegistrationState.REFUSED, RegistrationState.WITHDRAWN)
    ended = Registration.objects.filter(conference=conference, branch=branch, state__in=over)
    return ended.select_related("conference", "member").order_by("-number")


def queries_of(conference: Conference, branch: Body | None = None) -> QuerySet[RegistrationQuery]:
    """List queries, those still to answer first."""
    asked = RegistrationQuery.objects.filter(conference=conference)
    if branch:
        asked = asked.filter(branch=branch)
    return asked.select_related("conference", "branch", "asked_by", "answered_by").order_by(
        "-answered_at", "number"
    )
