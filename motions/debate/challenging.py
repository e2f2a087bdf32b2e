"""A count that is challenged before it is declared: it stands, or the vote is taken again.

Taken again it is by card vote, since enough branches ask for one, or as it was, since it is void.
The old vote is kept, and answers nothing any more (guide 3.6).
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import VotingForm
from ballots.models import Ballot
from ballots.secret.choosing import is_left_sealed, is_waited_for
from ballots.selectors import turnout
from ballots.services import ballot_uphold, ballot_void
from conferences.models import Credential
from conferences.rules import acting
from members.models import Member
from motions.amendment_life import AmendmentAct
from motions.amendments.steps import advance_amendment
from motions.debate.answering import ballot_begin, ballot_of, held_in, window_of
from motions.debate.demands import card_is_demanded
from motions.debate.floor import show_question
from motions.enums import QuestionKind, QuestionState
from motions.models import Question
from motions.procedure.demands import card_demand_count
from motions.states import Act
from motions.steps import Facts, advance


def question_challenge(
    *,
    question: Question,
    actor: Member,
    reason: str,
    demanded_by: Sequence[Credential] = (),
) -> Question:
    """Challenge a count before it is declared: for a card vote, a recount, or a failure.

    Delegates need the number of branches that the standing orders set; the chair, the committee
    and the returning officer may challenge by themselves.
    """
    with acting(actor, question.conference, "question.challenge") as log:
        question = held_in(question, QuestionState.COUNTED)
        if not reason.strip():
            raise Refusal("no-reason", "Say why the count is challenged.")
        branches = {each.body_id for each in demanded_by if each.is_present}
        needed = question.conference.orders.card_vote_branches
        if demanded_by and len(branches) < needed:
            raise Refusal(
                "too-few-branches",
                f"Delegates of {needed} branches are needed; these are of {len(branches)}.",
                rule="Standing orders: demand for a card vote",
            )
        _challenge(log, question, reason, len(branches))
    return question


def question_uphold(*, question: Question, actor: Member, reason: str) -> Question:
    """Let a challenged count stand, on the returning officer's report, with reasons."""
    with acting(actor, question.conference, "question.uphold") as log:
        question = held_in(question, QuestionState.CHALLENGED)
        if not reason.strip():
            raise Refusal("no-reason", "Record why the count stands.")
        if card_is_demanded(question):
            raise Refusal(
                "card-vote-demanded",
                "Delegates of enough branches demand a card vote: the chair is bound to order it.",
                rule="Standing orders: demand for a card vote",
            )
        ballot = ballot_of(question)
        if ballot.awaits_void_order:
            ballot_uphold(ballot=ballot, actor=actor)
        question.state = QuestionState.COUNTED
        question.upheld_at = timezone.now()
        question.save(update_fields=["state", "upheld_at"])
        log.record("question.upheld", subject=question, attested=True, personal={"reason": reason})
        if question.kind == QuestionKind.MOTION and question.motion:
            advance(log, question.motion, Act.UPHOLD)
        show_question(question)
    return question


def question_take_card_vote(*, question: Question, actor: Member) -> Ballot:
    """Replace a counted show by the card vote that enough branches demand, in one step.

    The count is challenged for the branches that demand it, and the chair, who is bound, orders the
    card vote (guide 3.2). A demand stands although who made it has left the hall since.
    """
    with acting(actor, question.conference, "question.order_card_vote") as log:
        held = held_in(question, QuestionState.COUNTED)
        if not card_is_demanded(held):
            raise Refusal(
                "not-demanded",
                "Delegates of too few branches demand a card vote.",
                rule="Standing orders: demand for a card vote",
            )
        _challenge(log, held, "A card vote is demanded", card_demand_count(held).branches)
        return _order_card_vote(log, held, actor)


def question_order_card_vote(
    *, question: Question, actor: Member, window_seconds: int | None = None
) -> Ballot:
    """Replace a challenged show by a card vote. Both are kept (guide 3.6)."""
    with acting(actor, question.conference, "question.order_card_vote") as log:
        question = held_in(question, QuestionState.CHALLENGED)
        return _order_card_vote(log, question, actor, window_seconds)


def question_void_technical(
    *,
    question: Question,
    actor: Member,
    window_seconds: int | None = None,
) -> Ballot:
    """Void a vote that too many could not cast, and open it again at once.

    The returning officer has recommended it (`ballot_recommend_void`) and the chair orders it. The
    share unable to vote must reach the trigger of the standing orders; or it was secret, and too
    few voted for it to be opened, or its trustees do not come. The old vote is kept and never shown
    as a result.
    """
    conference = question.conference
    with acting(actor, conference, "question.void_technical") as log:
        question = held_in(question, QuestionState.CHALLENGED)
        voided = ballot_of(question)
        votes = turnout(voided)
        unable, admitted = votes.unable, votes.roll
        retaken = conference.orders.must_retake(unable=unable, admitted=admitted)
        if not retaken and not is_left_sealed(voided) and not is_waited_for(voided):
            trigger = conference.orders.technical_failure_trigger
            raise Refusal(
                "under-the-trigger",
                f"{unable} of {admitted} could not vote; the standing orders ask for {trigger}.",
                rule="Standing orders: technical failure",
            )
        ballot_void(ballot=voided, actor=actor)
        return _taken_again(
            log,
            question,
            actor,
            Act.VOID_TECHNICAL,
            window_seconds=window_seconds,
            voided=voided.log_name,
            unable=unable,
            admitted=admitted,
        )


def _challenge(log: OpenEntry, question: Question, reason: str, branches: int) -> None:
    facts: Facts = {"branches": branches}
    question.state = QuestionState.CHALLENGED
    question.save(update_fields=["state"])
    log.record("question.challenged", subject=question, personal={"reason": reason}, **facts)
    if question.kind == QuestionKind.MOTION and question.motion:
        advance(log, question.motion, Act.CHALLENGE, **facts)
    show_question(question)


def _order_card_vote(
    log: OpenEntry, question: Question, actor: Member, window_seconds: int | None = None
) -> Ballot:
    if question.form == VotingForm.CARD_VOTE:
        raise Refusal("already-a-card-vote", "This was a card vote already.")
    if question.form == VotingForm.SECRET_BALLOT:
        raise Refusal(
            "was-secret",
            "The vote was secret: no vote that is recorded takes the place of that one.",
            rule="guide 3.6",
        )
    replaced = ballot_of(question).log_name
    question.form = VotingForm.CARD_VOTE
    return _taken_again(
        log, question, actor, Act.ORDER_CARD_VOTE, window_seconds=window_seconds, replaced=replaced
    )


def _taken_again(
    log: OpenEntry,
    question: Question,
    actor: Member,
    act: Act,
    *,
    window_seconds: int | None,
    **facts: Any,
) -> Ballot:
    """Open the vote again in the place of the old one; the motion or the amendment follows."""
    old = ballot_of(question)
    ballot = ballot_begin(
        log,
        question,
        actor,
        window_seconds=window_seconds or window_of(question),
        replaces=old,
    )
    if question.kind == QuestionKind.MOTION and question.motion:
        advance(log, question.motion, act, ballot=ballot.log_name, **facts)
    if question.amendment:
        advance_amendment(log, question.amendment, AmendmentAct.TAKE_AGAIN, replaced=old.log_name)
    show_question(question)
    return ballot
