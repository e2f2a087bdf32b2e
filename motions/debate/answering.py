"""The ballot that answers a question: made and opened for it, on the roll of those present."""

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import Ballot
from ballots.papers import FOR_AGAINST_ABSTAIN
from ballots.services import RollLine, ballot_create, ballot_open
from conferences.selectors import cards, voters_present
from members.models import Member
from motions.debate.secrecy import is_allowed, sealing_of_question
from motions.enums import RULE_KINDS, QuestionKind, QuestionState
from motions.models import Question
from motions.steps import held_question, hold_floor


def ballot_begin(
    log: OpenEntry,
    question: Question,
    actor: Member,
    *,
    window_seconds: int,
    advisory: bool = False,
    replaces: Ballot | None = None,
) -> Ballot:
    """Make a question's ballot and open it: to whoever is present and may vote in its form.

    `window_seconds` is how long it is open, never less than the standing orders' least. `replaces`
    is the vote that it is taken again for.
    """
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


def held_in(question: Question, state: QuestionState) -> Question:
    """Hold the floor and the question, and insist on where it stands.

    Its ballot is locked before the floor, in the order in which the clock closes a vote.
    """
    Ballot.objects.select_for_update().filter(question=question.pk).first()
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


def window_of(question: Question, *, accessible: bool = False) -> int:
    """Give the seconds that the standing orders leave a vote in its form open."""
    return question.conference.orders.window_for(question.form, accessible=accessible)


def ballot_of(question: Question) -> Ballot:
    """Give the ballot that answers a question now, or say that there is none."""
    if question.ballot is None:
        raise Refusal("no-vote", "No vote has been opened on this question.")
    return question.ballot


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


def _title(question: Question) -> str:
    if question.amendment:
        return question.amendment.heading
    if question.motion and question.kind == QuestionKind.MOTION:
        return question.motion.heading
    return question.get_kind_display()
