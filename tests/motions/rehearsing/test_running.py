import json
from datetime import timedelta

from django.utils import timezone

from audit.models import Entry
from ballots.models import Ballot, RollEntry
from conferences.enums import RehearsalState
from conferences.models import Attendance, Conference, Rehearsal
from conferences.readiness.checks import report_on
from conferences.readiness.report import State
from conferences.rehearsing.crowd import Crowd
from conferences.rehearsing.measures import Measures
from conferences.rehearsing.rehearsals import (
    rehearsal_break_off,
    rehearsal_clear,
    rehearsal_run,
    rehearsal_stop,
)
from conferences.rules import acting
from members.models import Member
from motions.models import Motion
from motions.rehearsing.laying_out import rehearsal_start
from motions.rehearsing.running import run
from motions.states import MotionState
from tests.factories.conferences import refused
from tests.pages.halls import Hall

QUICK = Crowd(late=0, drop_outs=0, unable=0, slow=0, silent=0, double_taps=100, votes=1, pace=20)


def rehearse(hall: Hall, clerk: Member, crowd: Crowd = QUICK) -> Rehearsal:
    rehearsal = rehearsal_start(conference=hall.conference, actor=clerk)
    return run(rehearsal_run(rehearsal=rehearsal, actor=clerk, crowd=crowd), slack=5)


def leaves(kind: str) -> list[dict[str, object]]:
    return [json.loads(bytes(one.leaf)) for one in Entry.objects.filter(kind=kind)]


def test_rehearsal_by_itself_votes_by_show_and_by_card_and_loses_none(
    hall: Hall, clerk: Member
) -> None:
    rehearsal = rehearse(hall, clerk)
    measures = Measures.from_document(rehearsal.measures)
    assert rehearsal.state == RehearsalState.REPORTED
    assert {vote.form for vote in measures.votes} == {"show_of_hands", "card_vote"}
    assert measures.acknowledged == RollEntry.objects.filter(cast__isnull=False).count() > 0
    assert measures.lost_or_doubled == 0
    assert sum(vote.double_taps for vote in measures.votes) == measures.acknowledged
    found = {row["code"]: row["state"] for row in rehearsal.findings}
    assert found["recorded"] == State.READY
    assert found["people"] == State.LOOK
    assert "passcode" in next(r["says"] for r in rehearsal.findings if r["code"] == "unrehearsed")
    # Nothing real has moved, and the log tells everything apart.
    assert set(hall.conference.motions.values_list("state", flat=True)) == {MotionState.SCHEDULED}
    assert not hall.conference.questions.exists()
    decided = {MotionState.CARRIED, MotionState.LOST, MotionState.NOT_CARRIED}
    assert Motion.objects.filter(conference__code="NDC27-R1", state__in=decided).count() == 1
    assert all(Ballot.objects.values_list("is_test", flat=True))
    assert all(leaf["test"] for leaf in leaves("ballot.opened") + leaves("ballot.closed"))
    assert {leaf["rehearsal"] for leaf in leaves("question.vote_opened")} == {"NDC27-R1"}
    assert {leaf["by"] for leaf in leaves("ballot.declared")} == {"system"}
    told = {one.code: one for one in report_on(hall.conference).findings}
    assert told["rehearsal"].says.startswith("Rehearsal 1")


def test_rehearsal_that_is_stopped_reports_on_what_there_is(hall: Hall, clerk: Member) -> None:
    rehearsal = rehearsal_start(conference=hall.conference, actor=clerk)
    begun = rehearsal_run(rehearsal=rehearsal, actor=clerk, crowd=QUICK)
    with refused("not-ready"):
        rehearsal_run(rehearsal=rehearsal, actor=clerk, crowd=QUICK)
    with refused("still-running"):
        rehearsal_clear(rehearsal=rehearsal, actor=clerk)
    rehearsal_stop(rehearsal=begun, actor=clerk)
    ended = run(begun, slack=0)
    assert ended.state == RehearsalState.REPORTED
    assert {row["code"]: row["state"] for row in ended.findings}["votes"] == State.STOP
    with refused("not-running"):
        rehearsal_stop(rehearsal=begun, actor=clerk)


def test_rehearsal_whose_run_died_is_broken_off_and_can_be_run_again(
    hall: Hall, clerk: Member
) -> None:
    rehearsal = rehearsal_start(conference=hall.conference, actor=clerk)
    begun = rehearsal_run(rehearsal=rehearsal, actor=clerk, crowd=QUICK)
    rehearsal_break_off(rehearsal=begun, why="The database did not answer.")
    begun = rehearsal_run(rehearsal=rehearsal, actor=clerk, crowd=QUICK)
    assert not begun.trouble
    Rehearsal.objects.update(moved_at=timezone.now() - timedelta(minutes=3))
    assert rehearsal_stop(rehearsal=begun, actor=clerk).state == RehearsalState.READY


def test_rehearsal_beside_a_real_chair_takes_part_and_ends_when_told(
    hall: Hall, clerk: Member
) -> None:
    rehearsal = rehearsal_start(conference=hall.conference, actor=clerk)
    alone = Crowd(has_chair=False, pace=1)
    begun = rehearsal_run(rehearsal=rehearsal, actor=clerk, crowd=alone)
    rehearsal_stop(rehearsal=begun, actor=clerk)
    ended = run(begun)
    assert ended.state == RehearsalState.REPORTED
    assert Attendance.objects.filter(credential__conference=rehearsal.copy).count() > 0


def test_rehearsal_cleared_away_keeps_its_report_and_takes_no_more_acts(
    hall: Hall, clerk: Member
) -> None:
    rehearsal = rehearsal_start(conference=hall.conference, actor=clerk)
    cleared = rehearsal_clear(rehearsal=rehearsal, actor=clerk)
    assert cleared.cleared_at
    with refused("already-cleared"):
        rehearsal_clear(rehearsal=rehearsal, actor=clerk)
    with refused("rehearsal-cleared"), acting(hall.chair, cleared.copy, "session.open"):
        raise AssertionError("An act began in a rehearsal that is over.")
    again = rehearsal_start(conference=hall.conference, actor=clerk)
    assert again.copy.code == "NDC27-R2"
    assert hall.as_(hall.delegate).get("/c/NDC27-R1/now/").status_code == 403
    assert Conference.objects.filter(rehearses=hall.conference).count() == 2
