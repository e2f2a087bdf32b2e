"""What follows when a ballot of the room below changes: the question moves, and the motion with it.

Called by motions.receivers inside the transaction of the act on the ballot.
"""

from typing import Any

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from ballots.enums import Outcome
from ballots.models import Ballot
from members.models import Member
from motions.amendment_life import AmendmentState
from motions.committee.references_back import paragraph_referred_back
from motions.debate.acts_on_a_question import must_be_settled
from motions.debate.amending import amendment_decided
from motions.debate.challenging import question_challenge
from motions.debate.demands import card_is_demanded
from motions.debate.floor import show_question
from motions.debate.parts import part_decided, parts_agreed, parts_end
from motions.debate.presiding import refuse_out_of_the_chair
from motions.debate.questions import put_amendment, put_motion
from motions.enums import QuestionKind, QuestionState
from motions.meetings.entering import decision_keep
from motions.models import Motion, Question
from motions.selectors import binding_consequences
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, held_question, hold_floor

_ACT_OF_CONFERENCE = {
    QuestionKind.NEXT_BUSINESS: Act.NEXT_BUSINESS,
    QuestionKind.PREVIOUS_QUESTION: Act.NEXT_BUSINESS,
    QuestionKind.ADJOURN_DEBATE: Act.ADJOURN,
    QuestionKind.REMIT: Act.REMIT,
    QuestionKind.LEAVE_TO_WITHDRAW: Act.LEAVE_TO_WITHDRAW,
    QuestionKind.RESCIND: Act.SUPERSEDE,
}


def ballot_was_extended(ballot: Ballot, actor: Member | None) -> None:
    """Record that the vote on a motion stays open for longer."""
    if question := _question_of(ballot):
        refuse_out_of_the_chair(question.conference, actor)
        with entry(actor=actor) as log:
            log.record("question.extended", subject=question, ballot=ballot.log_name)
            _advance_motion(log, question, Act.EXTEND, ballot=ballot.log_name)
            show_question(question)


def ballot_close_was_announced(ballot: Ballot, actor: Member | None) -> None:
    """Show everyone the time at which a vote that all have cast will close."""
    if question := _question_of(ballot):
        refuse_out_of_the_chair(question.conference, actor)
        show_question(question)


def ballot_was_closed(ballot: Ballot, actor: Member | None) -> None:
    """Move a question on to its count, whoever or whatever closed the vote."""
    if question := _question_of(ballot):
        refuse_out_of_the_chair(question.conference, actor)
        with entry(actor=actor) as log:
            question.state = QuestionState.COUNTED
            question.save(update_fields=["state"])
            log.record("question.counted", subject=question, ballot=ballot.log_name)
            _advance_motion(log, question, Act.CLOSE_VOTE, ballot=ballot.log_name)
            show_question(question)


def ballot_was_declared(ballot: Ballot, actor: Member | None) -> None:
    """Decide the question as declared, and let everything follow that follows from it."""
    question = _question_of(ballot)
    if question is None:
        return
    refuse_out_of_the_chair(question.conference, actor)
    if question.state != QuestionState.COUNTED:
        raise Refusal("challenged", "Settle the challenge to this count before declaring it.")
    if must_be_settled(question, ballot):
        raise Refusal(
            "must-be-taken-again",
            "So many could not vote that the standing orders have the vote taken again. Challenge "
            "the count: take the vote again, or let the count stand and say why.",
            rule="Standing orders: technical failure",
        )
    if card_is_demanded(question):
        raise Refusal(
            "card-vote-demanded",
            "Delegates of enough branches demand a card vote: it is taken before anything is "
            "declared.",
            rule="Standing orders: demand for a card vote",
        )
    if (ballot.result or {}).get("casting_vote") and (
        not question.conference.orders.casting_vote_allowed
    ):
        raise Refusal(
            "no-casting-vote",
            "The standing orders give the chair no casting vote: equal votes are not carried.",
            rule="Majority rules: tie",
        )
    with entry(actor=actor) as log:
        if ballot.is_advisory:
            _leave_undecided(log, question, ballot)
        else:
            _decide(log, question, ballot)
        show_question(question)


def ballot_void_was_recommended(ballot: Ballot, actor: Member | None) -> None:
    """Put a recommendation to void before the chair. It challenges a count not yet challenged."""
    question = _question_of(ballot)
    if question is None or actor is None:
        return
    if question.state == QuestionState.COUNTED:
        question_challenge(question=question, actor=actor, reason=ballot.void_reason)
    elif question.state == QuestionState.CHALLENGED:
        show_question(question)
    else:
        raise Refusal(
            "count-first",
            "A vote is voided once it is counted, and before it is declared.",
            rule="Motion lifecycle: void_technical",
        )


def ballot_was_voided(ballot: Ballot, _actor: Member | None) -> None:
    """Refuse to void a vote of conference unless its count was challenged first."""
    question = _question_of(ballot)
    if question is not None and question.state != QuestionState.CHALLENGED:
        raise Refusal(
            "challenge-first",
            "A vote is voided once its count has been challenged, and taken again.",
            rule="Motion lifecycle: void_technical",
        )


def _question_of(ballot: Ballot) -> Question | None:
    """Find the question whose current ballot this is. A ballot replaced by another has none."""
    question = Question.objects.filter(ballot=ballot).select_related("conference").first()
    if question is None:
        return None
    hold_floor(question.conference)
    return held_question(question)


def _decide(log: OpenEntry, question: Question, ballot: Ballot) -> None:
    outcome = Outcome((ballot.result or {})["outcome"])
    question.state = QuestionState.DECIDED
    question.outcome = outcome
    question.decided_at = timezone.now()
    question.save()
    log.record("question.decided", subject=question, ballot=ballot.log_name, outcome=outcome.value)
    if question.kind == QuestionKind.PART:
        part_decided(log, question, outcome)
    elif question.kind == QuestionKind.TAKE_IN_PARTS:
        parts_agreed(log, question, outcome)
    elif question.amendment:
        amendment_decided(log, question.amendment, outcome)
    elif question.kind == QuestionKind.MOTION and question.motion:
        _motion_decided(log, question.motion, outcome, ballot)
    elif outcome == Outcome.CARRIED:
        _procedure_carried(log, question)
    elif question.kind == QuestionKind.PREVIOUS_QUESTION and question.motion:
        put_motion(log, question.motion, mover_replied=False)  # lost: put at once (guide 3.4)


def _motion_decided(log: OpenEntry, motion: Motion, outcome: Outcome, ballot: Ballot) -> None:
    parts_end(motion, outcome)
    advance(log, motion, Act.DECLARE, finding=outcome.value, ballot=ballot.log_name)
    decision_keep(log, motion, outcome)
    if outcome != Outcome.CARRIED:
        return
    for each in binding_consequences(motion):
        fallen = held_motion(Motion(pk=each.fallen_id))
        if fallen.standing == MotionState.SCHEDULED:
            because, paragraph = motion.log_name, each.paragraph.ref
            advance(log, fallen, Act.CONSEQUENCE, because=because, paragraph=paragraph)


def _procedure_carried(log: OpenEntry, question: Question) -> None:
    """Do what a carried procedural motion says (guide 3.4)."""
    kind, motion = QuestionKind(question.kind), question.motion
    if kind == QuestionKind.REFERENCE_BACK:
        paragraph_referred_back(log, question)
        return
    if motion is None:
        return
    if kind == QuestionKind.CLOSURE:
        under_way = motion.amendments.filter(state=AmendmentState.IN_DEBATE).first()
        if under_way:  # on an amendment, the closure closes that only
            under_way.motion = motion
            put_amendment(log, under_way)
        else:
            put_motion(log, motion, mover_replied=False)
    elif act := _ACT_OF_CONFERENCE.get(kind):
        advance(log, motion, act, agreed=question.log_name)


def _leave_undecided(log: OpenEntry, question: Question, ballot: Ballot) -> None:
    """Keep an advisory result and let the question be put again when conference is quorate."""
    question.state = QuestionState.PUT
    question.save(update_fields=["state"])
    log.record(
        "question.advised",
        subject=question,
        ballot=ballot.log_name,
        outcome=(ballot.result or {})["outcome"],
    )


def _advance_motion(log: OpenEntry, question: Question, act: Act, **facts: Any) -> None:
    ballot = question.ballot
    if question.kind == QuestionKind.MOTION and question.motion and ballot:
        if ballot.is_advisory:
            return
        advance(log, question.motion, act, **facts)
