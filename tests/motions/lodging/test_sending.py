"""Two officers send a motion: who may, what, how much of it, and until when."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from conferences.enums import Key
from members.enums import ContactKind, Office
from members.models import Contact, Dispatch, Member
from members.services.appointments import appointment_make
from motions.committee import rulings
from motions.debate import adopting
from motions.enums import MotionKind
from motions.lodging import countersigning, drafting, sending
from motions.lodging.drafting import Paper
from motions.models import Motion
from motions.states import MotionState
from motions.steps import held_motion
from tests.factories.conferences import Sitting, make_sitting, refused
from tests.factories.lodging import TEXT, BranchDesk, certificate, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sitting: Sitting) -> BranchDesk:
    return make_desk(sitting)


def submit(desk: BranchDesk, motion: Motion, **told: Any) -> Motion:
    with desk.in_time():
        return sending.motion_submit(
            motion=motion, actor=desk.first, certificate=certificate(**told)
        )


def test_motion_is_lodged_with_its_meeting_and_both_officers_have_a_receipt(
    desk: BranchDesk,
) -> None:
    motion = desk.lodged()
    approval = motion.approvals.get()
    assert motion.standing == MotionState.LODGED
    assert motion.number
    assert (approval.present, approval.quorum, approval.certified_by) == (14, 10, desk.first)
    assert approval.text_sha256 == motion.substantive.sha256
    told = Dispatch.objects.filter(what="branch-receipt")
    assert {one.member for one in told} == {desk.first, desk.second}
    facts = told[0].facts
    assert facts["number"] == motion.number
    assert facts["sha256"] == motion.substantive.sha256


def test_second_officer_is_told_and_the_first_is_not(desk: BranchDesk) -> None:
    desk.sent()
    told = Dispatch.objects.get(what="branch-second-officer")
    assert told.member == desk.second
    assert told.facts["link"].endswith("/branch/B08/motions/")


def test_confirmed_at_the_deadline_is_in_time_and_a_moment_later_is_late(desk: BranchDesk) -> None:
    desk.sitting.set_orders(motions_per_body=0)
    first, second = desk.sent(), desk.sent()
    with time_machine.travel(desk.deadline(), tick=False):
        first = sending.motion_confirm(motion=first, actor=desk.second)
    with time_machine.travel(desk.deadline() + timedelta(microseconds=1), tick=False):
        second = sending.motion_confirm(motion=second, actor=desk.second)
    assert (first.standing, second.standing) == (MotionState.LODGED, MotionState.LATE)


def test_deadline_that_moved_counts_as_it_stands_at_the_second_officer(desk: BranchDesk) -> None:
    motion = desk.sent()
    date = desk.sitting.conference.key_dates.get(key=Key.MOTIONS_CLOSE)
    date.at += timedelta(days=1)
    with pytest.raises(Exception, match="conferences_keydate"):
        date.save()  # a deadline is moved by an act, and by nothing else
    assert motion.standing == MotionState.AWAITING_SECOND_OFFICER


def test_confirm_refused_when_by_the_same_officer(desk: BranchDesk) -> None:
    with refused("same-officer"):
        sending.motion_confirm(motion=desk.sent(), actor=desk.first)


def test_confirm_refused_when_both_officers_share_an_address(desk: BranchDesk) -> None:
    motion = desk.sent()
    one = Contact.objects.get(member=desk.first, kind=ContactKind.EMAIL)
    with recorded_writes():
        other = Contact.objects.get(member=desk.second, kind=ContactKind.EMAIL)
        other.hold(one.detail.upper())
        other.mark = one.mark
        other.save()
    with refused("same-address"), desk.in_time():
        sending.motion_confirm(motion=motion, actor=desk.second)


def test_confirm_refused_when_the_words_are_not_those_that_were_shown(desk: BranchDesk) -> None:
    motion = desk.sent()
    with refused("words-moved"), desk.in_time():
        sending.motion_confirm(motion=motion, actor=desk.second, seen="0" * 64)


def test_submit_refused_when_the_meeting_was_not_quorate_or_is_to_come(desk: BranchDesk) -> None:
    motion = desk.drafted()
    with refused("meeting-not-quorate"):
        submit(desk, motion, present=9)
    with refused("no-quorum-given"):
        submit(desk, motion, quorum=0)
    with refused("meeting-to-come"):
        submit(desk, motion, held_on=date(2027, 2, 27))
    assert not motion.approvals.exists()


def test_submit_refused_before_motions_open(desk: BranchDesk) -> None:
    opens = desk.deadline(Key.MOTIONS_OPEN)
    with time_machine.travel(opens - timedelta(minutes=1)), refused("motions-not-open"):
        sending.motion_submit(motion=desk.drafted(), actor=desk.first, certificate=certificate())


def test_submit_refused_over_the_words_says_the_rule_and_the_number(desk: BranchDesk) -> None:
    motion = desk.drafted(text="word " * 268)
    with pytest.raises(Refusal) as no:
        submit(desk, motion)
    assert no.value.message == (
        "This motion has 268 words; standing orders allow 250. 18 too many."
    )


def test_submit_refused_over_the_number_of_motions(desk: BranchDesk) -> None:
    desk.sitting.set_orders(motions_per_body=3)  # it has two on the agenda
    desk.lodged()
    with pytest.raises(Refusal) as no:
        submit(desk, desk.drafted())
    assert no.value.code == "too-many-motions"
    assert "has sent 3 motions; standing orders allow 3" in no.value.message
    rule = desk.drafted(kind=MotionKind.RULE_AMENDMENT)
    assert submit(desk, rule).standing == MotionState.AWAITING_SECOND_OFFICER


def test_submit_refused_for_a_body_or_a_kind_that_is_not_taken(desk: BranchDesk) -> None:
    desk.sitting.set_orders(senders=["committee"], rule_amendments_taken=False)
    with refused("body-not-entitled"):
        submit(desk, desk.drafted())
    desk.sitting.set_orders(senders=["branch"])
    with refused("no-rule-amendments"):
        submit(desk, desk.drafted(kind=MotionKind.RULE_AMENDMENT))


def test_second_officer_sends_it_back_and_it_is_sent_again_with_new_words(
    desk: BranchDesk,
) -> None:
    motion = desk.sent()
    with refused("no-reason"):
        sending.motion_send_back(motion=motion, actor=desk.second)
    motion = sending.motion_send_back(motion=motion, actor=desk.second, why="The figure is wrong")
    assert (motion.standing, motion.sent_back_because) == (MotionState.DRAFT, "The figure is wrong")
    motion = drafting.motion_redraft(
        motion=motion, paper=Paper(motion.title, f"{TEXT} Twice."), actor=desk.first
    )
    submit(desk, motion)
    with desk.in_time():
        motion = sending.motion_confirm(motion=motion, actor=desk.second)
    texts = [text.sha256 for text in motion.texts.all()]
    approvals = motion.approvals.order_by("pk")  # `in_time` begins at the same moment twice
    assert [each.text_sha256 for each in approvals] == texts
    assert len(texts) == 2


def test_draft_is_written_again_in_place_and_thrown_away(desk: BranchDesk) -> None:
    motion = desk.drafted()
    motion = drafting.motion_redraft(
        motion=motion, paper=Paper("Staples", "Count the staples."), actor=desk.second
    )
    assert [text.text for text in motion.texts.all()] == ["Count the staples."]
    drafting.motion_discard(motion=motion, actor=desk.first)
    assert not Motion.objects.filter(reference=motion.reference).exists()
    assert Entry.objects.filter(kind="motion.discarded", subject=motion.log_name).exists()
    assert desk.drafted().reference == "B08-2"


def test_draft_refused_when_not_an_officer_of_the_branch(desk: BranchDesk) -> None:
    with refused("not-your-office"):
        drafting.motion_draft(
            conference=desk.sitting.conference,
            body=desk.branch,
            paper=Paper("Clips", TEXT),
            actor=desk.sitting.chair,
        )


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        (" ", TEXT, "no-words"),
        ("Clips", " \n ", "no-words"),
        ("C" * 201, TEXT, "title-too-long"),
        ("Clips", "w" * 1_000_000, "text-too-long"),
        ("Clips", "Conference \u202e notes", "text-not-plain"),
        ("Cli\u202eps", TEXT, "text-not-plain"),
        ("Clips", "Conference \0 notes", "text-not-plain"),
    ],
)
def test_draft_refused_with_words_nobody_could_vote_on(
    desk: BranchDesk, title: str, text: str, code: str
) -> None:
    with refused(code):
        desk.drafted(title=title, text=text)


def test_redraft_and_discard_refused_once_it_is_sent(desk: BranchDesk) -> None:
    motion = desk.sent()
    with refused("not-a-draft"):
        drafting.motion_redraft(motion=motion, paper=Paper("New", TEXT), actor=desk.first)
    with refused("not-a-draft"):
        drafting.motion_discard(motion=motion, actor=desk.first)


def test_late_motion_is_offered_again_as_an_emergency_motion(desk: BranchDesk) -> None:
    late = desk.late()
    with refused("not-an-emergency"):
        desk.drafted(offered_again=late)
    motion = desk.emergency(offered_again=late)
    assert motion.offered_again == late
    closes = desk.deadline(Key.EMERGENCY_MOTIONS_CLOSE)
    with time_machine.travel(closes - timedelta(hours=1)):
        sending.motion_submit(motion=motion, actor=desk.first, certificate=certificate())
        motion = sending.motion_confirm(motion=motion, actor=desk.second)
    assert (motion.standing, motion.number) == (MotionState.LODGED, "EM2")
    late.refresh_from_db()
    assert late.standing == MotionState.LATE


def test_emergency_refused_when_it_arose_before_the_deadline_or_could_wait(
    desk: BranchDesk,
) -> None:
    after = desk.deadline() + timedelta(days=40)
    for told, code in (
        ({"arose_on": desk.deadline().date() - timedelta(days=1)}, "arose-before-the-deadline"),
        ({"why_urgent": " "}, "not-said-why-urgent"),
        ({"arose_on": None}, "not-said-why-urgent"),
    ):
        motion = desk.emergency(**told)
        with time_machine.travel(after), refused(code):
            sending.motion_submit(motion=motion, actor=desk.first, certificate=certificate())
    motion = desk.emergency()
    with refused("motions-not-open"):
        submit(desk, motion)


def test_withdrawal_takes_two_officers_and_no_adopted_report(desk: BranchDesk) -> None:
    motion = desk.lodged()
    asked = countersigning.motion_withdraw(motion=motion, actor=desk.first)
    assert held_motion(motion).standing == MotionState.LODGED
    with refused("already-asked"):
        countersigning.motion_withdraw(motion=motion, actor=desk.second)
    with refused("same-officer"):
        countersigning.motion_countersign(asked=asked, actor=desk.first)
    motion = countersigning.motion_countersign(asked=asked, actor=desk.second)
    assert motion.standing == MotionState.WITHDRAWN
    with refused("already-decided"):
        countersigning.motion_leave_as_is(asked=asked, actor=desk.first)


def test_withdrawal_is_taken_back_by_whoever_asked(desk: BranchDesk) -> None:
    motion = desk.lodged()
    asked = countersigning.motion_withdraw(motion=motion, actor=desk.first)
    countersigning.motion_leave_as_is(asked=asked, actor=desk.first)
    again = countersigning.motion_withdraw(motion=motion, actor=desk.second)
    assert again.asked_by == desk.second


def test_withdraw_refused_once_a_report_is_adopted(desk: BranchDesk) -> None:
    for report in desk.sitting.conference.soc_reports.all():
        adopting.report_adopt(report=report, actor=desk.sitting.chair)
    with refused("agenda-adopted"):
        countersigning.motion_withdraw(motion=desk.sitting.motion("M9"), actor=desk.first)


def test_reply_refused_when_it_says_nothing_or_too_much(desk: BranchDesk) -> None:
    motion = rulings.motion_receive(motion=desk.lodged(), actor=desk.sitting.clerk)
    with refused("not-lawful-now"):
        countersigning.motion_reply(motion=motion, actor=desk.first, text=f"{TEXT} Twice.")
    motion = rulings.motion_query(
        motion=motion,
        actor=desk.sitting.clerk,
        question="Which clips?",
        reply_by=timezone.now() + timedelta(days=400),
    )
    with refused("nothing-answered"):
        countersigning.motion_reply(motion=motion, actor=desk.first, text=TEXT)
    with refused("too-many-words"):
        countersigning.motion_reply(motion=motion, actor=desk.first, text="word " * 251)
    asked = countersigning.motion_reply(
        motion=motion, actor=desk.first, text=TEXT, note="These are the only clips."
    )
    motion = countersigning.motion_countersign(asked=asked, actor=desk.second)
    assert motion.standing == MotionState.WITH_SOC
    assert motion.texts.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="two writers at once")
def test_two_officers_confirm_at_once_and_one_is_told_the_other_was_first() -> None:
    desk = make_desk(make_sitting())
    motion = desk.sent()
    third = desk.sitting.credential("B06-1").member
    appointment_make(actor=None, member=third, office=Office.CHAIR, body=desk.branch)
    together, ends = threading.Barrier(2), []

    def confirm(who: Member) -> None:
        try:
            together.wait()
            ends.append(sending.motion_confirm(motion=motion, actor=who).number)
        except Refusal as no:
            ends.append(no.code)
        finally:
            connection.close()

    with desk.in_time():
        threads = [threading.Thread(target=confirm, args=[who]) for who in (desk.second, third)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(ends) == sorted([Motion.objects.get(pk=motion.pk).number, "already-confirmed"])
    assert Entry.objects.filter(kind="motion.confirmed", subject=motion.log_name).count() == 1
