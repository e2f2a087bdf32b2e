"""Entering a booth for someone who is not there: a passcode is made, and entered as in life."""

from collections.abc import Sequence

from ballots.booth_pass import BoothPass
from ballots.models import Ballot, RollEntry
from ballots.secret.assisted import sealed_for
from ballots.secret.casting import secret_cast
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


def sealed_cast(line: RollEntry, ranking: Sequence[int]) -> None:
    """Encrypt a simulated voter's paper and cast it: `ranking` has candidates by number."""
    raw, held = sealed_for(line, ranking), pass_for(line.ballot, line.voter)
    secret_cast(ballot_id=line.ballot_id, voter=line.voter, raw=raw, booth_pass=held)
