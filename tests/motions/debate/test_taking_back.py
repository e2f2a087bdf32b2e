"""A slip of the chair's is taken back while nothing has followed from it."""

import pytest

from audit.models import Entry
from conferences.models import Floor
from members.models import Member
from motions.debate import moving, questions, taking_back, voting
from motions.debate.desk import desk_act
from motions.enums import QuestionKind, QuestionState
from motions.models import Question
from motions.selectors import business, next_motion
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def take_back(sitting: Sitting, actor: Member | None = None) -> None:
    desk_act(conference=sitting.conference, actor=actor or sitting.chair, key="take_back")


def closure(sitting: Sitting) -> Question:
    return questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.CLOSURE,
        actor=sitting.chair,
        motion=sitting.motion("M6"),
        moved_by=sitting.credential("B16-1"),
    )


def test_motion_called_in_error_waits_again(sitting: Sitting) -> None:
    moving.motion_call(motion=sitting.motion("M5"), actor=sitting.chair)
    take_back(sitting)
    assert sitting.motion("M5").standing == MotionState.SCHEDULED
    assert business(sitting.conference).motion is None
    assert Floor.objects.get(conference=sitting.conference).phase == "idle"
    assert Entry.objects.filter(kind="motion.taken_back").exists()
    assert next_motion(sitting.conference) == sitting.motion("EM1")


def test_another_mover_is_recorded_after_a_slip(sitting: Sitting) -> None:
    motion = moving.motion_call(motion=sitting.motion("M5"), actor=sitting.chair)
    moving.motion_move(motion=motion, mover=sitting.credential("B08-1"), actor=sitting.chair)
    take_back(sitting)
    motion = sitting.motion("M5")
    assert (motion.standing, motion.mover) == (MotionState.CALLED, None)
    moving.motion_move(motion=motion, mover=sitting.credential("B08-2"), actor=sitting.chair)


def test_question_put_too_early_goes_back_to_debate(sitting: Sitting) -> None:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    take_back(sitting)
    question.refresh_from_db()
    assert question.state == QuestionState.TAKEN_BACK
    assert sitting.motion("M6").standing == MotionState.IN_DEBATE
    assert business(sitting.conference).question is None
    questions.motion_put(motion=sitting.motion("M6"), actor=sitting.chair)


def test_amendment_put_too_early_goes_back_to_debate(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    given = {"mover": sitting.credential("B06-1"), "seconder": sitting.credential("B11-1")}
    for key, more in (("open_amendment", given), ("put_amendment", {})):
        desk_act(conference=sitting.conference, actor=sitting.chair, key=key, **more)
    take_back(sitting)
    now = business(sitting.conference)
    assert now.question is None
    assert now.amendment
    assert now.amendment.state == "in_debate"


def test_parts_proposed_go_with_the_question_that_is_taken_back(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.TAKE_IN_PARTS,
        actor=sitting.chair,
        motion=motion,
        division="last paragraph",
    )
    take_back(sitting)
    assert not motion.parts.exists()


def test_refused_once_a_vote_is_open(sitting: Sitting) -> None:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    voting.question_open_vote(question=question, actor=sitting.chair)
    with refused("vote-was-opened"):
        take_back(sitting)


def test_refused_where_conference_itself_ordered_the_vote(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    sitting.decide(closure(sitting), *["for"] * 8)
    with refused("conference-ordered-it"):
        take_back(sitting)


def test_taken_back_after_a_closure_that_was_lost(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    sitting.decide(closure(sitting), *["against"] * 8)
    questions.motion_put(motion=sitting.motion("M6"), actor=sitting.chair)
    take_back(sitting)
    assert sitting.motion("M6").standing == MotionState.IN_DEBATE


def test_refused_when_too_much_has_followed(sitting: Sitting) -> None:
    with refused("something-followed"):
        taking_back.motion_take_back(motion=sitting.into_debate("M6"), actor=sitting.chair)


def test_refused_to_whoever_does_not_preside(sitting: Sitting) -> None:
    moving.motion_call(motion=sitting.motion("M5"), actor=sitting.chair)
    with refused("not-your-office"):
        take_back(sitting, actor=sitting.clerk)
