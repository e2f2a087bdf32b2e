"""Checking in and out: the quorum and the rolls are counted from who is present now."""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Attendance, Credential
from conferences.rules import acting_for
from members.models import Member


def check_in(*, credential: Credential, actor: Member | None) -> Credential:
    """Admit the holder of a credential. One checks oneself in, or the desk does it."""
    with acting_for(actor, credential, "credential.check_in") as log:
        held = _locked(credential)
        if held.revoked_at:
            raise Refusal(
                "revoked",
                f"Credential {held.number} was revoked: another delegate has come in its place.",
                rule="Delegate entitlement",
            )
        if held.is_present:
            raise Refusal("already-present", f"{held.member.name} is already checked in.")
        now = timezone.now()
        held.admitted_at = now
        held.save(update_fields=["admitted_at"])
        Attendance.objects.create(credential=held, checked_in_at=now)
        log.record("credential.checked_in", subject=held)
    return held


def check_out(*, credential: Credential, actor: Member | None) -> Credential:
    """Record that the holder of a credential has left. The roll of an open vote stays as it is."""
    with acting_for(actor, credential, "credential.check_out") as log:
        held = _locked(credential)
        if not held.is_present:
            raise Refusal("not-present", f"{held.member.name} is not checked in.")
        held.admitted_at = None
        held.save(update_fields=["admitted_at"])
        held.attendance.filter(checked_out_at__isnull=True).update(checked_out_at=timezone.now())
        log.record("credential.checked_out", subject=held)
    return held


def _locked(credential: Credential) -> Credential:
    return (
        Credential.objects.select_for_update(of=("self",))
        .select_related("conference", "member", "body")
        .get(pk=credential.pk)
    )
