"""Lodging: two officers, a deadline by the server's clock, and the committee's rulings."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from members.enums import Office
from members.services.appointments import appointment_make
from motions.committee import rulings
from motions.debate import questions, voting
from motions.lodging import countersigning, sending
from motions.models import Motion
from motions.order import scheduling
from motions.policy import certifying
from motions.selectors import motion_in_full, motions_in_order
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused
from tests.factories.lodging import BranchDesk, make_desk
from tests.factories.members import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sitting: Sitting) -> BranchDesk:
    return make_desk(sitting)


def with_soc(desk: BranchDesk) -> Motion:
    return rulings.motion_receive(motion=desk.lodged(), actor=desk.sitting.clerk)


def test_motion_is_lodged_ruled_in_order_and_scheduled(sitting: Sitting, desk: BranchDesk) -> None:
    motion = with_soc(desk)
    motion = rulings.motion_rule_in_order(motion=motion, actor=sitting.clerk)
    item = sitting.conference.sessions.get(number=1).items.latest("position")
    motion = scheduling.motion_schedule(motion=motion, actor=sitting.clerk, item=item, place=99)
    assert motion.standing == MotionState.SCHEDULED


def test_query_is_answered_with_a_new_version_beside_the_old(
    sitting: Sitting, desk: BranchDesk
) -> None:
    motion = with_soc(desk)
    tomorrow = timezone.now() + timedelta(days=1)
    motion = rulings.motion_query(
        motion=motion, actor=sitting.clerk, question="Which clips?", reply_by=tomorrow
    )
    with refused("still-time-to-reply"):
        rulings.motion_close_query(motion=motion, actor=sitting.clerk)
    asked = countersigning.motion_reply(
        motion=motion, actor=desk.first, text="Conference instructs the executive to sort them."
    )
    motion = countersigning.motion_countersign(asked=asked, actor=desk.second)
    assert motion.standing == MotionState.WITH_SOC
    assert [text.version for text in motion.texts.all()] == [1, 2]


def test_query_left_unanswered_is_not_in_order_until_reviewed(
    sitting: Sitting, desk: BranchDesk
) -> None:
    motion = rulings.motion_query(
        motion=with_soc(desk),
        actor=sitting.clerk,
        question="Which clips?",
        reply_by=desk.deadline() + timedelta(days=1),
    )
    with time_machine.travel(desk.deadline() + timedelta(days=2)):
        motion = rulings.motion_close_query(motion=motion, actor=sitting.clerk)
        assert motion.standing == MotionState.NOT_IN_ORDER
        motion = rulings.motion_review(motion=motion, actor=sitting.clerk, reason="Now clear")
    assert motion.standing == MotionState.IN_ORDER


def test_ruling_refused_without_a_reason(sitting: Sitting, desk: BranchDesk) -> None:
    motion = with_soc(desk)
    with refused("no-reason"):
        rulings.motion_rule_not_in_order(motion=motion, actor=sitting.clerk, reason=" ")


def test_ruling_refused_when_on_ones_own_branch(sitting: Sitting, desk: BranchDesk) -> None:
    motion = with_soc(desk)
    of_the_branch = desk.first
    appointment_make(
        actor=None, member=of_the_branch, office=Office.SOC_MEMBER, body=sitting.conference.body
    )
    with refused("own-branch"):
        rulings.motion_rule_in_order(motion=motion, actor=of_the_branch)
    rulings.motion_rule_in_order(motion=motion, actor=sitting.officers[Office.SOC_CHAIR])
    assert sitting.motion(motion.number).standing == MotionState.IN_ORDER


def test_motion_is_referred_to_another_body(sitting: Sitting, desk: BranchDesk) -> None:
    motion = rulings.motion_refer(
        motion=with_soc(desk), actor=sitting.clerk, to="the Stationery Committee"
    )
    assert motion.standing == MotionState.REFERRED_ELSEWHERE


def test_draft_is_not_shown_before_its_second_officer_lodges_it(
    sitting: Sitting, desk: BranchDesk
) -> None:
    motion = desk.sent()
    assert motion not in motions_in_order(sitting.conference)
    with pytest.raises(Motion.DoesNotExist):
        motion_in_full(sitting.conference, motion.number)
    with desk.in_time():
        motion = sending.motion_confirm(motion=motion, actor=desk.second)
    assert motion in motions_in_order(sitting.conference)


def test_policy_takes_the_chair_of_the_committee_and_then_the_clerk(sitting: Sitting) -> None:
    soc_chair = make_officer(Office.SOC_CHAIR, sitting.conference.body)
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    motion = sitting.motion("M6")
    with refused("not-carried"):
        certifying.motion_certify(motion=motion, actor=soc_chair)
    sitting.count(question, "for")
    voting.question_declare(question=question, actor=sitting.chair)
    with refused("not-certified"):
        certifying.motion_adopt_policy(motion=motion, actor=sitting.clerk)
    with refused("not-your-office"):
        certifying.motion_certify(motion=motion, actor=sitting.clerk)
    certifying.motion_certify(motion=motion, actor=soc_chair)
    adopted = certifying.motion_adopt_policy(motion=motion, actor=sitting.clerk)
    assert adopted.standing == MotionState.POLICY
