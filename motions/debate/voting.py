"""From the question put to the ballot declared: what the chair and the desk do with a vote.

A question is put in words, with a majority and a form. Its vote is a ballot of the room below; when
the ballot changes, motions.receivers moves the question, and the motion with it.
"""

from collections.abc import Sequence

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Choice, Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import Ballot
from ballots.papers import FOR_AGAINST_ABSTAIN
from ballots.secret.choosing import is_left_sealed, is_waited_for
from ballots.selectors import turnout
from ballots.services import (
    RollLine,
    ballot_announce_close,
    ballot_close,
    ballot_create,
    ballot_declare,
    ballot_extend,
    ballot_open,
    ballot_uphold,
    ballot_void,
)
from conferences.models import Credential
from conferences.rules import acting
from conferences.selectors import cards, quorum_now, voters_present
from conferences.speaking.closing import speech_over
from members.models import Member
from motions.amendment_life import AmendmentAct
from motions.amendments.steps import advance_amendment
from motions.debate.demands import card_is_demanded
from motions.debate.floor import show_question
from motions.debate.secrecy import is_allowed, sealing_of_question
from motions.enums import RULE_KINDS, QuestionKind, QuestionState
from motions.models import Question
from motions.procedure.demands import card_demand_count
from motions.states import Act
from motions.steps import Facts, advance, held_question, hold_floor


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
        question = _held_in(question, QuestionState.PUT)
        quorum = quorum_now(question.conference)
        if not quorum.is_met and not advisory:
            raise Refusal(
                "not-quorate",
                f"Conference is not quorate: only an advisory vote may be taken. "
                f"{quorum.sentence}.",
                rule="Quorum",
            )
        ballot = _new_ballot(
            log,
            question,
            actor,
            window_seconds=window_seconds or _window(question, accessible=accessible),
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


def question_extend(*, question: Question, actor: Member, seconds: int) -> Ballot:
    """Extend an open vote. It is never shortened."""
    return ballot_extend(ballot=_current(question), actor=actor, seconds=seconds)


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
        question = _held_in(question, QuestionState.COUNTED)
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
        question = _held_in(question, QuestionState.CHALLENGED)
        if not reason.strip():
            raise Refusal("no-reason", "Record why the count stands.")
        if card_is_demanded(question):
            raise Refusal(
                "card-vote-demanded",
                "Delegates of enough branches demand a card vote: the chair is bound to order it.",
                rule="Standing orders: demand for a card vote",
            )
        ballot = _ballot(question)
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
        held = _held_in(question, QuestionState.COUNTED)
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
        question = _held_in(question, QuestionState.CHALLENGED)
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
        question = _held_in(question, QuestionState.CHALLENGED)
        voided = _ballot(question)
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
        ballot = _new_ballot(
            log,
            question,
            actor,
            window_seconds=window_seconds or _window(question),
            replaces=voided,
        )
        if question.kind == QuestionKind.MOTION and question.motion:
            advance(
                log,
                question.motion,
                Act.VOID_TECHNICAL,
                ballot=ballot.log_name,
                voided=voided.log_name,
                unable=unable,
                admitted=admitted,
            )
        _amendment_again(log, question, voided)
        show_question(question)
    return ballot


def _amendment_again(log: OpenEntry, question: Question, old: Ballot) -> None:
    if question.amendment:
        advance_amendment(log, question.amendment, AmendmentAct.TAKE_AGAIN, replaced=old.log_name)


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
            "Conference voted in secret: no vote that is recorded takes the place of that one.",
            rule="guide 3.6",
        )
    replaced = _ballot(question)
    question.form = VotingForm.CARD_VOTE
    ballot = _new_ballot(
        log,
        question,
        actor,
        window_seconds=window_seconds or _window(question),
        replaces=replaced,
    )
    if question.kind == QuestionKind.MOTION and question.motion:
        advance(
            log,
            question.motion,
            Act.ORDER_CARD_VOTE,
            ballot=ballot.log_name,
            replaced=replaced.log_name,
        )
    _amendment_again(log, question, replaced)
    show_question(question)
    return ballot


def _new_ballot(
    log: OpenEntry,
    question: Question,
    actor: Member,
    *,
    window_seconds: int,
    advisory: bool = False,
    replaces: Ballot | None = None,
) -> Ballot:
    conference = question.conference
    orders = conference.orders
    if not is_allowed(question):
        raise Refusal("form-not-allowed", "The standing orders do not allow this form of vote.")
    if window_seconds < orders.windows.minimum:
        raise Refusal(
            "window-too-short",
            f"A vote stays open for {orders.windows.minimum} seconds at least.",
            rule="Standing orders: voting",
        )
    roll = _roll(question)
    sealing = sealing_of_question(question, len(roll))
    is_rule = question.motion is not None and question.motion.kind in RULE_KINDS
    ballot = ballot_create(
        actor=actor,
        body=conference.body,
        title=f"{conference.code}: {_title(question)}"[:200],
        question=question.wording,
        options=FOR_AGAINST_ABSTAIN,
        class_code="CONF_RULES" if is_rule else "CONF_VOTE",
        attestation=Attestation.all_no(),
        form=VotingForm(question.form),
        majority=Majority(question.majority),
        asked_for=question.log_name,
        enabling_rule=orders.enabling_rule,
        text_sha256=question.text_sha256,
        is_test=question.kind == QuestionKind.TEST_VOTE or conference.rehearses_id is not None,
        steps_up=orders.steps_up(question.form),
        replaces=replaces,
        sealing=sealing,
    )
    entitled = cards(conference) if question.form == VotingForm.CARD_VOTE else None
    ballot = ballot_open(
        ballot=ballot,
        actor=actor,
        roll=roll,
        window_seconds=window_seconds,
        present=sum(line.weight for line in roll),
        entitled=sum(card.card_strength for card in entitled)
        if entitled is not None
        else conference.credentials.filter(may_vote=True).count(),
        advisory=advisory,
        more_time_seconds=orders.more_time_seconds,
    )
    question.ballot = ballot
    question.state = QuestionState.VOTING
    question.upheld_at = None
    question.save()
    log.record(
        "question.vote_opened",
        subject=question,
        ballot=ballot.log_name,
        form=question.form,
        majority=question.majority,
        window_seconds=window_seconds,
        roll=len(roll),
        text_version=question.text_version,
        text_sha256=question.text_sha256,
    )
    return ballot


def _roll(question: Question) -> list[RollLine]:
    voters = voters_present(question.conference, question.form)
    by_card = question.form == VotingForm.CARD_VOTE
    return [
        RollLine(
            voter=credential.member,
            body=credential.body,
            weight=credential.card_strength if by_card else 1,
            admitted=credential.log_name,
        )
        for credential in voters.select_related("conference")
    ]


def _held_in(question: Question, state: QuestionState) -> Question:
    hold_floor(question.conference)
    held = held_question(question)
    if held.state != state:
        raise Refusal(
            "not-lawful-now",
            f"The question stands at: {held.get_state_display().lower()}. "
            f"This needs it to be: {state.label.lower()}.",
            rule="Motion lifecycle",
        )
    return held


def _window(question: Question, *, accessible: bool = False) -> int:
    return question.conference.orders.window_for(question.form, accessible=accessible)


def _current(question: Question) -> Ballot:
    """Read afresh which ballot answers a question: a vote taken again has another.

    The ballot's own row is locked first by its room, and the floor after it: the same order as when
    the clock closes a vote.
    """
    return _ballot(Question.objects.select_related("ballot").get(pk=question.pk))


def _ballot(question: Question) -> Ballot:
    if question.ballot is None:
        raise Refusal("no-vote", "No vote has been opened on this question.")
    return question.ballot


def _title(question: Question) -> str:
    if question.amendment:
        return question.amendment.heading
    if question.motion and question.kind == QuestionKind.MOTION:
        return question.motion.heading
    return question.get_kind_display()
