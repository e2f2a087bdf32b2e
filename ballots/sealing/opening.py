"""What a tally holds, once the trustees' parts are joined: sums, and ranked papers (4.19)."""

from collections.abc import Sequence

from ballots.sealing.elections import Election
from ballots.sealing.questions import Question
from ballots.sealing.ranked import decode
from ballots.sealing.results import Factors, Logarithms, opened
from ballots.sealing.tallying import Answers

Read = list[Sequence[int | tuple[int, ...]]]
"""For each question its sums, or the numbers of its papers in the order of the last shuffle."""


def read_out(election: Election, answers: Answers, factors: Factors, weight: int) -> Read:
    """Open every ciphertext of a tally, or of what the last shuffle left of its ranked papers.

    `weight` is that of all ballots, which no sum can exceed: `BadDocument` (`result`) if one does.
    """
    group, logarithms = election.group, Logarithms(election.group, weight)
    found: Read = []
    for question, answer, row in zip(election.questions, answers, factors, strict=True):
        plain = [
            opened(group, sealed.beta, factor) for sealed, factor in zip(answer, row, strict=True)
        ]
        if isinstance(question, Question):
            found.append([logarithms.of(element) for element in plain])
        else:
            found.append([decode(group, element, len(question.answers)) for element in plain])
    return found
