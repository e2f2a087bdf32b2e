"""Who may be registered by a branch, up to how many, and until when (guide 3.7)."""

from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.delegates.branch_figures import entitlement_of
from conferences.enums import CredentialKind, RegistrationState
from conferences.models import BranchEntitlement, Conference, Credential, Registration
from conferences.models.delegates import LIVE
from members.models import Body, Member

RULE: Final = "Delegate entitlement"
_OPEN: Final = (RegistrationState.WAITING, RegistrationState.LATE)


def delegates_used(conference: Conference, branch: Body) -> int:
    """Count the seats of a branch that are taken, or would be by what waits."""
    issued = Credential.objects.filter(
        conference=conference, body=branch, kind=CredentialKind.DELEGATE, revoked_at=None
    ).count()
    waiting = Registration.objects.filter(
        conference=conference,
        branch=branch,
        kind=CredentialKind.DELEGATE,
        replaces=None,
        state__in=(RegistrationState.WAITING, RegistrationState.LATE),
    ).count()
    return issued + waiting


def leader_of(conference: Conference, branch: Body) -> Credential | Registration | None:
    """Find who leads a delegation, or would by what waits."""
    leads = Credential.objects.filter(
        conference=conference, body=branch, is_leader=True, revoked_at=None
    ).first()
    return (
        leads
        or Registration.objects.filter(
            conference=conference,
            branch=branch,
            is_leader=True,
            state__in=(RegistrationState.WAITING, RegistrationState.LATE),
        ).first()
    )


def is_late(registration: Registration) -> bool:
    """Tell whether the deadline for this kind of registration has passed, by the server's clock."""
    terms = entitlement_of(registration.conference)
    by = terms.substitute_by if registration.replaces_id else terms.register_by
    return by is not None and timezone.now() > by


def figures_of(conference: Conference, branch: Body) -> BranchEntitlement:
    """Lock the figures of a branch, so that its registrations wait for one another."""
    found = BranchEntitlement.objects.select_for_update(of=("self",)).filter(
        conference=conference, branch=branch
    )
    line = found.select_related("conference", "branch").first()
    if line is None:
        raise Refusal(
            "not-fixed",
            f"How many delegates {branch.name} may send has not been fixed yet.",
            rule=RULE,
        )
    return line


def by_number(typed: str) -> Member | None:
    """Find whoever has a membership number, as it was typed."""
    number = typed.strip().upper()
    return Member.objects.filter(membership_number=number, is_active=True).first()


def member_of(conference: Conference, branch: Body, typed: str) -> Member:
    """Find a member of this branch at the qualifying date.

    A number that is nobody's and a number that counts in another branch are answered in the same
    words: a branch learns nothing of who else is a member.
    """
    day = entitlement_of(conference).qualifying_on
    member = by_number(typed)
    if member is None or member.branch_id != branch.pk:
        raise _refused(
            "not-of-this-branch",
            f"Nobody with that number counts in {branch.name} on {day:%-d %B %Y}. Each member "
            f"counts once, in their branch of record; check the number, or query it.",
            branch=branch,
            conference=conference,
            member=member,
        )
    if member.joined_on and member.joined_on > day:
        raise _refused(
            "joined-after",
            f"This member joined after {day:%-d %B %Y}, the day on which members are counted, so "
            f"they cannot be a delegate of this conference. If the register is wrong, query it.",
            branch=branch,
            conference=conference,
            member=member,
        )
    return member


def refuse_second_seat(
    conference: Conference, branch: Body, member: Member, but: Registration | None = None
) -> None:
    """Refuse a second credential to anybody: one each, by their branch of record."""
    waiting = Registration.objects.filter(
        conference=conference,
        member=member,
        state__in=(RegistrationState.WAITING, RegistrationState.LATE),
    )
    if but:
        waiting = waiting.exclude(pk=but.pk)
    holds = Credential.objects.filter(conference=conference, member=member, revoked_at=None)
    if waiting.exists() or holds.exists():
        raise _refused(
            "already-registered",
            "This member is registered already: one credential each, for one branch.",
            branch=branch,
            conference=conference,
            member=member,
        )


def _refused(
    code: str, words: str, *, branch: Body, conference: Conference, member: Member | None
) -> Refusal:
    return Refusal(
        code,
        words,
        rule=RULE,
        record="registration.refused",
        subject=conference.log_name,
        facts={
            "branch": branch.log_name,
            "member": member.log_name if member else None,
        },
    )


def insist_on_room(line: BranchEntitlement, but: Registration | None = None) -> None:
    """Refuse a delegate beyond what the branch may send."""
    used = delegates_used(line.conference, line.branch) - (1 if but else 0)
    if used >= line.delegates:
        raise Refusal(
            "no-seat-left",
            f"{line.branch.name} may send {line.delegates} for its {line.members:,} members, and "
            f"as many are registered. Name a substitute for one of them instead.",
            rule=RULE,
        )


def insist_replaceable(replaced: Credential, branch: Body) -> None:
    """Refuse a substitute for anybody but a delegate of the branch who shares with nobody."""
    if replaced.body_id != branch.pk or replaced.revoked_at:
        raise Refusal("not-replaceable", "That credential is not one of your branch's delegates.")
    if replaced.kind != CredentialKind.DELEGATE:
        raise Refusal("not-a-delegate", "Only a delegate is replaced by a substitute.")
    if replaced.sharers.filter(state__in=LIVE).exists():
        raise Refusal(
            "is-shared", "This credential is shared: the other sharer can be handed it instead."
        )


def insist_shareable(conference: Conference, shares: Credential | None, branch: Body) -> None:
    """Refuse a sharer where conference has none, or the credential is shared already."""
    if not entitlement_of(conference).sharers_allowed:
        raise Refusal("no-sharers", "This conference has no sharers.", rule="Standing orders")
    if shares is None or shares.body_id != branch.pk or shares.revoked_at:
        raise Refusal("not-shareable", "Say with which delegate of the branch they share.")
    if shares.kind != CredentialKind.DELEGATE:
        raise Refusal("not-a-delegate", "Only a delegate's credential is shared.")
    if shares.sharers.filter(state=RegistrationState.REGISTERED, kind="sharer").exists():
        raise Refusal("shared-already", "Two people share a credential, not more.")
