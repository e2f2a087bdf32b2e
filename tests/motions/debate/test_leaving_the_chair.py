"""Whoever's ruling or confidence is in question leaves the chair until it is decided."""

import pytest

from audit.models import Entry
from ballots.enums import Outcome
from ballots.services import ballot_declare, ballot_extend
from conferences.models import Credential
from members.enums import Office
from members.models import Member
from members.services.appointments import appointment_end
from motions.debate import moving, questions, voting
from motions.debate.desk import desk_act
from motions.debate.presiding import presiding_words
from motions.enums import QuestionKind
from motions.models import Question
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def vice_chair(sitting: Sitting) -> Member:
    return sitting.officers[Office.VICE_CHAIR]


def challengers(sitting: Sitting) -> list[Credential]:
    return [sitting.credential(f"{code}-1") for code in ("B05", "B06", "B08", "B11")]


def challenged(sitting: Sitting) -> Question:
    return questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.CHALLENGE_RULING,
        actor=sitting.chair,
        challengers=challengers(sitting),
    )


def no_confidence(sitting: Sitting) -> Question:
    return questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.NO_CONFIDENCE,
        actor=sitting.chair,
        moved_by=sitting.credential("B05-1"),
    )


def test_vice_chair_presides_while_a_ruling_is_challenged(sitting: Sitting) -> None:
    question = challenged(sitting)
    assert question.of_chair == sitting.chair
    assert f"{vice_chair(sitting).name} presides" in presiding_words(question)
    with refused("left-the-chair"):
        voting.question_open_vote(question=question, actor=sitting.chair)
    ballot = voting.question_open_vote(question=question, actor=vice_chair(sitting))
    with refused("left-the-chair"):
        ballot_extend(ballot=ballot, actor=sitting.chair, seconds=30)
    sitting.cast(ballot, "for", "for", "for", "against", "against")
    sitting.close(question)
    with refused("left-the-chair"):
        ballot_declare(ballot=ballot, actor=sitting.chair)
    decided = voting.question_declare(question=question, actor=vice_chair(sitting))
    assert decided.outcome == Outcome.LOST
    moving.motion_call(motion=sitting.motion("EM1"), actor=sitting.chair)


def test_refusal_to_a_chair_who_left_is_in_the_log(sitting: Sitting) -> None:
    question = challenged(sitting)
    with refused("left-the-chair"):
        voting.question_open_vote(question=question, actor=sitting.chair)
    assert Entry.objects.filter(kind="act.refused", subject="conference:NDC27").exists()


def test_chair_without_confidence_does_not_come_back(sitting: Sitting) -> None:
    decided = sitting.decide(no_confidence(sitting), *["for"] * 8, *["against"] * 4)
    assert decided.outcome == Outcome.CARRIED
    with refused("left-the-chair"):
        moving.motion_call(motion=sitting.motion("EM1"), actor=sitting.chair)
    moving.motion_call(motion=sitting.motion("EM1"), actor=vice_chair(sitting))


def test_chair_stays_where_two_thirds_are_missed_by_one(sitting: Sitting) -> None:
    decided = sitting.decide(no_confidence(sitting), *["for"] * 7, *["against"] * 4)
    assert decided.outcome == Outcome.LOST
    moving.motion_call(motion=sitting.motion("EM1"), actor=sitting.chair)


def test_ruling_of_the_vice_chair_is_voted_on_under_the_chair(sitting: Sitting) -> None:
    desk_act(
        conference=sitting.conference,
        actor=sitting.chair,
        key="procedural:challenge_ruling",
        challengers=challengers(sitting),
        of_chair=vice_chair(sitting),
    )
    question = sitting.question()
    with refused("left-the-chair"):
        voting.question_open_vote(question=question, actor=vice_chair(sitting))
    voting.question_open_vote(question=question, actor=sitting.chair)


def test_tellers_and_returning_officer_conduct_it_where_there_is_no_vice_chair(
    sitting: Sitting,
) -> None:
    appointment = vice_chair(sitting).appointments.get(office=Office.VICE_CHAIR)
    appointment_end(actor=None, appointment=appointment)
    question = challenged(sitting)
    assert "the returning officer declares it" in presiding_words(question)
    teller, officer = sitting.officers[Office.TELLER], sitting.returning_officer
    ballot = voting.question_open_vote(question=question, actor=teller)
    sitting.cast(ballot, *["for"] * 8)
    sitting.close(question)
    assert voting.question_declare(question=question, actor=officer).outcome == Outcome.CARRIED


def test_previous_question_shelves_the_motion_if_it_is_carried(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    question = previous_question(sitting)
    sitting.decide(question, *["for"] * 8)
    motion.refresh_from_db()
    assert motion.standing == MotionState.NEXT_BUSINESS


@pytest.mark.parametrize("votes", [["against"] * 8, ["for", "against"]])
def test_previous_question_puts_the_motion_at_once_if_it_is_not(
    sitting: Sitting, votes: list[str]
) -> None:
    sitting.into_debate("M6")
    sitting.decide(previous_question(sitting), *votes)
    assert sitting.motion("M6").standing == MotionState.QUESTION_PUT
    assert sitting.question().kind == QuestionKind.MOTION


@pytest.mark.parametrize("kind", [QuestionKind.PREVIOUS_QUESTION, QuestionKind.CLOSURE])
def test_what_would_put_the_motion_waits_for_its_amendments(
    sitting: Sitting, kind: QuestionKind
) -> None:
    motion = sitting.into_debate("M5")
    with refused("amendments-waiting"):
        questions.procedural_put(
            conference=sitting.conference,
            kind=kind,
            actor=sitting.chair,
            motion=motion,
            moved_by=sitting.credential("B16-1"),
        )


def test_previous_question_refused_on_an_amendment(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    mover, seconder = sitting.credential("B06-1"), sitting.credential("B11-1")
    given = {"mover": mover, "seconder": seconder}
    desk_act(conference=sitting.conference, actor=sitting.chair, key="open_amendment", **given)
    with refused("amendment-in-debate"):
        previous_question(sitting, "M5")


def previous_question(sitting: Sitting, number: str = "M6") -> Question:
    return questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.PREVIOUS_QUESTION,
        actor=sitting.chair,
        motion=sitting.motion(number),
        moved_by=sitting.credential("B16-1"),
    )
