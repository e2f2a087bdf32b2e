"""Debate through the services, and every refusal on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from conferences.enums import FloorPhase
from conferences.services import check_out
from live.models import Outbox
from motions.amendment_life import AmendmentState
from motions.debate import guillotine, moving
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def test_motion_is_called_moved_and_seconded(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    assert motion.standing == MotionState.IN_DEBATE
    assert motion.mover == sitting.credential("B13-1")
    recorded = Entry.objects.filter(subject="motion:NDC27/M6").order_by("-at")[:3]
    assert [each.kind for each in reversed(recorded)] == [
        "motion.called",
        "motion.moved",
        "motion.seconded",
    ]


def test_floor_follows_the_motion(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    floor = sitting.conference.floor
    floor.refresh_from_db()
    assert floor.phase == FloorPhase.DEBATE
    assert floor.heading == "Motion 6: Assaults on people who work alone"
    assert floor.text_version == 1
    assert "Moved by Lorna Pagett-Iyer" in floor.note
    assert {"now", "hall", "teller", "chair"} <= set(Outbox.objects.values_list("event", flat=True))


def test_call_refused_when_not_quorate(sitting: Sitting) -> None:
    sitting.leave(7)
    with refused("not-quorate"):
        moving.motion_call(motion=sitting.motion("M6"), actor=sitting.chair)


def test_call_refused_when_another_motion_is_before_conference(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    with refused("business-unfinished"):
        moving.motion_call(motion=sitting.motion("EM1"), actor=sitting.chair)


def test_call_refused_when_not_on_the_agenda(sitting: Sitting) -> None:
    with refused("not-lawful-now"):
        moving.motion_call(motion=sitting.motion("M16"), actor=sitting.chair)


def test_call_refused_when_not_the_chair(sitting: Sitting) -> None:
    with refused("not-your-office"):
        moving.motion_call(motion=sitting.motion("M6"), actor=sitting.clerk)
    assert sitting.motion("M6").standing == MotionState.SCHEDULED


def test_a_refused_act_is_in_the_log(sitting: Sitting) -> None:
    before = Entry.objects.filter(kind="act.refused").count()
    with refused("not-your-office"):
        moving.motion_call(motion=sitting.motion("M6"), actor=sitting.returning_officer)
    assert Entry.objects.filter(kind="act.refused").count() == before + 1


def test_vice_chair_may_take_the_chair(sitting: Sitting) -> None:
    moving.motion_call(motion=sitting.motion("M6"), actor=sitting.officers["vice_chair"])
    assert sitting.motion("M6").standing == MotionState.CALLED


def test_move_refused_when_of_another_body(sitting: Sitting) -> None:
    moving.motion_call(motion=sitting.motion("M6"), actor=sitting.chair)
    with refused("not-of-the-lodging-body"):
        moving.motion_move(
            motion=sitting.motion("M6"), mover=sitting.credential("B08-1"), actor=sitting.chair
        )


def test_move_refused_when_mover_is_not_present(sitting: Sitting) -> None:
    moving.motion_call(motion=sitting.motion("M6"), actor=sitting.chair)
    mover = check_out(credential=sitting.credential("B13-1"), actor=sitting.chair)
    with refused("not-present"):
        moving.motion_move(motion=sitting.motion("M6"), mover=mover, actor=sitting.chair)


def test_second_refused_when_by_the_mover(sitting: Sitting) -> None:
    motion = sitting.motion("M6")
    moving.motion_call(motion=motion, actor=sitting.chair)
    mover = sitting.credential("B13-1")
    moving.motion_move(motion=motion, mover=mover, actor=sitting.chair)
    with refused("same-delegate"):
        moving.motion_second(motion=motion, seconder=mover, actor=sitting.chair)


def test_debate_is_open_at_once_where_no_seconder_is_needed(sitting: Sitting) -> None:
    sitting.set_orders(seconder_needed=False)
    motion = sitting.motion("M6")
    moving.motion_call(motion=motion, actor=sitting.chair)
    motion = moving.motion_move(
        motion=motion, mover=sitting.credential("B13-1"), actor=sitting.chair
    )
    assert motion.standing == MotionState.IN_DEBATE
    with refused("no-seconder-needed"):
        moving.motion_not_seconded(motion=motion, actor=sitting.chair)


def test_motion_not_moved_falls_with_its_amendments(sitting: Sitting) -> None:
    moving.motion_call(motion=sitting.motion("M5"), actor=sitting.chair)
    motion = moving.motion_not_moved(motion=sitting.motion("M5"), actor=sitting.chair)
    assert motion.standing == MotionState.NOT_MOVED
    states = motion.amendments.values_list("state", flat=True)
    assert set(states) == {AmendmentState.FALLEN}


def test_motion_not_seconded_falls(sitting: Sitting) -> None:
    motion = sitting.motion("M6")
    moving.motion_call(motion=motion, actor=sitting.chair)
    moving.motion_move(motion=motion, mover=sitting.credential("B13-1"), actor=sitting.chair)
    motion = moving.motion_not_seconded(motion=motion, actor=sitting.chair)
    assert motion.standing == MotionState.NOT_MOVED


def test_remit_refused_when_the_mover_does_not_agree(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    with refused("mover-does-not-agree"):
        moving.motion_remit(motion=motion, actor=sitting.chair, mover_agrees=False)
    motion = moving.motion_remit(motion=motion, actor=sitting.chair, mover_agrees=True)
    assert motion.standing == MotionState.REMITTED


def test_debate_is_adjourned_and_resumed(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    until = timezone.now() + timedelta(hours=1)
    motion = moving.motion_adjourn(motion=motion, actor=sitting.chair, until=until)
    assert motion.standing == MotionState.ADJOURNED
    sitting.into_debate("EM1")
    with refused("business-unfinished"):
        moving.motion_resume(motion=motion, actor=sitting.chair)
    moving.motion_shelve(motion=sitting.motion("EM1"), actor=sitting.chair)
    assert sitting.motion("EM1").standing == MotionState.NEXT_BUSINESS
    motion = moving.motion_resume(motion=motion, actor=sitting.chair)
    assert motion.standing == MotionState.IN_DEBATE


def test_withdrawal_and_guillotine_end_a_motion(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    motion = moving.motion_withdraw_with_leave(motion=motion, actor=sitting.chair)
    assert motion.standing == MotionState.WITHDRAWN
    missed = guillotine.motion_guillotine(motion=sitting.motion("EM1"), actor=sitting.chair)
    assert missed.standing == MotionState.NOT_REACHED
    with refused("not-lawful-now"):
        moving.motion_call(motion=missed, actor=sitting.chair)
