"""Holding what is kept about a subject while a complaint is live, and letting it go again."""

from django.utils import timezone

from audit.holding import holding_still
from audit.models import Hold
from audit.recording import Actor, Subject, entry
from audit.refusal import Refusal


def hold_place(*, actor: Actor, subject: Subject | str, reason: str, office: str = "") -> Hold:
    """Stop every deletion of what is kept about a subject, from now until released.

    Each complaint places a hold of its own, so that the end of one does not let go what another
    needs. The reason may name people: the log has its digest.
    """
    name = subject if isinstance(subject, str) else subject.log_name
    with entry(actor=actor, office=office) as log:
        holding_still()
        hold = Hold.objects.create(
            subject=name,
            reason=_given(reason),
            placed_by=actor.pseudonym,
            placed_at=timezone.now(),
        )
        log.record("hold.placed", subject=name, personal={"reason": hold.reason}, hold=str(hold.pk))
    return hold


def hold_release(*, actor: Actor, hold: Hold, reason: str, office: str = "") -> Hold:
    """Let a hold go: the complaint has ended. What is due may then be asked for again."""
    with entry(actor=actor, office=office) as log:
        hold = Hold.objects.select_for_update().get(pk=hold.pk)
        if hold.released_at is not None:
            raise Refusal("already-released", "That hold has been released already.")
        hold.released_by, hold.released_at = actor.pseudonym, timezone.now()
        hold.save(update_fields=["released_by", "released_at"])
        log.record(
            "hold.released",
            subject=hold.subject,
            personal={"reason": _given(reason)},
            hold=str(hold.pk),
        )
    return hold


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refusal("reason-missing", "Say which complaint it is for: the record shows why.")
    return reason.strip()
