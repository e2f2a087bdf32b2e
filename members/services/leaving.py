"""Leaving and coming back: who is not a member now cannot sign in; their entry stays."""

from audit.refusal import Refusal
from members import rules
from members.models import Member
from members.services.sessions import sessions_end


def member_suspend(*, actor: Member | None, member: Member, reason: str = "") -> Member:
    """Keep a person out who is no longer a member; their entry and their past acts stay.

    Their sessions end at once. A place on the roll of an open vote stays, for a roll is frozen when
    the vote opens; but they can no longer sign in to use it.
    """
    with rules.acting(actor, "member.suspend") as log:
        _insist_on_another(actor, member)
        member = Member.objects.select_for_update().get(pk=member.pk)
        if not member.is_active:
            raise Refusal("has-left", f"{member.name} is entered as having left already.")
        member.is_active = False
        member.save(update_fields=["is_active"])
        log.record("member.suspended", subject=member, personal=_why(reason))
        sessions_end(member=member)
    return member


def member_reinstate(*, actor: Member | None, member: Member, reason: str = "") -> Member:
    """Let a person back in: they were entered by mistake as having left, or came back."""
    with rules.acting(actor, "member.reinstate") as log:
        _insist_on_another(actor, member)
        member = Member.objects.select_for_update().get(pk=member.pk)
        if member.erased_at:
            raise Refusal(
                "is-erased",
                "Their entry was erased, and nothing brings it back. Enter them afresh.",
            )
        if member.is_active:
            raise Refusal("is-a-member", f"{member.name} is a member.")
        member.is_active = True
        member.save(update_fields=["is_active"])
        log.record("member.reinstated", subject=member, personal=_why(reason))
        sessions_end(member=member)
    return member


def _insist_on_another(actor: Member | None, member: Member) -> None:
    if actor == member:
        raise Refusal("own-entry", "Another membership officer has to enter this of you.")


def _why(reason: str) -> dict[str, str]:
    return {"reason": reason.strip()} if reason.strip() else {}
