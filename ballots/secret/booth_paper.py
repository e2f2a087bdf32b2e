"""The paper in the booth: what can be marked, in the order of the election's answers.

The page shows the names of its own database beside the numbers of the election's answers; what will
be cast it reads back from the election itself, the document that is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ballots import instructions
from ballots.counting.named import RULES
from ballots.marking import ElectionPaper, Marking
from ballots.models import Ballot, TrusteeBoard
from ballots.papers import Option
from ballots.sealing.documents import compact
from ballots.sealing.elections import Election
from ballots.sealing.questions import Question
from ballots.selectors.own import paper_as_it_is


@dataclass(frozen=True, slots=True)
class Place:
    """One that can be marked, in the order of the election's answers; or could, and withdrew."""

    name: str
    key: str = ""
    about: str = ""
    tags: tuple[str, ...] = ()
    statement: str = ""
    withdrawn: str = ""
    is_ron: bool = False
    box: str = "checkbox"
    is_ranked: bool = False
    confirming: bool = False


def booth_paper(ballot: Ballot, election: str) -> dict[str, Any]:
    """Set out the paper of a ballot for the booth's page, whose election is given as its text."""
    asked = _asked(Election.read(election.encode()))
    if ballot.is_election:
        return asked | _of_an_election(paper_as_it_is(ballot))
    return asked | _of(ballot.paper)


def who_opens(board: TrusteeBoard) -> str:
    """Say who can open the count, and what that it opens no single vote rests on."""
    if board.is_server_alone:
        return _(
            "The key that opens the total is on this server. That it is used for the total alone, "
            "and not for one ballot, is a rule that its keepers follow: nothing makes them."
        )
    people = board.trustees.exclude(member=None).count()
    return _(
        "Only the trustees can open the total, %(threshold)s of %(people)s together with the "
        "server. Fewer of them, or the server by itself, can open nothing."
    ) % {"threshold": board.threshold, "people": people}


def _asked(election: Election) -> dict[str, Any]:
    """Say what the election asks, and give an example of an answer for other programs."""
    question = election.questions[0]
    bits = question.places - len(question.answers) if isinstance(question, Question) else 0
    may_be_blank = bits or not isinstance(question, Question) or not question.least
    return {
        "question": question.words,
        "has_blank_bit": bool(bits),
        "may_be_blank": bool(may_be_blank),
        "example": compact([[0] * bits + [1] + [0] * (len(question.answers) - 1)]).decode(),
    }


def _of(options: Sequence[Option]) -> dict[str, Any]:
    """Set out a vote: one of its options is chosen."""
    slate = [Place(option.label, key=option.key, box="radio") for option in options]
    return {"marking": "choice", "slate": slate}


def _of_an_election(paper: ElectionPaper) -> dict[str, Any]:
    """Set out the paper of an election, with whoever has withdrawn since it was put."""
    is_ranked = paper.marking is Marking.RANKED
    slate = [
        Place(
            each.name,
            about=each.about,
            tags=each.tags,
            statement=each.statement,
            withdrawn=each.withdrawn,
            is_ron=each.is_ron,
            box="radio" if paper.marking is Marking.ONE else "checkbox",
            is_ranked=is_ranked,
            confirming=paper.is_confirmation,
        )
        for each in paper.candidates
    ]
    return {
        "marking": paper.marking.value,
        "slate": slate,
        "most": paper.most,
        "places": instructions.places(paper),
        "rule_name": RULES[paper.rule][0].name if paper.rule in RULES else "",
        "how_to_mark": instructions.how_to_mark(paper),
        "of_reserved": instructions.of_reserved(paper),
        "ron": instructions.RON if paper.has_ron else "",
    }
