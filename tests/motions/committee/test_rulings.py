"""Rulings: made at a meeting, by those who do not stand aside, with a reason; guards refused."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from conferences.enums import Key
from conferences.key_dates import key_date
from members.enums import Office
from members.models import Body, Member
from members.services import appointment_make
from motions.committee import meetings, rulings
from motions.enums import Decision, ReasonCode
from motions.models import Ruling, SocMeeting
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_member
from tests.motions.committee.conftest import lodged, of_branch

pytestmark = pytest.mark.django_db


def test_ruling_names_its_meeting_who_took_part_and_who_stood_aside(
    sitting: Sitting, soc_chair: Member
) -> None:
    of_branch(soc_chair, "B08")
    motion = lodged(sitting, "M90", branch="B08")
    rulings.motion_rule_not_in_order(
        motion=motion, actor=sitting.clerk, reason="Two subjects", code=ReasonCode.NOT_ONE_SUBJECT
    )
    ruling = Ruling.objects.get(motion=motion)
    assert ruling.decision == Decision.NOT_IN_ORDER
    assert ruling.meeting == sitting.conference.soc_meetings.get()
    assert list(ruling.stood_aside.all()) == [soc_chair]
    assert ruling.took_part.count() == 2
    assert ruling.text_sha256 == motion.substantive.sha256


def test_declared_interest_keeps_a_member_from_deciding(
    sitting: Sitting, soc_chair: Member
) -> None:
    motion = lodged(sitting, "M90")
    meetings.interest_declare(
        motion=motion, member=soc_chair, actor=soc_chair, nature="A trustee of the employer"
    )
    with refused("interest-declared"):
        rulings.motion_rule_in_order(motion=motion, actor=soc_chair)
    rulings.motion_rule_in_order(motion=motion, actor=sitting.clerk)
    assert soc_chair in Ruling.objects.get(motion=motion).stood_aside.all()


def test_interest_refused_when_declared_for_another_or_twice(
    sitting: Sitting, soc_chair: Member
) -> None:
    motion = lodged(sitting, "M90")
    other = sitting.conference.soc_meetings.get().present.exclude(pk=soc_chair.pk)[0]
    with refused("not-your-interest"):
        meetings.interest_declare(motion=motion, member=other, actor=soc_chair, nature="Theirs")
    meetings.interest_declare(motion=motion, member=other, actor=sitting.clerk, nature="Theirs")
    with refused("declared-already"):
        meetings.interest_declare(motion=motion, member=other, actor=other, nature="Mine")
    with refused("no-words"):
        meetings.interest_declare(motion=motion, member=soc_chair, actor=soc_chair, nature=" ")


def test_ruling_refused_when_no_meeting_was_held(sitting: Sitting) -> None:
    motion = lodged(sitting, "M90")
    meeting = SocMeeting.objects.get()
    to_come = meetings.meeting_change(
        meeting=meeting,
        actor=sitting.clerk,
        held_at=timezone.now() + timedelta(days=1),
        present=list(meeting.present.all()),
    )
    with refused("no-meeting"):
        rulings.motion_rule_in_order(motion=motion, actor=sitting.clerk)
    with refused("meeting-to-come"):
        rulings.motion_rule_in_order(motion=motion, actor=sitting.clerk, meeting=to_come)


def test_ruling_refused_when_nobody_is_left_to_decide(sitting: Sitting, soc_chair: Member) -> None:
    of_branch(soc_chair, "B08")
    held_at = timezone.now() - timedelta(minutes=1)
    alone = meetings.meeting_enter(
        conference=sitting.conference, actor=sitting.clerk, held_at=held_at, present=[soc_chair]
    )
    nobody = meetings.meeting_enter(
        conference=sitting.conference, actor=sitting.clerk, held_at=held_at
    )
    motion = lodged(sitting, "M90", branch="B08")
    for meeting in (alone, nobody):
        with refused("nobody-to-decide"):
            rulings.motion_rule_in_order(motion=motion, actor=sitting.clerk, meeting=meeting)
    assert not Ruling.objects.filter(motion=motion).exists()


def test_meeting_refused_with_a_stranger_or_an_absent_chair(
    sitting: Sitting, soc_chair: Member
) -> None:
    with refused("not-of-the-committee"):
        meetings.meeting_enter(
            conference=sitting.conference,
            actor=sitting.clerk,
            held_at=timezone.now(),
            present=[make_member("Stran Ger")],
        )
    with refused("chair-not-there"):
        meetings.meeting_enter(
            conference=sitting.conference,
            actor=sitting.clerk,
            held_at=timezone.now(),
            chair=soc_chair,
        )


def test_meeting_refused_when_moved_behind_what_was_ruled_there(sitting: Sitting) -> None:
    rulings.motion_rule_in_order(motion=lodged(sitting, "M90"), actor=sitting.clerk)
    meeting = SocMeeting.objects.get()
    with refused("ruled-before"):
        meetings.meeting_change(
            meeting=meeting,
            actor=sitting.clerk,
            held_at=timezone.now() + timedelta(days=1),
            present=list(meeting.present.all()),
        )


def test_private_reason_is_not_on_the_motion(sitting: Sitting) -> None:
    motion = rulings.motion_rule_not_in_order(
        motion=lodged(sitting, "M90"),
        actor=sitting.clerk,
        reason="It names Ned Overt.",
        code=ReasonCode.IDENTIFIABLE_PERSON,
        is_private=True,
    )
    assert motion.ruling_reason == ReasonCode.IDENTIFIABLE_PERSON.label
    assert Ruling.objects.get(motion=motion).reason == "It names Ned Overt."


def test_query_refused_when_its_time_is_over(sitting: Sitting) -> None:
    with refused("reply-by-past"):
        rulings.motion_query(
            motion=lodged(sitting, "M90"),
            actor=sitting.clerk,
            question="Which?",
            reply_by=timezone.now(),
        )


def test_referral_refused_without_a_body(sitting: Sitting) -> None:
    with refused("no-body-named"):
        rulings.motion_refer(motion=lodged(sitting, "M90"), actor=sitting.clerk, to=" ")


def test_review_refused_once_the_final_agenda_is_out(sitting: Sitting) -> None:
    motion = lodged(sitting, "M90", state=MotionState.NOT_IN_ORDER)
    emergency = lodged(sitting, "EM9", state=MotionState.NOT_IN_ORDER, kind="emergency")
    published = key_date(sitting.conference, Key.FINAL_AGENDA)
    assert published
    with time_machine.travel(published + timedelta(hours=1)):
        with refused("after-final-agenda"):
            rulings.motion_review(motion=motion, actor=sitting.clerk, reason="Now clear")
        rulings.motion_review(motion=emergency, actor=sitting.clerk, reason="It cannot wait")
    assert sitting.motion("EM9").standing == MotionState.IN_ORDER


def test_member_appointed_to_the_committee_stands_aside_from_their_branch(
    sitting: Sitting,
) -> None:
    member = make_member("Own Branch", branch=Body.objects.get(code="B05"))
    appointment_make(
        actor=None, member=member, office=Office.SOC_MEMBER, body=sitting.conference.body
    )
    with refused("own-branch"):
        rulings.motion_rule_in_order(motion=lodged(sitting, "M90"), actor=member)
