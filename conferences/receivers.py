"""Listen to the room below: the hall sees an indicative vote, or an election, as it stands."""

from typing import Any

from django.dispatch import receiver

from ballots.models import Ballot
from ballots.signals import ballot_changed
from conferences.services.election_news import election_show
from conferences.services.indicative import indicative_vote_show


@receiver(ballot_changed)
def show(ballot: Ballot, act: str, **_: Any) -> None:
    """Show what has changed, in the transaction of the act itself."""
    if ballot.is_election:
        if act != "unable":
            election_show(ballot=ballot)
    else:
        indicative_vote_show(ballot=ballot, act=act)
