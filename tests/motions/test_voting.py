"""Votes on questions: opening, closing, declaring, challenging, and taking them again."""

import hashlib

import pytest
import time_machine

from audit.models import Entry
from ballots.enums import BallotState, Choice, VotingForm
from ballots.models import Ballot
from ballots.services import ballot_close, ballot_declare, ballot_recommend_void, unable_report
from conferences.enums import FloorPhase
from motions.debate import adopting, challenging, questions, voting
from motions.debate.chair import lawful_acts
from motions.enums import QuestionState
from motions.models import Question
from motions.states import MotionState
from motions.steps import add_text
from tests.factories.conferences import Sitting, refused
from tests.retracing import retraced

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]
REASON = "Delegates say that they could not vote."


@retraced
def put(sitting: Sitting, number: str = "M6") -> Question:
    return questions.motion_put(motion=sitting.into_debate(number), actor=sitting.chair)


def challenged(sitting: Sitting, *choices: str, unable: int = 0) -> Question:
    question = put(sitting)
    ballot = sitting.open_vote(question)
    sitting.cast(ballot, *choices)
    for line in ballot.roll.filter(cast__isnull=True)[:unable]:
        unable_report(ballot=ballot, voter=line.voter, reason="No page")
    sitting.close(question)
    return challenging.question_challenge(
        question=question, actor=sitting.returning_officer, reason=REASON
    )


def test_text_put_to_the_vote_is_locked_and_hashed(sitting: Sitting) -> None:
    question = put(sitting)
    motion = sitting.motion("M6")
    digest = hashlib.sha256(motion.substantive.text.encode()).hexdigest()
    ballot = sitting.open_vote(question)
    assert question.text_sha256 == ballot.text_sha256 == digest
    opened = Entry.objects.get(kind="motion.vote_opened")
    assert digest.encode() in bytes(opened.leaf)
    with refused("text-locked"):
        add_text(sitting.motion("M6"), "Other words", why="a late thought")


@pytest.mark.parametrize(
    ("choices", "state"),
    [
        (["for", "for", "against"], MotionState.CARRIED),
        (["for", "against", "against"], MotionState.LOST),
        (["for", "against", "abstain"], MotionState.NOT_CARRIED),
        ([], MotionState.NOT_CARRIED),
    ],
)
def test_motion_ends_as_declared(sitting: Sitting, choices: list[str], state: MotionState) -> None:
    question = sitting.decide(put(sitting), *choices)
    assert sitting.motion("M6").standing == state
    assert question.outcome == state.value.lower()
    assert question.state == QuestionState.DECIDED
    floor = sitting.conference.floor
    floor.refresh_from_db()
    assert floor.phase == FloorPhase.DECLARED


def test_card_vote_is_weighed_and_cast_by_leaders_only(sitting: Sitting) -> None:
    question = put(sitting, "RA2")
    ballot = sitting.open_vote(question)
    assert ballot.class_code == "CONF_RULES"
    assert ballot.roll_size == 7
    assert ballot.roll_weight == sum(
        each.card_strength for each in sitting.conference.credentials.all()
    )
    assert set(ballot.roll.values_list("admitted", flat=True)) == {
        f"credential:NDC27/{code}-1" for code in ("B05", "B06", "B08", "B11", "B12", "B13", "B16")
    }


def test_motion_carried_fells_another_that_an_adopted_report_names(sitting: Sitting) -> None:
    for report in sitting.conference.soc_reports.all():
        adopting.report_adopt(report=report, actor=sitting.chair)
    sitting.decide(put(sitting, "M9"), "for")
    assert sitting.motion("M10").standing == MotionState.FELL_CONSEQUENTIAL
    fallen = Entry.objects.get(kind="motion.fallen")
    assert fallen.subject == "motion:NDC27/M10"
    assert b'"paragraph":"1.5"' in bytes(fallen.leaf)


def test_motion_lost_fells_nothing(sitting: Sitting) -> None:
    for report in sitting.conference.soc_reports.all():
        adopting.report_adopt(report=report, actor=sitting.chair)
    sitting.decide(put(sitting, "M9"), "against")
    assert sitting.motion("M10").standing == MotionState.SCHEDULED


def test_open_refused_when_not_put(sitting: Sitting) -> None:
    question = put(sitting)
    sitting.open_vote(question)
    with refused("not-lawful-now"):
        sitting.open_vote(question)


def test_open_refused_when_not_quorate_and_advisory_changes_nothing(sitting: Sitting) -> None:
    question = put(sitting)
    sitting.leave(8)
    with refused("not-quorate"):
        sitting.open_vote(question)
    ballot = voting.question_open_vote(question=question, actor=sitting.chair, advisory=True)
    assert ballot.is_advisory
    sitting.cast(ballot, "for")
    sitting.close(question)
    question = voting.question_declare(question=question, actor=sitting.chair)
    assert question.state == QuestionState.PUT
    assert sitting.motion("M6").standing == MotionState.QUESTION_PUT


def test_open_refused_when_window_is_too_short(sitting: Sitting) -> None:
    with refused("window-too-short"):
        voting.question_open_vote(question=put(sitting), actor=sitting.chair, window_seconds=30)


def test_open_refused_when_form_is_not_allowed(sitting: Sitting) -> None:
    sitting.set_orders(forms=["card_vote"])
    with refused("form-not-allowed"):
        sitting.open_vote(put(sitting))


def test_open_refused_when_no_rule_permits_electronic_votes(sitting: Sitting) -> None:
    sitting.set_orders(enabling_rule="")
    with refused("guard-no-enabling-rule"):
        sitting.open_vote(put(sitting))


@pytest.mark.parametrize("who", ["clerk", "soc_chair", "auditor", "general_secretary"])
def test_open_refused_when_not_at_the_desk(sitting: Sitting, who: str) -> None:
    question = put(sitting)
    with refused("not-your-office"):
        voting.question_open_vote(question=question, actor=sitting.officers[who])


def test_vote_is_extended_and_never_closed_before_its_time(sitting: Sitting) -> None:
    question = put(sitting)
    ballot = sitting.open_vote(question)
    closes_at = ballot.closes_at
    voting.question_extend(question=question, actor=sitting.chair, seconds=60)
    ballot.refresh_from_db()
    assert ballot.closes_at is not None
    assert closes_at is not None
    assert (ballot.closes_at - closes_at).total_seconds() == 60
    with refused("still-voting"):
        voting.question_close(question=question, actor=sitting.chair)
    assert Entry.objects.filter(kind="motion.vote_extended").count() == 1


def test_vote_closes_early_once_everyone_has_voted(sitting: Sitting) -> None:
    question = put(sitting)
    sitting.cast(sitting.open_vote(question), *["for"] * 12)
    voting.question_close(question=question, actor=sitting.officers["teller"])
    assert sitting.motion("M6").standing == MotionState.COUNTED


def test_a_ballot_closed_by_the_clock_moves_the_motion(sitting: Sitting) -> None:
    question = put(sitting)
    ballot = sitting.open_vote(question)
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at):
        ballot_close(ballot=ballot, actor=None)
    assert sitting.motion("M6").standing == MotionState.COUNTED
    ballot_declare(ballot=ballot, actor=sitting.returning_officer)
    assert sitting.motion("M6").standing == MotionState.NOT_CARRIED


def test_declare_refused_when_not_closed(sitting: Sitting) -> None:
    question = put(sitting)
    sitting.open_vote(question)
    with refused("ballot-not-to-declare"):
        voting.question_declare(question=question, actor=sitting.chair)


def test_casting_vote_refused_when_the_rules_give_none(sitting: Sitting) -> None:
    question = put(sitting)
    sitting.count(question, "for", "against")
    with refused("no-casting-vote"):
        voting.question_declare(question=question, actor=sitting.chair, casting_vote=Choice.FOR)


def test_casting_vote_decides_a_tie_where_the_rules_give_one(sitting: Sitting) -> None:
    sitting.set_orders(casting_vote_allowed=True)
    question = put(sitting)
    sitting.count(question, "for", "against")
    voting.question_declare(question=question, actor=sitting.chair, casting_vote=Choice.AGAINST)
    assert sitting.motion("M6").standing == MotionState.LOST
    assert Entry.objects.filter(kind="casting_vote.given").exists()


def test_challenge_refused_without_a_reason_or_with_too_few_branches(sitting: Sitting) -> None:
    question = put(sitting)
    sitting.count(question, "for")
    with refused("no-reason"):
        challenging.question_challenge(question=question, actor=sitting.chair, reason=" ")
    with refused("too-few-branches"):
        challenging.question_challenge(
            question=question,
            actor=sitting.chair,
            reason="A card vote is demanded",
            demanded_by=[sitting.credential(f"{code}-1") for code in ("B05", "B06", "B08", "B11")],
        )


def test_card_vote_is_ordered_and_replaces_the_show(sitting: Sitting) -> None:
    question = put(sitting)
    show = sitting.count(question, "for")
    challenging.question_challenge(
        question=question,
        actor=sitting.chair,
        reason="A card vote is demanded",
        demanded_by=[
            sitting.credential(f"{code}-1") for code in ("B05", "B06", "B08", "B11", "B12")
        ],
    )
    card = challenging.question_order_card_vote(question=question, actor=sitting.chair)
    assert card.form == VotingForm.CARD_VOTE
    assert card.replaces == show
    sitting.cast(card, *["against"] * 7)
    sitting.close(question)
    voting.question_declare(question=question, actor=sitting.chair)
    assert sitting.motion("M6").standing == MotionState.LOST
    show.refresh_from_db()
    assert show.state == BallotState.CLOSED
    assert show.result is None


def test_card_vote_refused_when_it_was_one(sitting: Sitting) -> None:
    question = put(sitting, "RA2")
    sitting.count(question, "for")
    challenging.question_challenge(question=question, actor=sitting.chair, reason=REASON)
    with refused("already-a-card-vote"):
        challenging.question_order_card_vote(question=question, actor=sitting.chair)


def recommend_void(sitting: Sitting, question: Question) -> Ballot:
    question.refresh_from_db()
    assert question.ballot
    return ballot_recommend_void(
        ballot=question.ballot, actor=sitting.returning_officer, reason="2 of 12 could not vote"
    )


def test_vote_is_voided_and_taken_again_at_the_trigger(sitting: Sitting) -> None:
    question = challenged(sitting, *["for"] * 6, unable=2)
    first = recommend_void(sitting, question)
    ballot = challenging.question_void_technical(question=question, actor=sitting.chair)
    assert sitting.motion("M6").standing == MotionState.VOTING
    first.refresh_from_db()
    assert (first.state, first.result) == (BallotState.VOIDED, None)
    assert ballot.replaces == first
    sitting.cast(ballot, "against")
    sitting.close(question)
    voting.question_declare(question=question, actor=sitting.chair)
    assert sitting.motion("M6").standing == MotionState.LOST


def test_recommending_to_void_challenges_the_count(sitting: Sitting) -> None:
    question = put(sitting)
    sitting.count(question, "for")
    ballot = recommend_void(sitting, question)
    question.refresh_from_db()
    assert (question.state, ballot.state) == (QuestionState.CHALLENGED, BallotState.CLOSED)
    with refused("challenged"):
        voting.question_declare(question=question, actor=sitting.chair)


def test_void_refused_under_the_trigger(sitting: Sitting) -> None:
    question = challenged(sitting, "for", unable=1)  # 1 of 12 is under a tenth
    recommend_void(sitting, question)
    with refused("under-the-trigger"):
        challenging.question_void_technical(question=question, actor=sitting.chair)
    question = challenging.question_uphold(
        question=question, actor=sitting.chair, reason="Under a tenth"
    )
    assert question.state == QuestionState.COUNTED
    assert sitting.motion("M6").standing == MotionState.COUNTED


def test_void_refused_without_the_returning_officers_own_act(sitting: Sitting) -> None:
    question = challenged(sitting, "for", unable=2)
    with refused("no-recommendation"):
        challenging.question_void_technical(question=question, actor=sitting.chair)


def test_void_refused_on_a_recommendation_the_chair_has_turned_down(sitting: Sitting) -> None:
    question = challenged(sitting, "for", unable=2)
    recommend_void(sitting, question)
    challenging.question_uphold(question=question, actor=sitting.chair, reason="The two did vote")
    challenging.question_challenge(question=question, actor=sitting.chair, reason=REASON)
    with refused("no-recommendation"):
        challenging.question_void_technical(question=question, actor=sitting.chair)


def test_recommending_to_void_refused_before_the_count_and_after_the_result(
    sitting: Sitting,
) -> None:
    question = put(sitting)
    sitting.open_vote(question)
    with refused("count-first"):
        recommend_void(sitting, question)
    sitting.close(question)
    voting.question_declare(question=question, actor=sitting.chair)
    with refused("count-first"):
        recommend_void(sitting, question)


def test_why_a_count_is_challenged_stays_out_of_the_log(sitting: Sitting) -> None:
    question = challenged(sitting, "for")
    challenging.question_uphold(
        question=question, actor=sitting.chair, reason="Ann Tarn was mistaken"
    )
    leaves = [bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True)]
    assert not any(b"Ann Tarn" in leaf or REASON.encode() in leaf for leaf in leaves)


def test_declare_refused_while_challenged(sitting: Sitting) -> None:
    question = challenged(sitting, "for")
    assert question.ballot
    with refused("challenged"):
        ballot_declare(ballot=question.ballot, actor=sitting.returning_officer)
    with refused("no-reason"):
        challenging.question_uphold(question=question, actor=sitting.chair, reason="")


def test_a_refused_step_changes_nothing(sitting: Sitting) -> None:
    question = put(sitting)
    before = Entry.objects.count()
    with refused("window-too-short"):
        voting.question_open_vote(question=question, actor=sitting.chair, window_seconds=1)
    question.refresh_from_db()
    assert question.ballot is None
    assert Entry.objects.count() == before


def test_declare_refused_while_so_many_could_not_vote(sitting: Sitting) -> None:
    question = put(sitting)
    ballot = sitting.open_vote(question)
    sitting.cast(ballot, "for", "for")
    for line in ballot.roll.filter(cast__isnull=True)[:2]:  # 2 of 12: over a tenth
        unable_report(ballot=ballot, voter=line.voter, reason="No page")
    sitting.close(question)
    with refused("must-be-taken-again"):
        voting.question_declare(question=question, actor=sitting.chair)
    assert [act.key for act in lawful_acts(sitting.conference)] == ["challenge"]
    challenging.question_challenge(question=question, actor=sitting.chair, reason=REASON)
    challenging.question_uphold(
        question=question, actor=sitting.chair, reason="They voted by telephone"
    )
    question = voting.question_declare(question=question, actor=sitting.chair)
    assert question.state == QuestionState.DECIDED
