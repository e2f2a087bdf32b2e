"""What the chair may do once a question is put: open, extend, close, declare, settle."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from ballots.enums import VotingForm
from ballots.models import Ballot
from ballots.secret.choosing import is_left_sealed, is_waited_for, opening_under_way
from ballots.selectors import Turnout, turnout
from ballots.services import NOTICE_SECONDS
from conferences.selectors import QuorumNow, quorum_now
from motions.debate.announcing import would_fall
from motions.debate.demands import card_is_demanded
from motions.debate.lawful import LawfulAct
from motions.debate.secrecy import usual_form
from motions.enums import QuestionState
from motions.models import Question


def must_be_settled(question: Question, ballot: Ballot) -> bool:
    """Say whether so many could not vote that this count cannot simply be declared (guide R26).

    It is challenged first: then the vote is taken again, or the chair lets it stand with reasons.
    """
    votes = turnout(ballot)
    retake = question.conference.orders.must_retake(unable=votes.unable, admitted=votes.roll)
    return retake and question.upheld_at is None


def on_a_question(question: Question, quorum: QuorumNow | None = None) -> Iterator[LawfulAct]:
    """Give what is lawful on the question before conference."""
    ballot = question.ballot
    match QuestionState(question.state):
        case QuestionState.PUT:
            yield from _on_a_question_put(question, quorum or quorum_now(question.conference))
        case QuestionState.VOTING if ballot:
            yield from _while_voting(ballot)
        case QuestionState.COUNTED if ballot:
            yield from _on_a_count(question, ballot)
        case QuestionState.CHALLENGED if ballot:
            yield from _on_a_challenge(question, ballot)


def _on_a_question_put(question: Question, quorum: QuorumNow) -> Iterator[LawfulAct]:
    rule = f"{question.get_majority_display()}, {question.get_form_display().lower()}"
    if quorum.is_met:
        yield LawfulAct("open_vote", "Open the vote", rule, main=True)
    else:
        hint = f"{rule}. It decides nothing: {quorum.named.itself} is not quorate"
        yield LawfulAct("open_advisory_vote", "Open an advisory vote", hint, main=True)
    yield from _on_its_form(question)
    yield LawfulAct(
        "take_back", "Not put after all", "Put in error: debate goes on, and it is noted"
    )


def _on_its_form(question: Question) -> Iterator[LawfulAct]:
    """Give the way into a secret ballot, and out of it: a card vote stays recorded."""
    if question.form == VotingForm.SECRET_BALLOT and usual_form(question) != question.form:
        usual = usual_form(question).label.lower()
        yield LawfulAct("not_by_secret_ballot", f"By {usual} after all", "No vote is open yet")
    elif question.form == VotingForm.SHOW_OF_HANDS and not card_is_demanded(question):
        known = VotingForm.SECRET_BALLOT in question.conference.orders.forms
        yield LawfulAct(
            "by_secret_ballot",
            "Take it by secret ballot",
            "Each delegate's own device encrypts the vote; only the total is opened",
            needs=() if known else ("decided",),
        )


def _while_voting(ballot: Ballot) -> Iterator[LawfulAct]:
    votes = turnout(ballot)
    left = ballot.closes_at - timezone.now() if ballot.closes_at else timedelta(0)
    if left <= timedelta(0):
        yield LawfulAct("close_vote", "Close the vote", "Its time is up", main=True)
    elif votes.is_complete and left > timedelta(seconds=NOTICE_SECONDS):
        yield LawfulAct(
            "announce_close",
            f"Close in {NOTICE_SECONDS} seconds",
            "Everyone on the roll has voted. Every page counts down, and then it closes",
            main=True,
        )
    yield LawfulAct("extend", "Extend the vote", "A vote is never shortened", needs=("seconds",))


def _on_a_count(question: Question, ballot: Ballot) -> Iterator[LawfulAct]:
    if must_be_settled(question, ballot):
        yield LawfulAct(
            "challenge",
            "Challenge the count",
            "So many could not vote that it must be taken again, or upheld with reasons",
            main=True,
            needs=("reason",),
        )
        return
    if opening_under_way(ballot):
        if is_left_sealed(ballot):
            yield LawfulAct(
                "challenge",
                "Challenge it, so that it is taken again",
                "Too few voted for a secret ballot to be opened: it has no result",
                main=True,
                needs=("reason",),
            )
        elif is_waited_for(ballot):
            yield LawfulAct(
                "challenge",
                "Do not wait for the trustees",
                "It is taken again once the returning officer recommends it",
                needs=("reason",),
            )
        return
    if card_is_demanded(question):
        yield LawfulAct(
            "take_card_vote",
            "Take the card vote",
            "Enough branches demand it. The show is kept, and a card vote replaces it",
            main=True,
        )
        return
    yield LawfulAct("declare", "Declare the result", would_fall(question), main=True)
    if question.conference.orders.casting_vote_allowed:
        yield LawfulAct(
            "declare_with_casting_vote",
            "Declare with a casting vote",
            "Only on equal votes; it is recorded as yours",
            needs=("casting_vote",),
        )
    yield LawfulAct("challenge", "Challenge the count", needs=("reason",))


def _on_a_challenge(question: Question, ballot: Ballot) -> Iterator[LawfulAct]:
    votes = turnout(ballot)
    left_sealed, waited_for = is_left_sealed(ballot), is_waited_for(ballot)
    unknown = left_sealed or waited_for
    void = (unknown or _is_retaken(question, votes)) and ballot.awaits_void_order
    if void:
        could_not = f"{votes.unable} of {votes.roll} could not vote"
        why = "Too few voted" if left_sealed else "It is not opened" if waited_for else could_not
        yield LawfulAct(
            "void_technical",
            "Void and take the vote again",
            f"{why}; the returning officer recommends it",
            main=True,
        )
    demanded = card_is_demanded(question)
    if question.form == VotingForm.SHOW_OF_HANDS:
        hint = "Enough branches demand it. The show is kept" if demanded else "The show is kept"
        yield LawfulAct("order_card_vote", "Order a card vote", hint, main=demanded and not void)
    if not demanded and not left_sealed:
        label = "Wait for the trustees after all" if waited_for else "Let the count stand"
        yield LawfulAct("uphold", label, "With reasons", main=not void, needs=("reason",))


def _is_retaken(question: Question, votes: Turnout) -> bool:
    return question.conference.orders.must_retake(unable=votes.unable, admitted=votes.roll)
