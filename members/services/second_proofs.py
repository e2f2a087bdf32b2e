"""The second proof of officers: an authenticator app or a passkey, besides what they sign in with.

A lost one is taken away by two people: the helpdesk asks, having checked who is asking; another
officer confirms, who was not part of it. The officer then enrols anew at their next sign-in.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from audit.refusal import Refusal
from members import rules
from members.models import Authenticator, Member, SecondProofReset
from members.selectors import offices_of
from members.services.sessions import sessions_end

REFUSED = "second_proof_reset.refused"


def needs_second_proof(member: Member) -> bool:
    """Tell whether a member has to prove twice who they are: whoever holds an office.

    Today, or before a session that begins now is over: else they would come to act on one proof.
    """
    if not settings.OFFICERS_NEED_SECOND:
        return False
    ends = timezone.localdate(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    return any(offices_of(member, on=day).exists() for day in {timezone.localdate(), ends})


def second_proofs_of(member: Member) -> tuple[bool, bool]:
    """Tell whether a member has an authenticator app in use, and whether a passkey."""
    apps = Authenticator.objects.filter(user=member, confirmed=True)
    keys = WebAuthnCredential.objects.filter(user=member, confirmed=True)
    return apps.exists(), keys.exists()


def insist_not_the_last(member: Member) -> None:
    """Refuse to take an officer's last second proof away: they could not sign in any more."""
    apps = Authenticator.objects.filter(user=member, confirmed=True).count()
    keys = WebAuthnCredential.objects.filter(user=member, confirmed=True).count()
    if apps + keys <= 1 and needs_second_proof(member):
        raise Refusal(
            "last-second-proof",
            "As an officer you need an app or a passkey to sign in. Set up another one first.",
        )


def second_proof_reset_ask(
    *, actor: Member, member: Member, checked: Sequence[str], reason: str
) -> SecondProofReset:
    """Ask, at the helpdesk, for an officer's lost app and passkeys to be forgotten."""
    with rules.acting(actor, "second_proof_reset.ask") as log:
        if actor == member:
            raise Refusal(
                "own-reset",
                "Nobody can do this for themselves. Ask a colleague at the helpdesk.",
                record=REFUSED,
                subject=member.log_name,
            )
        if not any(second_proofs_of(member)):
            raise Refusal("no-second-proof", "They have neither an app nor a passkey to forget.")
        if SecondProofReset.objects.filter(member=member, decided_at=None).exists():
            raise Refusal("reset-waits", "This has been asked for already, and waits for a second.")
        asked = SecondProofReset.objects.create(
            member=member,
            checked=list(checked),
            reason=reason,
            asked_by=actor,
            asked_at=timezone.now(),
        )
        log.record(
            "second_proof_reset.asked",
            subject=member,
            personal={"reason": reason},
            checked=list(checked),
        )
    return asked


def second_proof_reset_decide(*, actor: Member, pk: UUID, confirm: bool) -> SecondProofReset:
    """Confirm, as a second person, that an officer's second proofs are forgotten, or decline.

    Neither who asked nor the officer themselves decides. Every session of the officer ends.
    """
    with rules.acting(actor, "second_proof_reset.decide") as log:
        asked = (
            SecondProofReset.objects.select_for_update(of=("self",))
            .select_related("member", "asked_by")
            .filter(pk=pk, decided_at=None)
            .first()
        )
        if asked is None:
            raise Refusal("reset-decided", "This has been decided already.")
        if actor in (asked.asked_by, asked.member):
            raise Refusal(
                "own-reset",
                "A second person has to decide this: neither who asked nor whose proofs they are.",
                record=REFUSED,
                subject=asked.member.log_name,
            )
        asked.decided_by, asked.decided_at, asked.is_confirmed = actor, timezone.now(), confirm
        asked.save()
        if confirm:
            Authenticator.objects.filter(user=asked.member).delete()
            WebAuthnCredential.objects.filter(user=asked.member).delete()
            sessions_end(member=asked.member)
        log.record(
            "second_proof_reset.confirmed" if confirm else "second_proof_reset.declined",
            subject=asked.member,
        )
    return asked


def resets_waiting() -> QuerySet[SecondProofReset]:
    """List what waits for a second person, the oldest first."""
    return SecondProofReset.objects.filter(decided_at=None).select_related("member", "asked_by")
