"""Lodging: two officers, a deadline by the server's clock, and the committee's rulings."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from conferences.enums import Key
from conferences.key_dates import key_date
from members.enums import Office
from members.models import Body, Member
from members.services.appointments import appointment_make
from motions.committee import adopting, rulings
from motions.debate import questions, voting
from motions.lodging import lodging
from motions.models import Motion
from motions.order import scheduling
from motions.policy import certifying
from motions.selectors import motion_in_full, motions_in_order
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officers(sitting: Sitting) -> tuple[Member, Member]:
    branch = Body.objects.get(code="B08")
    two = tuple(sitting.credential(f"B08-{seat}").member for seat in (1, 2))
    for member, office in zip(two, (Office.BRANCH_SECRETARY, Office.CHAIR), strict=True):
        appointment_make(actor=None, member=member, office=office, body=branch)
    return two[0], two[1]


def deadline(sitting: Sitting) -> datetime:
    closes = key_date(sitting.conference, Key.MOTIONS_CLOSE)
    assert closes
    return closes


def drafted(sitting: Sitting, officer: Member) -> Motion:
    return lodging.motion_draft(
        conference=sitting.conference,
        body=Body.objects.get(code="B08"),
        title="Paper clips",
        text="Conference instructs the executive to count them.",
        actor=officer,
    )


def with_soc(sitting: Sitting, officers: tuple[Member, Member]) -> Motion:
    motion = drafted(sitting, officers[0])
    lodging.motion_submit(motion=motion, actor=officers[0], approved_on="2027-01-20", quorate=True)
    with time_machine.travel(deadline(sitting) - timedelta(seconds=1)):
        lodging.motion_confirm(motion=motion, actor=officers[1])
    return rulings.motion_receive(motion=motion, actor=sitting.clerk)


def test_motion_is_lodged_ruled_in_order_and_scheduled(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = with_soc(sitting, officers)
    motion = rulings.motion_rule_in_order(motion=motion, actor=sitting.clerk)
    item = sitting.conference.sessions.get(number=1).items.latest("position")
    motion = scheduling.motion_schedule(motion=motion, actor=sitting.clerk, item=item, place=99)
    assert motion.standing == MotionState.SCHEDULED


def test_confirmed_a_second_after_the_deadline_is_late(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = drafted(sitting, officers[0])
    lodging.motion_submit(motion=motion, actor=officers[1], approved_on="2027-01-20", quorate=True)
    with time_machine.travel(deadline(sitting) + timedelta(seconds=1)):
        motion = lodging.motion_confirm(motion=motion, actor=officers[0])
    assert motion.standing == MotionState.LATE


def test_confirm_refused_when_by_the_same_officer(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = drafted(sitting, officers[0])
    lodging.motion_submit(motion=motion, actor=officers[0], approved_on="2027-01-20", quorate=True)
    with refused("same-officer"):
        lodging.motion_confirm(motion=motion, actor=officers[0])


def test_submit_refused_when_the_meeting_was_not_quorate(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = drafted(sitting, officers[0])
    with refused("meeting-not-quorate"):
        lodging.motion_submit(
            motion=motion, actor=officers[0], approved_on="2027-01-20", quorate=False
        )


def test_draft_refused_when_not_an_officer_of_the_branch(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    with refused("not-your-office"):
        drafted(sitting, sitting.chair)


def test_drafts_of_a_branch_are_named_in_turn(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    assert [drafted(sitting, officers[0]).reference for _ in "ab"] == ["B08-1", "B08-2"]


def test_query_is_answered_with_a_new_version_beside_the_old(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = with_soc(sitting, officers)
    tomorrow = timezone.now() + timedelta(days=1)
    motion = rulings.motion_query(
        motion=motion, actor=sitting.clerk, question="Which clips?", reply_by=tomorrow
    )
    with refused("still-time-to-reply"):
        rulings.motion_close_query(motion=motion, actor=sitting.clerk)
    motion = lodging.motion_reply(
        motion=motion, actor=officers[0], text="Conference instructs the executive to sort them."
    )
    assert motion.standing == MotionState.WITH_SOC
    assert [text.version for text in motion.texts.all()] == [1, 2]


def test_query_left_unanswered_is_not_in_order_until_reviewed(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = rulings.motion_query(
        motion=with_soc(sitting, officers),
        actor=sitting.clerk,
        question="Which clips?",
        reply_by=timezone.now() - timedelta(seconds=1),
    )
    motion = rulings.motion_close_query(motion=motion, actor=sitting.clerk)
    assert motion.standing == MotionState.NOT_IN_ORDER
    motion = rulings.motion_review(motion=motion, actor=sitting.clerk, reason="Now clear")
    assert motion.standing == MotionState.IN_ORDER


def test_ruling_refused_without_a_reason(sitting: Sitting, officers: tuple[Member, Member]) -> None:
    motion = with_soc(sitting, officers)
    with refused("no-reason"):
        rulings.motion_rule_not_in_order(motion=motion, actor=sitting.clerk, reason=" ")


def test_ruling_refused_when_on_ones_own_branch(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = with_soc(sitting, officers)
    of_the_branch = officers[0]
    appointment_make(
        actor=None, member=of_the_branch, office=Office.SOC_MEMBER, body=sitting.conference.body
    )
    with refused("own-branch"):
        rulings.motion_rule_in_order(motion=motion, actor=of_the_branch)
    rulings.motion_rule_in_order(motion=motion, actor=sitting.officers[Office.SOC_CHAIR])
    assert sitting.motion(motion.number).standing == MotionState.IN_ORDER


def test_motion_is_referred_to_another_body(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = rulings.motion_refer(
        motion=with_soc(sitting, officers), actor=sitting.clerk, to="the Stationery Committee"
    )
    assert motion.standing == MotionState.REFERRED_ELSEWHERE


def test_withdraw_refused_once_a_report_is_adopted(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = sitting.motion("M9")
    for report in sitting.conference.soc_reports.all():
        adopting.report_adopt(report=report, actor=sitting.chair)
    with refused("agenda-adopted"):
        lodging.motion_withdraw(motion=motion, actor=officers[0])


def test_branch_withdraws_before_the_report_is_adopted(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = lodging.motion_withdraw(motion=sitting.motion("M9"), actor=officers[0])
    assert motion.standing == MotionState.WITHDRAWN


def test_draft_is_not_shown_before_its_second_officer_lodges_it(
    sitting: Sitting, officers: tuple[Member, Member]
) -> None:
    motion = drafted(sitting, officers[0])
    lodging.motion_submit(motion=motion, actor=officers[0], approved_on="2027-01-20", quorate=True)
    assert motion not in motions_in_order(sitting.conference)
    with pytest.raises(Motion.DoesNotExist):
        motion_in_full(sitting.conference, motion.number)
    lodging.motion_confirm(motion=motion, actor=officers[1])
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
