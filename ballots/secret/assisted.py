"""A ballot sealed for somebody who has no browser to do it: by telephone, with two people.

What they say passes through this program, and the two who help them know it: their own device is
the more secret way, and every page that offers this says so. Nothing of it is kept.
"""

from collections.abc import Sequence

from django.views.decorators.debug import sensitive_variables

from ballots.models import RollEntry, SealedVote
from ballots.sealing.ballots import seal
from ballots.sealing.elections import Election
from ballots.sealing.questions import Question, RankedQuestion
from ballots.secret.credentials import credential_of


@sensitive_variables()
def sealed_for(line: RollEntry, choice: str | Sequence[int]) -> bytes:
    """Seal a ballot for the voter of a line, with their own credential.

    `choice` is an option's key, or in an election candidates by number: in order of preference, or
    those with a cross.
    """
    vote = SealedVote.objects.select_related("ballot").get(pk=line.ballot_id)
    election = Election.read(vote.election.encode())
    if isinstance(choice, str):
        answer = [int(option.key == choice) for option in vote.ballot.paper]
    else:
        answer = answer_of(election.questions[0], choice)
    return seal(election, credential_of(vote, line), [answer])


def answer_of(question: Question | RankedQuestion, marked: Sequence[int]) -> list[int]:
    """Write a paper as the specification does: places by candidate, or bits, a blank one first."""
    numbers = range(1, len(question.answers) + 1)
    if isinstance(question, RankedQuestion):
        return [marked.index(number) + 1 if number in marked else 0 for number in numbers]
    crosses = [int(number in marked) for number in numbers]
    return [int(not marked), *crosses] if question.blank else crosses
