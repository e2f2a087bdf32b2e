"""Practice papers for new delegates: as the real sheet in everything but that nothing is kept.

The secret ballot has a booth, and its practice is in `practice_secrecy`.

There is no ballot, no roll and no record: what is chosen goes to the server and comes back with it,
so that the first real vote is the second one. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ballots.marking import RON_NAME, Candidate, ElectionPaper
from ballots.papers import FOR_AGAINST_ABSTAIN, Option

OPEN_FOR: Final = timedelta(minutes=10)
RECEIPT: Final = "PRAC-TICE"


class Practice(StrEnum):
    """The papers that can be tried."""

    SHOW = "show"
    CARD = "card"
    SECRET = "secret"  # noqa: S105 - a form of ballot
    CROSS = "cross"
    ELECTION = "election"


@dataclass(frozen=True, slots=True)
class PracticePaper:
    """One of them, as the page shows it."""

    key: Practice
    name: str
    what: str
    question: str
    options: Sequence[Option] = FOR_AGAINST_ABSTAIN


PAPERS: Final = (
    PracticePaper(
        Practice.SHOW,
        "Show of hands",
        "Every delegate present has one vote. Who has voted is on the roll; how is not published.",
        "That Practice Motion 1: Tea at half past ten be carried",
    ),
    PracticePaper(
        Practice.CARD,
        "Card vote",
        "The leader of a delegation votes for all members of the branch. Branches can see how "
        "theirs was cast. You are asked for a passcode first on the day, and not here.",
        "That Practice Motion 2: Longer lunches, as amended, be carried",
    ),
    PracticePaper(
        Practice.SECRET,
        "Secret ballot",
        "Your own device encrypts your vote before it is sent, and you can check that it does. You "
        "get a tracker, and find your ballot by it; it never says how you voted. You are asked for "
        "a passcode first on the day, and not here.",
        "That Practice Motion 3: Biscuits for the platform be carried",
    ),
    PracticePaper(
        Practice.CROSS,
        "Election by one cross",
        "One cross, for one of several. You see your paper once more before it is cast.",
        "Biscuit of the year (practice)",
    ),
    PracticePaper(
        Practice.ELECTION,
        "Election",
        "Number the candidates in your order. You see your paper once more before it is cast.",
        "Tea Officer (practice)",
    ),
)

RON: Final = Candidate(4, RON_NAME, is_ron=True)
MARKED: Final = {
    Practice.CROSS: ElectionPaper(
        "plurality",
        1,
        (
            Candidate(1, "Shortbread", "Scotland region"),
            Candidate(2, "Ginger Nut", "Yorkshire region"),
            Candidate(3, "Digestive", "National"),
            RON,
        ),
    ),
    Practice.ELECTION: ElectionPaper(
        "av",
        1,
        (
            Candidate(1, "Earl Grey", "Aromatics branch", statement="I am best without milk."),
            Candidate(2, "Rosie Lee", "London branch", statement="Always hot, and never late."),
            Candidate(3, "Assam Strong", "Early Shift branch", statement="The first cup counts."),
            RON,
        ),
    ),
}
"""The papers of an election: marked by a cross, and by numbers."""


def paper_named(key: str) -> PracticePaper | None:
    """Find one by its key."""
    return next((paper for paper in PAPERS if paper.key == key), None)


@dataclass(frozen=True, slots=True)
class PracticeReceipt:
    """What is shown where a real receipt would be. It is no code of the log."""

    choice: str
    choice_label: str
    at: datetime
    code: str = RECEIPT
    ballot_id: None = None  # so that nothing leads to a receipt that is not there
