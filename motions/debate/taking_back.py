"""Taking a slip of the chair's back: a call, a mover or a question, while nothing has followed.

What conference itself ordered, by a closure or a previous question, is not the chair's to take
back. The log keeps both the step and that it was taken back.
"""

from typing import Final

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Outcome
from conferences.rules import acting
from members.models import Member
from motions.amendment_life import AmendmentAct
from motions.amendments.steps import advance_amendment
from motions.debate.demands import card_is_demanded
from motions.debate.floor import hold_free_floor, show_between, show_motion, show_subject_of
from motions.enums import PartState, QuestionKind, QuestionState
from motions.models import Motion, Question
from motions.selectors import business
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, held_question, hold_floor

_ORDERED: Final = {
    (QuestionKind.CLOSURE, Outcome.CARRIED),
    (QuestionKind.PREVIOUS_QUESTION, Outcome.LOST),
    (QuestionKind.PREVIOUS_QUESTION, Outcome.NOT_CARRIED),
}


def motion_take_back(*, motion: Motion, actor: Member) -> Motion:
    """Take back the call of a motion that nobody moved, or the mover of one nobody seconded."""
    with acting(actor, motion.conference, "motion.take_back") as log:
        hold_free_floor(motion.conference)
        motion, shown = held_motion(motion), motion.standing
        if motion.standing != shown:
            raise Refusal(
                "taken-back-already",
                f"{motion.spoken} stands at: {motion.standing.label.lower()}. Another officer was "
                "quicker: nothing more is taken back.",
            )
        if motion.standing not in (MotionState.CALLED, MotionState.MOVED):
            raise Refusal("something-followed", "Too much has followed for this to be taken back.")
        motion.mover = None
        advance(log, motion, Act.TAKE_BACK)
        if motion.standing == MotionState.CALLED:
            show_motion(motion)
        elif other := business(motion.conference).motion:  # of those debated together
            show_motion(other)
        else:
            show_between(motion.conference, note=f"{motion.spoken} waits: it was called in error.")
    return motion


def question_take_back(*, question: Question, actor: Member) -> Question:
    """Take back a question that was put, before a vote is opened on it: debate goes on."""
    with acting(actor, question.conference, "motion.take_back") as log:
        hold_floor(question.conference)
        question = held_question(question)
        if question.state == QuestionState.TAKEN_BACK:
            raise Refusal("taken-back-already", "It has been taken back already: debate goes on.")
        if question.state != QuestionState.PUT:
            raise Refusal("vote-was-opened", "A vote has been opened on this: it takes its course.")
        if card_is_demanded(question):  # a question put afresh would have lost the demand
            raise Refusal(
                "card-vote-demanded",
                "Delegates of enough branches demand a card vote on this: it is taken.",
                rule="Standing orders: demand for a card vote",
            )
        if _was_ordered(question):
            raise Refusal(
                "conference-ordered-it",
                f"{question.conference.named.begins} itself decided that this be put now: the vote "
                "is taken.",
                rule="Procedural motions",
            )
        question.state = QuestionState.TAKEN_BACK
        question.save(update_fields=["state"])
        log.record("question.taken_back", subject=question, question_kind=question.kind)
        _back_to_debate(log, question)
        show_subject_of(question)
    return question


def _back_to_debate(log: OpenEntry, question: Question) -> None:
    if question.amendment:
        advance_amendment(
            log, question.amendment, AmendmentAct.TAKE_BACK, question=question.log_name
        )
    elif question.motion and question.kind == QuestionKind.MOTION:
        advance(log, question.motion, Act.TAKE_BACK, question=question.log_name)
    elif question.motion and question.kind == QuestionKind.TAKE_IN_PARTS:
        question.motion.parts.filter(state=PartState.PROPOSED).delete()


def _was_ordered(question: Question) -> bool:
    """Say whether the question before this one was conference's order to put it."""
    if question.kind not in (QuestionKind.MOTION, QuestionKind.AMENDMENT):
        return False
    before = question.conference.questions.filter(put_at__lt=question.put_at).last()
    return before is not None and (before.kind, before.outcome) in _ORDERED
