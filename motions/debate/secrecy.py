"""Taking a question by secret ballot, and not after all, while no vote is open on it (guide 3.6).

The chair does so where the standing orders know secret ballots, or where conference has decided it,
which is then recorded. A card vote stays a recorded vote: branches answer to their members for it.
"""

from audit.refusal import Refusal
from ballots.enums import VotingForm
from ballots.secret.choosing import board_for, sealing_for
from ballots.secret.making import FLOOR, Sealing
from ballots.secret.weights import exposure
from conferences.models import Conference
from conferences.rules import acting
from conferences.selectors import voters_present
from members.models import Member
from motions.debate.demands import card_is_demanded
from motions.debate.floor import show_question
from motions.enums import QuestionKind, QuestionState
from motions.models import Question
from motions.steps import held_question, hold_floor


def question_choose_form(
    *, question: Question, actor: Member, secret: bool, decided: bool = False
) -> Question:
    """Take a question by secret ballot, or in its usual form after all.

    `decided`: conference itself decided it, where the standing orders know no secret ballot.
    """
    with acting(actor, question.conference, "question.choose_form") as log:
        hold_floor(question.conference)
        held = held_question(question)
        if held.state != QuestionState.PUT:
            raise Refusal(
                "not-lawful-now",
                "The form of a vote is chosen once the question is put, and before the vote opens.",
                rule="Motion lifecycle",
            )
        form = VotingForm.SECRET_BALLOT if secret else usual_form(held)
        if form == held.form:
            raise Refusal("in-this-form", f"It is taken by {form.label.lower()} already.")
        if secret:
            _insist_on_secrecy(held, decided=decided)
        held.form = form
        held.save(update_fields=["form"])
        log.record(
            "question.form_chosen",
            subject=held,
            form=str(form),
            conference_decided=secret and decided,
        )
        show_question(held)
    return held


def usual_form(question: Question) -> VotingForm:
    """Say how a question is taken where nobody asks for another form."""
    if question.kind == QuestionKind.MOTION and question.motion:
        return VotingForm(question.motion.form)
    return VotingForm.SHOW_OF_HANDS


def is_allowed(question: Question) -> bool:
    """Say whether a question may be voted on in the form chosen for it."""
    if question.form in question.conference.orders.forms:
        return True
    return question.form == VotingForm.SECRET_BALLOT and usual_form(question) != question.form


def sealing_of_question(question: Question, voters: int) -> Sealing | None:
    """Say how the vote on a question is sealed, if it is; refuse where it could not be opened."""
    if question.form != VotingForm.SECRET_BALLOT:
        return None
    if voters < FLOOR:
        raise Refusal(
            "too-few-for-secrecy",
            f"{voters} can vote now. With fewer than {FLOOR} a secret ballot is not opened, since "
            "its result would tell how people voted.",
        )
    conference = question.conference
    return sealing_for(conference.body, asked_for=conference.log_name)


def who_opens_in_words(conference: Conference) -> str:
    """Say who opens a secret ballot that is opened to voters now."""
    board = board_for(conference.body, asked_for=conference.log_name)
    if board is None:
        return "The server alone, within seconds of the close"
    people = [each.member.name for each in board.trustees.select_related("member") if each.member]
    return f"Any {board.threshold} of {', '.join(people)}, after the close"


def _told_by_cards(question: Question) -> str:
    """Say what the totals of a card vote would tell, with the cards of those who are here."""
    here = voters_present(question.conference, VotingForm.CARD_VOTE)
    told = exposure(list(here.values_list("card_strength", flat=True)))
    return told.words if told else "Its weights and totals are public, and can be solved in part."


def _insist_on_secrecy(question: Question, *, decided: bool) -> None:
    if question.form == VotingForm.CARD_VOTE:
        raise Refusal(
            "card-votes-are-recorded",
            "A card vote is recorded: branches answer to their members. "
            f"{_told_by_cards(question)}",
            rule="guide 3.6",
        )
    if card_is_demanded(question):
        raise Refusal(
            "card-vote-demanded",
            "Delegates of enough branches demand a card vote on this: it is taken.",
            rule="Standing orders: demand for a card vote",
        )
    if VotingForm.SECRET_BALLOT not in question.conference.orders.forms and not decided:
        raise Refusal(
            "conference-decides",
            "The standing orders know no secret ballot: "
            f"{question.conference.named.itself} has to decide it first.",
            rule="Standing orders: voting",
        )
