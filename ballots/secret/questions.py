"""What a sealed vote asks, in the words of the specification: one question of either kind.

A vote offers its options, of which just one is chosen. The crosses of an election are added up,
with a place for blank papers; preferences are ranked, shuffled and opened paper by paper.
"""

from typing import Final

from ballots.marking import Marking
from ballots.models import Ballot
from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048
from ballots.sealing.questions import Question, RankedQuestion
from ballots.selectors.own import paper_as_it_is

SUITE: Final = "belenios-v1"


def is_ranked(ballot: Ballot) -> bool:
    """Say whether papers are ranked, and so have to be shuffled before they are opened."""
    return ballot.is_election and paper_as_it_is(ballot).marking is Marking.RANKED


def group_of(ballot: Ballot) -> str:
    """Name the group that a ballot has to be sealed in."""
    return (RFC_3526_2048 if is_ranked(ballot) else BELENIOS_2048).name


def suite_of(ballot: Ballot) -> str:
    """Name the way of sealing, which is kept with each vote: later ones may be others."""
    return f"{SUITE}/{group_of(ballot)}"


def question_of(ballot: Ballot) -> Question | RankedQuestion:
    """Put the question, its answers in the order of the paper."""
    answers = tuple(option.label for option in ballot.paper)
    if not ballot.is_election:
        return Question(ballot.question, answers, 1, 1)
    if is_ranked(ballot):
        return RankedQuestion(ballot.question, answers)
    paper = paper_as_it_is(ballot)
    return Question(ballot.question, answers, 1, min(paper.most, len(answers)), blank=True)
