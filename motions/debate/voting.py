"""From the question put to the ballot declared: what the chair and the desk do with a vote.

A question is put in words, with a majority and a form. Its vote is a ballot of the room below; when
the ballot changes, motions.receivers moves the question, and the motion with it.
"""

from datetime import datetime

from audit.refusal import Refusal
from ballots.enums import Choice
from ballots.models import Ballot
from ballots.services import (
    ballot_announce_close,
    ballot_close,
    ballot_declare,
    ballot_extend,
)
from conferences.rules import acting
from conferences.selectors import quorum_now
from conferences.speaking.closing import speech_over
from members.models import Member
from motions.amendment_life import AmendmentAct
from motions.amendments.steps import advance_amendment
from motions.debate.answering import ballot_begin, ballot_of, held_in, window_of
from motions.debate.floor import show_question
from motions.enums import QuestionKind, QuestionState
from motions.models import Question
from motions.states import Act
from motions.steps import advance


def question_open_vote(
    *,
    question: Question,
    actor: Member,
    window_seconds: int | None = None,
    accessible: bool = False,
    advisory: bool = False,
) -> Ballot:
    """Open the vote on a question that has been put, on the roll of those now present.

    Below its quorum conference can take an advisory vote only (guide 3.7).
    """
    with acting(actor, question.conference, "question.open_vote") as log:
        question = held_in(question, QuestionState.PUT)
        quorum = quorum_now(question.conference)
        if not quorum.is_met and not advisory:
            raise Refusal(
                "not-quorate",
                f"{quorum.named.begins} is not quorate: only an advisory vote may be taken. "
                f"{quorum.sentence}.",
                rule="Quorum",
            )
        ballot = ballot_begin(
            log,
            question,
            actor,
            window_seconds=window_seconds or window_of(question, accessible=accessible),
            advisory=advisory,
        )
        if question.kind == QuestionKind.MOTION and question.motion and not advisory:
            advance(log, question.motion, Act.OPEN_VOTE, ballot=ballot.log_name)
        if question.amendment and not advisory:
            advance_amendment(
                log, question.amendment, AmendmentAct.OPEN_VOTE, ballot=ballot.log_name
            )
        speech_over(log, conference=question.conference)
        show_question(question)
    return ballot


def question_extend(
    *, question: Question, actor: Member, seconds: int, open_until: datetime | None = None
) -> Ballot:
    """Extend an open vote. It is never shortened."""
    return ballot_extend(
        ballot=_current(question), actor=actor, seconds=seconds, open_until=open_until
    )


def question_announce_close(*, question: Question, actor: Member) -> Ballot:
    """Announce the close, once everyone on the roll has voted: all pages count ten seconds down."""
    return ballot_announce_close(ballot=_current(question), actor=actor)


def question_close(*, question: Question, actor: Member | None) -> Ballot:
    """Close the vote: its time is up, or everyone on the roll has voted."""
    return ballot_close(ballot=_current(question), actor=actor)


def question_declare(
    *, question: Question, actor: Member, casting_vote: Choice | None = None
) -> Question:
    """Declare the result on the returning officer's figures.

    A casting vote is a named act of the chair, on equal votes, where the standing orders give one
    (guide 3.5); without one a tie is not carried. What follows is in motions.debate.decisions.
    """
    ballot_declare(ballot=_current(question), actor=actor, casting_vote=casting_vote)
    question.refresh_from_db()
    return question


def _current(question: Question) -> Ballot:
    """Read afresh which ballot answers a question: a vote taken again has another.

    The ballot's own row is locked first by its room, and the floor after it: the same order as when
    the clock closes a vote.
    """
    return ballot_of(Question.objects.select_related("ballot").get(pk=question.pk))
