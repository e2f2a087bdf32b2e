"""Amendments before conference: two officers, a deadline, a number by receipt, a place by text."""

import json

import pytest

from audit.models import Entry
from audit.recording import entry
from members.enums import Office
from motions.amendment_life import AmendmentState
from motions.amendments import answering, drafting, sending
from motions.committee import ruling_amendments
from motions.debate import amending as debate
from motions.enums import ReasonCode
from motions.models import Motion
from motions.states import Act, MotionState
from motions.steps import advance, sha256
from tests.factories.amending import Amending
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_officer

pytestmark = pytest.mark.django_db

ADDS = "At end add: 'and to report each year.'"


def stand(motion: Motion, state: MotionState, **more: object) -> None:
    """Let a motion stand elsewhere, as if all that led there had happened."""
    with entry(actor=None) as log:
        Motion.objects.filter(pk=motion.pk).update(state=state, **more)
        log.record("test.prepared", subject=motion)


def test_amendment_is_drafted_sent_and_confirmed_by_two_officers(amending: Amending) -> None:
    amendment = amending.lodged(ADDS)
    assert amendment.state == AmendmentState.LODGED
    assert (amendment.reference, amendment.number) == ("B06-a1", "M9.1")
    assert amendment.lodged_at == amending.closes_at
    approval = amendment.approvals.get()
    assert (approval.present, approval.text_sha256) == (14, sha256(ADDS))


def test_confirmed_after_the_deadline_is_kept_as_late(amending: Amending) -> None:
    sent = amending.sent(ADDS)
    with amending.too_late():
        late = sending.amendment_confirm(amendment=sent, actor=amending.second)
    assert (late.state, late.number) == (AmendmentState.LATE, "M9.1")


def test_drafting_refused_after_the_deadline(amending: Amending) -> None:
    with amending.too_late(), refused("amendments-closed"):
        drafting.amendment_draft(
            motion=amending.sitting.motion("M9"),
            body=amending.branch,
            instruction=ADDS,
            actor=amending.first,
        )


def test_confirm_refused_when_by_the_same_officer(amending: Amending) -> None:
    sent = amending.sent(ADDS)
    with amending.in_time(), refused("same-officer"):
        sending.amendment_confirm(amendment=sent, actor=amending.first)


def test_confirm_refused_when_other_words_were_shown(amending: Amending) -> None:
    sent = amending.sent(ADDS)
    with amending.in_time(), refused("words-moved"):
        sending.amendment_confirm(amendment=sent, actor=amending.second, seen=sha256("Others."))


def test_second_of_two_who_confirm_at_once_is_refused(amending: Amending) -> None:
    sent = amending.sent(ADDS)
    third = make_officer(Office.BRANCH_SECRETARY, amending.branch, "Cy Eves")
    with amending.in_time():
        sending.amendment_confirm(amendment=sent, actor=amending.second)
        with refused("not-lawful-now"):
            sending.amendment_confirm(amendment=sent, actor=third)


def test_given_back_it_is_a_draft_and_may_be_put_in_other_words(amending: Amending) -> None:
    sent = amending.sent(ADDS)
    with refused("not-lawful-now"):
        drafting.amendment_redraft(amendment=sent, instruction="Other", actor=amending.first)
    back = sending.amendment_send_back(amendment=sent, actor=amending.second)
    again = drafting.amendment_redraft(
        amendment=back, instruction="Delete 'pay'.", actor=amending.second
    )
    assert (again.state, again.instruction) == (AmendmentState.DRAFT, "Delete 'pay'.")
    assert again.submitted_by is None


@pytest.mark.parametrize(
    ("instruction", "code"),
    [
        ("  ", "no-words"),
        ("At end add: '\u202eright to left'", "text-not-plain"),
        ("At end add: 'NUL\x00'", "text-not-plain"),
        ("x" * 1_000_000, "text-too-long"),
    ],
)
def test_drafting_refused_when_the_words_are_bad(
    amending: Amending, instruction: str, code: str
) -> None:
    with refused(code):
        amending.drafted(instruction)


def test_sending_refused_over_the_limit_of_words_rubrics_left_out(amending: Amending) -> None:
    amending.sitting.set_orders(amendment_words=5)
    assert amending.sent("At end add: 'and to report each year.'").state == "awaiting_second"
    with refused("too-many-words"):
        amending.sent("At end add: 'and to report to Conference each year.'")


def test_sending_refused_over_the_number_allowed(amending: Amending) -> None:
    amending.sitting.set_orders(amendments_per_body=2)  # one in the file already: M5.1
    amending.sent(ADDS)
    with refused("too-many-amendments"):
        amending.sent("Delete point 1.")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (MotionState.WITHDRAWN, "motion-withdrawn"),
        (MotionState.LATE, "motion-late"),
        (MotionState.NOT_IN_ORDER, "motion-not-in-order"),
        (MotionState.REFERRED_ELSEWHERE, "motion-referred-elsewhere"),
        (MotionState.WITH_SOC, "motion-not-admitted"),
        (MotionState.IN_DEBATE, "motion-in-debate"),
        (MotionState.CARRIED, "motion-carried"),
        (MotionState.FELL_CONSEQUENTIAL, "motion-fell-consequential"),
    ],
)
def test_drafting_refused_when_the_motion_cannot_be_amended(
    amending: Amending, state: MotionState, code: str
) -> None:
    stand(amending.sitting.motion("M9"), state)
    with refused(code):
        amending.drafted(ADDS)


def test_of_a_composited_motion_the_composite_is_amended(amending: Amending) -> None:
    into = amending.sitting.motion("M10")
    stand(amending.sitting.motion("M9"), MotionState.COMPOSITED, composite=into)
    with pytest.raises(Exception, match="Send the amendment to Motion 10 instead"):
        amending.drafted(ADDS)


def test_what_was_withdrawn_meanwhile_is_refused_at_every_later_step(amending: Amending) -> None:
    sent = amending.sent(ADDS)
    stand(amending.sitting.motion("M9"), MotionState.WITHDRAWN)
    with amending.in_time(), refused("motion-withdrawn"):
        sending.amendment_confirm(amendment=sent, actor=amending.second)


def test_amendments_fall_with_a_motion_that_is_withdrawn_before_conference(
    amending: Amending,
) -> None:
    over = amending.in_order(ADDS)
    under = amending.lodged("Delete 'each year' and insert 'once'.", to_amendment=over)
    draft = amending.drafted("Delete point 1.")
    motion = amending.sitting.motion("M9")
    with entry(actor=None) as log:
        advance(log, motion, Act.WITHDRAW)
    for each, state in (
        (over, AmendmentState.FALLEN),
        (under, AmendmentState.FALLEN),
        (draft, AmendmentState.DRAFT),
    ):
        each.refresh_from_db()
        assert each.state == state


def test_numbers_are_by_receipt_and_places_by_the_text(amending: Amending) -> None:
    text = amending.sitting.motion("M9").substantive.text.split("\n")
    last = amending.lodged(ADDS)
    first = amending.lodged(f"Delete '{' '.join(text[0].split()[:4])}'.")
    assert (last.number, first.number) == ("M9.1", "M9.2")
    motion = amending.sitting.motion("M9")
    assert [each.number for each in motion.amendments.all()] == ["M9.2", "M9.1"]


def test_amendment_to_an_amendment_is_numbered_under_it_and_taken_before_it(
    amending: Amending,
) -> None:
    over = amending.in_order(ADDS)
    under = amending.in_order("Delete 'each year' and insert 'twice a year'.", to_amendment=over)
    assert under.number == "M9.1.1"
    with refused("too-deep"):
        amending.drafted("Delete 'a year'.", to_amendment=under)
    sitting = amending.sitting
    motion = sitting.into_debate("M9")
    with refused("not-in-turn"):
        debate.amendment_accept(amendment=over, actor=sitting.chair)
    debate.amendment_accept(amendment=under, actor=sitting.chair)
    assert motion.substantive.version == 1
    over.refresh_from_db()
    assert over.instruction == ADDS
    assert "'and to report twice a year.'" in over.words
    debate.amendment_accept(amendment=over, actor=sitting.chair)
    assert motion.substantive.text.endswith("and to report twice a year.")


def test_amendment_to_a_withdrawn_one_falls_with_it_and_another_is_refused(
    amending: Amending,
) -> None:
    over = amending.in_order(ADDS)
    under = amending.in_order("Delete 'each year' and insert 'once'.", to_amendment=over)
    sending.amendment_withdraw(amendment=over, actor=amending.second)
    under.refresh_from_db()
    assert under.state == AmendmentState.FALLEN
    over.refresh_from_db()
    with refused("amendment-withdrawn"):
        amending.drafted("Delete 'year'.", to_amendment=over)


def test_withdraw_refused_once_it_was_moved(amending: Amending) -> None:
    sitting, amendment = amending.sitting, amending.in_order(ADDS)
    sitting.into_debate("M9")
    debate.amendment_open(
        amendment=amendment,
        mover=sitting.leader_of(amendment),
        seconder=sitting.credential("B16-1"),
        actor=sitting.chair,
    )
    with refused("not-lawful-now"):
        sending.amendment_withdraw(amendment=amendment, actor=amending.first)
    debate.amendment_withdraw_with_leave(amendment=amendment, actor=sitting.chair)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.WITHDRAWN
    assert sitting.motion("M9").standing == MotionState.IN_DEBATE


def test_branch_of_the_motion_says_beforehand_and_may_say_otherwise(
    amending: Amending, sitting: Sitting
) -> None:
    amendment = amending.in_order(ADDS)
    of_the_motion = make_officer(Office.CHAIR, sitting.motion("M9").lodged_by, "Di Fox")
    with refused("not-your-office"):
        answering.amendment_decline(amendment=amendment, actor=amending.first)
    no = answering.amendment_decline(amendment=amendment, actor=of_the_motion)
    assert (no.state, no.mover_accepts) == (AmendmentState.NOT_ACCEPTED, False)
    yes = answering.amendment_accept_beforehand(amendment=no, actor=of_the_motion)
    assert (yes.state, yes.mover_accepts) == (AmendmentState.IN_ORDER, True)
    sitting.set_orders(mover_may_accept_amendments=False)
    with refused("not-for-the-mover"):
        answering.amendment_decline(
            amendment=sitting.amendment(amendment.number), actor=of_the_motion
        )


def test_ruled_out_with_a_code_it_comes_back_by_review_only(amending: Amending) -> None:
    lodged = amending.lodged(ADDS)
    with refused("no-reason"):
        ruling_amendments.amendment_rule_not_in_order(amendment=lodged, actor=None, reason=" ")
    out = ruling_amendments.amendment_rule_not_in_order(
        amendment=lodged, actor=None, reason="It turns it round", code=ReasonCode.DIRECT_NEGATIVE
    )
    assert (out.state, out.ruling_reason) == (AmendmentState.NOT_IN_ORDER, "It turns it round")
    assert out.rulings.get().reason_code == ReasonCode.DIRECT_NEGATIVE
    back = ruling_amendments.amendment_review(amendment=out, actor=None, reason="Looked again")
    assert back.state == AmendmentState.IN_ORDER


def test_every_step_is_in_the_log_with_the_hash_of_the_words(amending: Amending) -> None:
    amendment = amending.in_order(ADDS)
    told = [
        leaf
        for each in Entry.objects.all()
        if (leaf := json.loads(bytes(each.leaf))).get("of") == amendment.log_name
    ]
    assert {leaf["t"] for leaf in told} == {
        "amendment.drafted",
        "amendment.submitted",
        "amendment.confirmed",
        "amendment.ruled_in_order",
    }
    assert {leaf["text_sha256"] for leaf in told} == {sha256(ADDS)}
