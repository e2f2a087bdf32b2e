"""The pre-flight before a vote: who could vote, by what rule, for how long, and what if it fails.

    412 of 430 delegates present; all of them on the roll
    Quorum met: 300 delegates and 10 branches needed
    Two thirds of votes cast for and against: 275 if all 412 vote
    Open for 90 seconds, and never cut short
    If 42 or more cannot vote, it is taken again

It stands beside the button that opens the vote, so that no dialog has to ask (guide R19, L13, L15).
"""

from dataclasses import dataclass

from django.db.models import Sum

from ballots.enums import Majority, VotingForm
from ballots.secret.making import FLOOR
from conferences.models import Conference
from conferences.selectors import QuorumNow, cards, voters_present
from motions.debate.secrecy import who_opens_in_words
from motions.models import Question


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what it is about, how it stands, and whether that is as it should be."""

    about: str
    words: str
    is_well: bool = True


def preflight(question: Question, quorum: QuorumNow) -> list[Check]:
    """Say what a vote opened now would be: in the order in which a chair would say it."""
    conference, orders = question.conference, question.conference.orders
    roll = voters_present(conference, question.form).count()
    strength = _strength(conference, question) if _is_by_card(question) else roll
    secret = question.form == VotingForm.SECRET_BALLOT
    checks = [
        Check("Who votes", _who(question, quorum, roll, strength), is_well=roll > 0),
        Check("Quorum", _quorum(quorum), quorum.is_met),
        Check("Majority", _majority(question, strength)),
        Check("Time", f"Open for {orders.window_for(question.form)} seconds, and never cut short"),
        Check("If it fails", f"Taken again if {_few(orders.retake_from(roll))} cannot vote"),
    ]
    if secret:
        opens = who_opens_in_words(conference)
        checks.append(Check("Who opens it", f"{opens}. Not opened if fewer than {FLOOR} vote"))
    return checks


def votes_needed(majority: Majority, votes: int) -> int | None:
    """Count the votes for that would carry it if so many vote, for or against; None: no number.

    Whole numbers only, as the majority tests are computed (guide 3.5).
    """
    match majority:
        case Majority.SIMPLE:
            return votes // 2 + 1
        case Majority.TWO_THIRDS_CAST | Majority.TWO_THIRDS_PRESENT:
            return max(1, -(-2 * votes // 3))
        case Majority.THREE_QUARTERS_CAST:
            return max(1, -(-3 * votes // 4))
        case _:
            return None


def _who(question: Question, quorum: QuorumNow, roll: int, strength: int) -> str:
    here, all_there = quorum.present.delegates, quorum.named.counted(quorum.entitled)
    present = f"{here:,} of {all_there} present"
    if not _is_by_card(question):
        return f"{present}, {roll:,} on the roll, {question.get_form_display().lower()}"
    every = cards(question.conference).count()
    return f"{roll:,} of {every:,} cards present, for {strength:,} members; {present}"


def _quorum(quorum: QuorumNow) -> str:
    rule = quorum.quorum
    branches = f" and {rule.branches:,} branch{'' if rule.branches == 1 else 'es'}"
    needed = f"{quorum.named.counted(rule.delegates)}{branches if rule.branches else ''} needed"
    met = "Met" if quorum.is_met else "Not met: an advisory vote only, which decides nothing"
    return f"{met}; {needed}"


def _majority(question: Question, strength: int) -> str:
    rule = str(question.get_majority_display())
    needed = votes_needed(Majority(question.majority), strength)
    return f"{rule}: {needed:,} of {strength:,} if all vote" if needed else rule


def _few(number: int) -> str:
    return "1" if number == 1 else f"{number:,} or more"


def _strength(conference: Conference, question: Question) -> int:
    found = voters_present(conference, question.form).order_by().values("card_strength")
    return found.aggregate(sum=Sum("card_strength"))["sum"] or 0


def _is_by_card(question: Question) -> bool:
    return question.form == VotingForm.CARD_VOTE
