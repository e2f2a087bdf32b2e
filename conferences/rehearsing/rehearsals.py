"""Running a rehearsal, stopping it, keeping its report, and clearing it away.

A rehearsal is started in the room above, which copies the motions. All of these are acts in the
conference that is rehearsed: whoever holds an office there.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from ballots.enums import BallotState
from conferences.enums import FloorPhase, RehearsalState
from conferences.models import Attendance, Floor, Rehearsal
from conferences.readiness.report import Finding, Report
from conferences.rehearsing.crowd import Crowd
from conferences.rehearsing.measures import Measures
from conferences.rules import acting
from members.models import Member

SILENT_FOR: Final = timedelta(minutes=2)  # a run that has said nothing for so long has died


def rehearsal_run(*, rehearsal: Rehearsal, actor: Member, crowd: Crowd) -> Rehearsal:
    """Let the simulated delegates in. A rehearsal runs once: afterwards its motions are decided."""
    with acting(actor, rehearsal.conference, "rehearsal.run") as log:
        held = held_rehearsal(rehearsal)
        if held.state != RehearsalState.READY:
            raise Refusal(
                "not-ready", f"{held} is {held.get_state_display().lower()}: start another one."
            )
        held.state, held.crowd = RehearsalState.RUNNING, crowd.to_document()
        held.moved_at, held.doing = timezone.now(), "Opening the doors"
        held.trouble, held.stop_asked = "", False
        held.of = crowd.votes if crowd.has_chair else 0
        held.save()
        log.record("rehearsal.begun", subject=held, crowd=held.crowd)
    return held


def rehearsal_stop(*, rehearsal: Rehearsal, actor: Member) -> Rehearsal:
    """End a run before its time; what was measured until then is reported."""
    with acting(actor, rehearsal.conference, "rehearsal.run") as log:
        held = held_rehearsal(rehearsal)
        if not held.is_under_way:
            raise Refusal("not-running", f"{held} is not under way.")
        if timezone.now() - held.moved_at > SILENT_FOR:
            return _broken_off(log, held, "Whoever ran it is gone.")
        if held.stop_asked:
            raise Refusal("stopped-already", f"{held} ends as soon as its vote is over.")
        held.stop_asked = True
        held.save(update_fields=["stop_asked"])
        log.record("rehearsal.stopped", subject=held)
    return held


def rehearsal_break_off(*, rehearsal: Rehearsal, why: str) -> Rehearsal:
    """Note that a run could not go on. The seats are empty again, and it can be run once more."""
    with entry(actor=None) as log:
        return _broken_off(log, held_rehearsal(rehearsal), why)


def _broken_off(log: OpenEntry, held: Rehearsal, why: str) -> Rehearsal:
    _empty(held)
    held.state, held.trouble, held.doing = RehearsalState.READY, why, ""
    held.save()
    log.record("rehearsal.broken_off", subject=held)
    return held


def _empty(held: Rehearsal) -> int:
    """Forget who was present in a rehearsal: nobody real is missed in it."""
    spells, _ = Attendance.objects.filter(credential__conference=held.copy).delete()
    held.copy.credentials.update(admitted_at=None)
    return spells


def rehearsal_report(
    *, rehearsal: Rehearsal, log: OpenEntry, measures: Measures, findings: Sequence[Finding]
) -> Rehearsal:
    """Keep the report of a run that has ended, in the entry of whoever ran it."""
    report = Report(findings)
    held = held_rehearsal(rehearsal)
    held.state, held.reported_at = RehearsalState.REPORTED, timezone.now()
    held.moved_at, held.doing = held.reported_at, ""
    held.measures, held.findings = measures.to_document(), report.as_rows()
    held.report_sha256 = report.sha256
    held.save()
    log.record(
        "rehearsal.reported",
        subject=held,
        outcome=report.state.value,
        report_sha256=report.sha256,
        votes=len(measures.votes),
        acknowledged=measures.acknowledged,
        lost_or_doubled=measures.lost_or_doubled,
    )
    return held


def rehearsal_clear(*, rehearsal: Rehearsal, actor: Member) -> Rehearsal:
    """Clear a rehearsal away: nothing more is done in it, and who was present is forgotten.

    Its report stays. The votes in it are test votes, which the rules for keeping records destroy in
    their time, as they do all votes; what the log has of it stays, as the log does.
    """
    with acting(actor, rehearsal.conference, "rehearsal.clear") as log:
        held = held_rehearsal(rehearsal)
        if held.state == RehearsalState.CLEARED:
            raise Refusal("already-cleared", f"{held} was cleared away already.")
        if held.is_under_way:
            raise Refusal("still-running", f"{held} is under way: stop it first.")
        floor = Floor.objects.select_for_update(of=("self",)).select_related("ballot").get(
            conference=held.copy
        )  # fmt: skip
        if floor.ballot and floor.ballot.state == BallotState.OPEN:
            raise Refusal("vote-open", "A vote is open in it. It closes at its time.")
        spells = _empty(held)
        Floor.objects.filter(pk=floor.pk).update(
            phase=FloorPhase.IDLE, heading="", text="", effect="", note="", ballot=None
        )
        held.state, held.cleared_at = RehearsalState.CLEARED, timezone.now()
        held.save(update_fields=["state", "cleared_at"])
        log.record("rehearsal.cleared", subject=held, spells_of_presence=spells)
    return held


def held_rehearsal(rehearsal: Rehearsal) -> Rehearsal:
    """Lock a rehearsal."""
    found = Rehearsal.objects.select_related("conference__body", "copy__body")
    return found.select_for_update(of=("self",)).get(pk=rehearsal.pk)
