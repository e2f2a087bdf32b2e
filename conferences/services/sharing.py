"""Sharers: two people, one credential, one at a time; and their conversion into visitors.

A hand-over takes the vote from one and gives it to the other in one step (guide 3.7, lessons L6 and
L8). Who is on the frozen roll of a vote that is open stays on it, and nobody else is added.
"""

from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from conferences.delegates.branch_figures import entitlement_of
from conferences.enums import CredentialKind, RegistrationState
from conferences.models import Attendance, Conference, Credential, Registration
from conferences.rules import acting, office_held, refused
from conferences.services.numbering import in_words
from members.models import Member
from members.permissions import offices_for
from members.services.dispatching import notice_dispatch

CONVERTED: Final = "credential-converted"


def other_sharer(credential: Credential) -> Credential | None:
    """Give the credential of the person with whom this one is shared."""
    live = Registration.objects.filter(state=RegistrationState.REGISTERED)
    if credential.kind == CredentialKind.SHARER:
        found = live.filter(credential=credential).select_related("shares__member").first()
        return found.shares if found else None
    shared = live.filter(shares=credential, credential__kind=CredentialKind.SHARER)
    found = shared.select_related("credential__member").first()
    return found.credential if found else None


def credential_hand_over(*, credential: Credential, actor: Member) -> Credential:
    """Hand a shared credential to the other sharer; give the credential that may vote from now on.

    Leading the delegation, the card's strength and being present in the hall go over with it, so
    the quorum neither grows nor shrinks.
    """
    conference = credential.conference
    own = credential.member_id == actor.pk
    office = office_held(actor, conference, *offices_for("credential.hand_over"))
    with entry(actor=actor, office="" if own else office or "") as log:
        if not own and office is None:
            raise refused("credential.hand_over", conference)
        other = other_sharer(credential)
        if other is None:
            raise Refusal("not-shared", "This credential is not shared with anybody.")
        giver, taker = _locked_pair(credential, other)
        if not giver.may_vote:
            raise Refusal(
                "not-the-holder",
                "The other sharer holds the credential now: only they can hand it over.",
                rule="Roles and permissions",
                record="act.refused",
                subject=giver.log_name,
            )
        _pass_on(log, giver, taker)
    return taker


def sharers_convert(*, conference: Conference, actor: Member, reason: str) -> list[Credential]:
    """Turn every sharer into a visitor: the delegate keeps the vote, the sharer may watch.

    As unions did when their conferences moved online (L6). Each sharer is told. No
    credential is shared afterwards.
    """
    with acting(actor, conference, "sharers.convert") as log:
        said = in_words(reason)
        Conference.objects.select_for_update().get(pk=conference.pk)
        sharers = list(
            Credential.objects.filter(
                conference=conference, kind=CredentialKind.SHARER, revoked_at=None
            ).select_related("conference", "member", "body")
        )
        for one in sharers:
            if one.may_vote and (delegate := other_sharer(one)):
                _pass_on(log, *_locked_pair(one, delegate))
                one.refresh_from_db()
            one.kind = CredentialKind.VISITOR
            one.save(update_fields=["kind"])
            notice_dispatch(member=one.member, notice=CONVERTED)
            log.record(
                "credential.converted", subject=one, holder=one.member.log_name, to="visitor"
            )
        Registration.objects.filter(credential__in=sharers).update(kind=CredentialKind.VISITOR)
        terms = entitlement_of(conference)
        terms.sharers_allowed = False
        terms.save()
        log.record(
            "sharers.converted",
            subject=conference,
            credentials=len(sharers),
            personal={"reason": said},
        )
    return sharers


def _locked_pair(one: Credential, other: Credential) -> tuple[Credential, Credential]:
    """Lock both, always in the same order, so that two hand-overs wait for each other."""
    found = Credential.objects.select_for_update(of=("self",)).select_related(
        "conference", "member"
    )
    held = {each.pk: each for each in found.filter(pk__in=(one.pk, other.pk)).order_by("pk")}
    return held[one.pk], held[other.pk]


def _pass_on(log: OpenEntry, giver: Credential, taker: Credential) -> None:
    now, was_present = timezone.now(), giver.is_present
    taker.is_leader, taker.card_strength = giver.is_leader, giver.card_strength
    giver.may_vote = giver.is_leader = False
    giver.card_strength, giver.admitted_at = 0, None
    giver.attendance.filter(checked_out_at=None).update(checked_out_at=now)
    taker.may_vote = True
    if was_present and not taker.is_present:
        taker.admitted_at = now
        Attendance.objects.create(credential=taker, checked_in_at=now)
    giver.save()
    taker.save()
    log.record(
        "credential.handed_over",
        subject=giver,
        to=taker.log_name,
        holder=taker.member.log_name,
        present=was_present,
    )
