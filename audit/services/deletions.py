"""Destroying records whose time is over: one person asks, another confirms (guide 2.7, 3.8).

Until it is confirmed, whoever asked can take it back and nothing has happened. Whether a member's
office allows it is for the room that knows the offices: it names the office here.
"""

from datetime import UTC
from typing import Any

from django.utils import timezone

from audit.enums import DeletionState
from audit.holding import holding_still
from audit.models import Deletion, Unplaced
from audit.recording import Actor, OpenEntry, entry
from audit.refusal import Refusal
from audit.retention import Destroyed, Due, certificate, schedule
from audit.services.erasure import erasure_perform
from audit.services.placing import entries_place


def deletion_ask(
    *, actor: Actor, office: str, rule: str, subject: str, reason: str = ""
) -> Deletion:
    """Ask that something be destroyed under a line of the schedule. Nothing is deleted yet."""
    with entry(actor=actor, office=office) as log:
        due = _due(rule, subject)
        if Deletion.objects.filter(rule=rule, subject=subject, state=DeletionState.WAITING):
            raise Refusal("already-asked", "That is asked for already, and waits for its answer.")
        deletion = Deletion.objects.create(
            rule=due.rule,
            subject=due.subject,
            reason=reason.strip(),
            state=DeletionState.WAITING,
            asked_by=actor.pseudonym,
            asked_office=office,
            asked_at=timezone.now(),
        )
        personal = {"reason": deletion.reason} if deletion.reason else None
        _record(log, "deletion.asked", deletion, personal=personal)
    return deletion


def deletion_withdraw(*, actor: Actor, deletion: Deletion) -> Deletion:
    """Take back what one has asked for. Nothing was deleted."""
    with entry(actor=actor, office=deletion.asked_office) as log:
        deletion = _waiting(deletion)
        if deletion.asked_by != actor.pseudonym:
            raise Refusal("not-yours", "Whoever asked for it can take it back; you can decline it.")
        _decided(deletion, DeletionState.WITHDRAWN, actor, deletion.asked_office)
        _record(log, "deletion.withdrawn", deletion)
    return deletion


def deletion_decline(*, actor: Actor, office: str, deletion: Deletion) -> Deletion:
    """Say no, as the second person. What was asked for stays as it is."""
    with entry(actor=actor, office=office) as log:
        deletion = _waiting(deletion)
        _insist_on_second_person(deletion, actor)
        _decided(deletion, DeletionState.DECLINED, actor, office)
        _record(log, "deletion.declined", deletion)
    return deletion


def deletion_confirm(*, actor: Actor, office: str, deletion: Deletion) -> Deletion:
    """Destroy it, as the second person, and make out the certificate. This cannot be undone."""
    if Unplaced.objects.exists():  # an entry without a place cannot be named as erased
        entries_place()
    with entry(actor=actor, office=office) as log:
        deletion = _waiting(deletion)
        _insist_on_second_person(deletion, actor)
        holding_still()
        due = _due(deletion.rule, deletion.subject)  # a complaint may have come in since
        keeper = schedule[due.rule].keeper
        assert keeper is not None  # noqa: S101 - _due has just asked it
        destroyed = keeper.destroy(due)
        _decided(deletion, DeletionState.DONE, actor, office)
        leaves = erasure_perform(
            log,
            destroyed.digests,
            subject=deletion.subject,
            deletion=str(deletion.pk),
            asked_by=deletion.asked_by,
            asked_office=deletion.asked_office,
        )
        deletion.certificate = _certificate(deletion, due, destroyed)
        deletion.certificate["log_entries"] = [str(leaf) for leaf in leaves]
        deletion.reason = ""  # it may name whoever is gone now; the log has its digest
        deletion.save()
        _record(
            log,
            "records.destroyed",
            deletion,
            asked_by=deletion.asked_by,
            asked_office=deletion.asked_office,
            rows=destroyed.rows,
            erased_digests=len(destroyed.digests),
        )
    return deletion


def _due(rule: str, subject: str) -> Due:
    """Find what is to be destroyed; refuse before its time, and while a complaint is live."""
    line = schedule.get(rule)
    if line is None or line.keeper is None:
        raise Refusal("no-such-rule", "The retention schedule has nothing to delete by that name.")
    due = line.keeper.find(subject, line.before(timezone.now()))
    if due is None:
        since = f" from {line.counted_from}" if line.counted_from else ""
        raise Refusal(
            "not-due",
            f"{line.what}: kept {line.period}{since}, for {line.why}. "
            "That is not over, or there is nothing of it left.",
            rule=line.source,
            record="deletion.refused",
            subject=subject,
            facts={"schedule": rule},
        )
    if holds := due.holds:
        raise Refusal(
            "held",
            f"Nothing of this is deleted while a complaint is live: {holds[0].reason}",
            rule=line.source,
            record="deletion.refused",
            subject=subject,
            facts={"schedule": rule, "holds": [str(hold.pk) for hold in holds]},
        )
    return due


def _waiting(deletion: Deletion) -> Deletion:
    fresh = Deletion.objects.select_for_update().get(pk=deletion.pk)
    if fresh.state != DeletionState.WAITING:
        state = DeletionState(fresh.state).label.lower()
        raise Refusal("already-decided", f"That is decided already: {state}.")
    return fresh


def _insist_on_second_person(deletion: Deletion, actor: Actor) -> None:
    if deletion.asked_by == actor.pseudonym:
        raise Refusal(
            "two-people",
            "A second person must decide this: not the one who asked for it.",
            rule="guide 3.8",
            record="deletion.refused",
            subject=deletion.subject,
            facts={"schedule": deletion.rule, "deletion": str(deletion.pk)},
        )


def _decided(deletion: Deletion, state: DeletionState, actor: Actor, office: str) -> None:
    deletion.state = state
    deletion.decided_by, deletion.decided_office = actor.pseudonym, office
    deletion.decided_at = timezone.now()
    deletion.save()


def _record(
    log: OpenEntry,
    kind: str,
    deletion: Deletion,
    *,
    personal: dict[str, str] | None = None,
    **facts: Any,
) -> None:
    log.record(
        kind,
        subject=deletion.subject,
        personal=personal,
        schedule=deletion.rule,
        deletion=str(deletion.pk),
        **facts,
    )


def _certificate(deletion: Deletion, due: Due, destroyed: Destroyed) -> dict[str, object]:
    assert deletion.decided_at is not None  # noqa: S101 - it has just been decided
    return certificate(
        {
            "number": str(deletion.pk),
            "subject": due.subject,
            "what": due.what,
            "schedule": due.rule,
            "counted_from": due.since.isoformat(),
            "asked_by": deletion.asked_by,
            "asked_office": deletion.asked_office,
            "asked_at": deletion.asked_at.astimezone(UTC).isoformat(timespec="seconds"),
            "confirmed_by": deletion.decided_by,
            "confirmed_office": deletion.decided_office,
            "destroyed_at": deletion.decided_at.astimezone(UTC).isoformat(timespec="seconds"),
        },
        destroyed,
    )
