"""Entering a booth for someone who is not there: a passcode is made, and entered as in life."""

from ballots.booth_pass import BoothPass
from ballots.models import Ballot
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
