"""Procedural motions: who may move them, by what majority, and what follows."""

from typing import Any

import pytest

from ballots.enums import Majority
from motions.debate import amending, questions
from motions.enums import QuestionKind
from motions.models import Question
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def put(sitting: Sitting, kind: QuestionKind, **facts: Any) -> Question:
    facts.setdefault("moved_by", sitting.credential("B16-1"))
    return questions.procedural_put(
        conference=sitting.conference, kind=kind, actor=sitting.chair, **facts
    )


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (QuestionKind.NEXT_BUSINESS, MotionState.NEXT_BUSINESS),
        (QuestionKind.ADJOURN_DEBATE, MotionState.ADJOURNED),
        (QuestionKind.REMIT, MotionState.REMITTED),
        (QuestionKind.LEAVE_TO_WITHDRAW, MotionState.WITHDRAWN),
        (QuestionKind.CLOSURE, MotionState.QUESTION_PUT),
    ],
)
def test_carried_procedure_does_what_it_says(
    sitting: Sitting, kind: QuestionKind, state: MotionState
) -> None:
    motion = sitting.into_debate("M6")
    sitting.decide(put(sitting, kind, motion=motion, mover_agrees=True), "for")
    assert sitting.motion("M6").standing == state


def test_lost_procedure_lets_debate_go_on(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    sitting.decide(put(sitting, QuestionKind.NEXT_BUSINESS, motion=motion), "against")
    assert sitting.motion("M6").standing == MotionState.IN_DEBATE


def test_closure_on_an_amendment_closes_that_only(sitting: Sitting) -> None:
    motion = sitting.into_debate("M5")
    amendment = sitting.amendment("M5.1")
    amending.amendment_open(
        amendment=amendment,
        mover=sitting.leader_of(amendment),
        seconder=sitting.credential("B11-1"),
        actor=sitting.chair,
    )
    sitting.decide(put(sitting, QuestionKind.CLOSURE, motion=motion), "for")
    assert sitting.amendment("M5.1").state == "question_put"
    assert sitting.motion("M5").standing == MotionState.AMENDMENT_IN_DEBATE


@pytest.mark.parametrize(
    ("vote", "state"),
    [("for", MotionState.WITH_SOC), ("against", MotionState.NOT_IN_ORDER)],
)
def test_reference_back_returns_a_motion_to_the_committee(
    sitting: Sitting, vote: str, state: MotionState
) -> None:
    question = put(sitting, QuestionKind.REFERENCE_BACK, motion=sitting.motion("M16"))
    sitting.decide(question, vote)
    assert sitting.motion("M16").standing == state


def test_majorities_follow_the_kind_and_the_standing_orders(sitting: Sitting) -> None:
    challengers = [sitting.credential(f"{code}-1") for code in ("B05", "B06", "B08", "B11")]
    ruling = put(sitting, QuestionKind.CHALLENGE_RULING, challengers=challengers)
    assert ruling.majority == Majority.TWO_THIRDS_CAST
    assert ruling.wording == "That the ruling be overturned"
    sitting.decide(ruling, "for", "for", "for", "against", "against")
    suspension = put(sitting, QuestionKind.SUSPEND_STANDING_ORDERS)
    assert suspension.majority == Majority.TWO_THIRDS_PRESENT


def test_leave_to_withdraw_is_unanimous_where_the_rules_say(sitting: Sitting) -> None:
    sitting.set_orders(withdrawal_majority="unanimous")
    motion = sitting.into_debate("M6")
    question = put(sitting, QuestionKind.LEAVE_TO_WITHDRAW, motion=motion)
    sitting.decide(question, *["for"] * 11, "abstain")
    assert sitting.motion("M6").standing == MotionState.IN_DEBATE


def test_test_vote_decides_nothing(sitting: Sitting) -> None:
    question = put(sitting, QuestionKind.TEST_VOTE, moved_by=None)
    ballot = sitting.open_vote(question)
    assert ballot.is_test


def test_refused_when_few_challenge(sitting: Sitting) -> None:
    three = [sitting.credential(f"{code}-1") for code in ("B05", "B06", "B08")]
    with refused("too-few-challengers"):
        put(sitting, QuestionKind.CHALLENGE_RULING, challengers=three)


def test_refused_when_no_motion_is_in_debate(sitting: Sitting) -> None:
    with refused("no-debate"):
        put(sitting, QuestionKind.NEXT_BUSINESS)
    with refused("no-debate"):
        put(sitting, QuestionKind.ADJOURN_DEBATE, motion=sitting.motion("M6"))


def test_refused_when_moved_by_one_who_has_spoken(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    for number in ("B13-1", "B11-1"):  # the mover and the seconder
        with refused("has-spoken"):
            put(
                sitting,
                QuestionKind.CLOSURE,
                motion=motion,
                moved_by=sitting.credential(number),
            )


def test_refused_when_the_mover_does_not_agree_to_remit(sitting: Sitting) -> None:
    with refused("mover-does-not-agree"):
        put(sitting, QuestionKind.REMIT, motion=sitting.into_debate("M6"))


def test_refused_when_an_amendment_is_in_debate(sitting: Sitting) -> None:
    motion = sitting.into_debate("M5")
    amendment = sitting.amendment("M5.1")
    amending.amendment_open(
        amendment=amendment,
        mover=sitting.leader_of(amendment),
        seconder=sitting.credential("B11-1"),
        actor=sitting.chair,
    )
    with refused("amendment-in-debate"):
        put(sitting, QuestionKind.REMIT, motion=motion, mover_agrees=True)


def test_refused_when_another_question_is_open(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    questions.motion_put(motion=motion, actor=sitting.chair)
    with refused("question-open"):
        put(sitting, QuestionKind.TEST_VOTE)


def test_refused_when_the_kind_is_not_procedural(sitting: Sitting) -> None:
    with refused("not-procedural"):
        put(sitting, QuestionKind.MOTION, motion=sitting.motion("M6"))


def test_reference_back_refused_when_the_motion_was_not_ruled_out(sitting: Sitting) -> None:
    with refused("not-ruled-out"):
        put(sitting, QuestionKind.REFERENCE_BACK, motion=sitting.motion("M6"))
