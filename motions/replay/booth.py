"""Entering a booth for someone who is not there: a passcode is made, and entered as in life."""

from collections.abc import Sequence

from ballots.booth_pass import BoothPass
from ballots.models import Ballot, RollEntry, SealedVote
from ballots.sealing.ballots import seal
from ballots.sealing.elections import Election
from ballots.sealing.questions import Question, RankedQuestion
from ballots.secret.casting import secret_cast
from ballots.secret.credentials import credential_of
from ballots.services import booth_enter
from members.enums import Channel
from members.models import Member
from members.services.passcodes import passcode_issue


def pass_for(ballot: Ballot, voter: Member) -> BoothPass | None:
    """Give a simulated voter their pass, where the ballot asks for one."""
    if not ballot.steps_up:
        return None
    passcode = passcode_issue(member=voter, purpose=ballot.log_name)
    return booth_enter(ballot=ballot, voter=voter, channel=Channel.EMAIL, passcode=passcode)


def sealed_cast(ballot: Ballot, line: RollEntry, ranking: Sequence[int]) -> None:
    """Encrypt a simulated voter's paper, as their browser would, and cast it.

    `ranking` has candidates by number: in order of preference, or those with a cross.
    """
    vote = SealedVote.objects.select_related("ballot").get(pk=ballot.pk)
    election = Election.read(vote.election.encode())
    raw = seal(election, credential_of(vote, line), [_answer(election.questions[0], ranking)])
    held = pass_for(ballot, line.voter)
    secret_cast(ballot_id=ballot.pk, voter=line.voter, raw=raw, booth_pass=held)


def _answer(question: Question | RankedQuestion, ranking: Sequence[int]) -> list[int]:
    """Write a paper as the specification does: places by candidate, or bits, a blank one first."""
    numbers = range(1, len(question.answers) + 1)
    if isinstance(question, RankedQuestion):
        return [ranking.index(number) + 1 if number in ranking else 0 for number in numbers]
    crosses = [int(number in ranking) for number in numbers]
    return [int(not ranking), *crosses] if question.blank else crosses
