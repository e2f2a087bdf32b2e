"""The words that the chair speaks at each step, to be read out as they stand.

    "Motion 9, Pay strategy, from Northmoor. I call the mover. You have 5 minutes."
    "The question is: That Motion 9 be carried. It needs a simple majority. ... The vote is open."

They go with what is before conference, not with a button: whoever has just pressed one reads on.
Figures are in none of them; a declaration is put together where only the chair sees it.
"""

from typing import Final

from django.utils import timezone

from ballots.enums import Majority, Outcome, SealedStage, VotingForm
from ballots.secret.decryption import Opening
from ballots.selectors import Turnout
from conferences.enums import FloorPhase
from conferences.models import AgendaItem, Floor
from conferences.selectors import QuorumNow
from motions.amendments.reading import obstacle
from motions.debate.demands import card_is_demanded
from motions.enums import QuestionKind, QuestionState
from motions.models import Amendment, Motion, Question
from motions.selectors import Business, amendments_waiting, next_motion
from motions.states import MotionState

_MAJORITIES: Final = {
    Majority.SIMPLE: "It needs more votes for than against.",
    Majority.TWO_THIRDS_CAST: "It needs two thirds of the votes cast for and against.",
    Majority.TWO_THIRDS_PRESENT: "It needs the votes of two thirds of those present.",
    Majority.TWO_THIRDS_AGAINST: "It stands unless two thirds of the votes cast are against it.",
    Majority.TWO_THIRDS_PRESENT_AGAINST: "It stands unless two thirds of those present are "
    "against it.",
    Majority.THREE_QUARTERS_CAST: "It needs three quarters of the votes cast for and against.",
    Majority.UNANIMOUS: "It needs every vote: one against, or one abstention, and it is lost.",
    Majority.NONE: "It is indicative, and decides nothing.",
}


def words_now(
    now: Business,
    quorum: QuorumNow,
    turnout: Turnout | None = None,
    opening: Opening | None = None,
) -> str:
    """Give what the chair says now on the business before conference; empty between items."""
    if now.question:
        if opening and now.question.state == QuestionState.COUNTED:
            return _on_an_opening(opening)
        return _on_a_question(now.question, quorum, turnout)
    if now.amendment and now.motion and now.motion.standing == MotionState.AMENDMENT_IN_DEBATE:
        return _on_an_amendment(now.amendment)
    return _on_a_motion(now.motion) if now.motion else ""


def words_between(motion: Motion | None, item: AgendaItem | None, quorum: QuorumNow) -> str:
    """Give what the chair says between items: what comes next, and how conference stands."""
    if item:
        return f"{quorum.named.address}, the next business is {_lower(item.title)}."
    if motion is None:
        return ""
    who = quorum.named
    warning = "" if quorum.is_met else f" {who.begins} is not quorate: nothing can be called now."
    return (
        f"{who.address}, the next business is {_named(motion)}, from {motion.lodged_by}.{warning}"
    )


def words_where(floor: Floor, now: Business) -> str:
    """Say where the business stands, to an officer whose button came too late."""
    heading = floor.heading or str(floor)
    match FloorPhase(floor.phase):
        case FloorPhase.CALLED:
            stands = "called, and waiting to be moved"
        case FloorPhase.MOVED:
            stands = "moved, and waiting to be seconded"
        case FloorPhase.DEBATE:
            waiting = amendments_waiting(now.motion) if now.motion else []
            stands = f"in debate; next is {waiting[0].heading.lower()}" if waiting else "in debate"
        case FloorPhase.AMENDMENT:
            stands = "in debate"
        case FloorPhase.QUESTION_PUT:
            stands = "put to the vote, which is not open yet"
        case FloorPhase.VOTING if floor.ballot and floor.ballot.closes_at:
            until = timezone.localtime(floor.ballot.closes_at).strftime("%H:%M:%S")
            stands = f"the vote is open until {until}"
        case FloorPhase.COUNTED:
            is_doubted = now.question and now.question.state == QuestionState.CHALLENGED
            stands = "the count is challenged" if is_doubted else "the vote is closed and counted"
        case _:
            stands = floor.effect or floor.note or "nothing is under way"
    said = f"{heading}: {stands}"
    ended = said if said.endswith((".", "!", "?")) else f"{said}."
    following = None if now.question or now.motion else next_motion(floor.conference)
    return f"{ended} Next on the agenda: {following.spoken}." if following else ended


def words_declaring(question: Question, sentence: str, outcome: str, *, advisory: bool) -> str:
    """Give the declaration, from the returning officer's figures."""
    if advisory:
        return f"{sentence} This was an advisory vote. It decides nothing."
    label = str(Outcome(outcome).label)
    spoken = sentence.replace(label.upper(), label)
    return f"{spoken} I declare {_what(question)} {label.lower()}."


def _on_a_motion(motion: Motion) -> str:
    orders = motion.conference.orders
    match motion.standing:
        case MotionState.CALLED:
            time = minutes_in_words(orders.speaking_times.mover)
            return f"{_named(motion)}, from {motion.lodged_by}. I call the mover. You have {time}."
        case MotionState.MOVED:
            expected = motion.seconding_body
            second = f" {expected} to second." if expected else ""
            return f"{motion.spoken} is moved. Who seconds it?{second}"
        case MotionState.IN_DEBATE:
            return _in_debate(motion)
        case _:
            return ""


def _in_debate(motion: Motion) -> str:
    waiting = amendments_waiting(motion)
    if not waiting:
        return (
            f"{motion.spoken} is open for debate. Please ask to speak for or against. When nobody "
            "else wishes to, I call the mover to reply, and then I put the motion."
        )
    first = waiting[0]
    if why := obstacle(first):
        return f"{first.heading} falls. {why.message}"
    if first.mover_accepts:
        return (
            f"{first.heading}, from {first.lodged_by}, is accepted by the mover of the motion. If "
            "nobody objects, it is taken in."
        )
    time = minutes_in_words(motion.conference.orders.speaking_times.amendment_mover)
    return (
        f"We take {first.heading.lower()} to {motion.spoken}, from {first.lodged_by}. I call the "
        f"mover. You have {time}."
    )


def _on_an_amendment(amendment: Amendment) -> str:
    return (
        f"{amendment.heading} is moved and seconded, and is open for debate. Please ask to speak "
        "for or against it. Its mover has no reply; then I put the amendment."
    )


def _on_a_question(question: Question, quorum: QuorumNow, turnout: Turnout | None) -> str:
    match QuestionState(question.state):
        case QuestionState.PUT:
            return _putting(question, quorum)
        case QuestionState.VOTING if turnout and turnout.is_complete:
            return "Everyone on the roll has voted. I close the vote in ten seconds."
        case QuestionState.VOTING:
            return (
                "The vote is open. You can change your vote until it closes. If you cannot vote, "
                "say so on your page now: it is counted."
            )
        case QuestionState.COUNTED if card_is_demanded(question):
            return "Enough branches demand a card vote. I order it: it replaces the show."
        case QuestionState.CHALLENGED:
            return "The count is challenged. Please wait while it is settled."
        case _:
            return ""


def _on_an_opening(opening: Opening) -> str:
    if opening.vote.stage == SealedStage.UNOPENED:
        return (
            f"The vote is closed. Fewer than {opening.vote.floor} voted, so it stays sealed and "
            "has no result."
        )
    if not opening.awaited:
        return "The vote is closed. The sealed ballots are added up; the result follows at once."
    people = "one trustee" if opening.missing == 1 else f"{opening.missing} trustees"
    return f"The vote is closed. Its total is opened by {people} more. I declare it when they have."


def _putting(question: Question, quorum: QuorumNow) -> str:
    rule = _MAJORITIES[Majority(question.majority)]
    if question.kind == QuestionKind.TEST_VOTE:
        rule = "Nothing is decided by it."
    elif not quorum.is_met:
        rule = "We are not quorate: this vote is advisory, and decides nothing."
    form = {
        VotingForm.CARD_VOTE: "By card vote: leaders of delegations vote.",
        VotingForm.SECRET_BALLOT: "By secret ballot: vote in the booth, on your own page.",
    }.get(VotingForm(question.form), "")
    seconds = question.conference.orders.window_for(question.form)
    said = [
        f"The question is: {question.wording.rstrip('.')}.",
        rule,
        form,
        f"You have {seconds} seconds. The vote is open.",
    ]
    return " ".join(filter(None, said))


def minutes_in_words(seconds: int) -> str:
    """Say a speaking time: 5 minutes, 1 minute, 90 seconds."""
    if seconds % 60:
        return f"{seconds} seconds"
    return "1 minute" if seconds == 60 else f"{seconds // 60} minutes"  # noqa: PLR2004 - a minute


def _named(motion: Motion) -> str:
    return f"{motion.spoken}, {motion.title}"


def _what(question: Question) -> str:
    if question.amendment:
        return _lower(question.amendment.heading)
    if question.motion and question.kind == QuestionKind.MOTION:
        return question.motion.spoken
    if question.part:
        return f"the question on the {question.part}"
    return "the question"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
