"""Listen to the room below: the hall sees an indicative vote, or an election, as it stands."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from ballots.candidates import sponsors
from ballots.models import Ballot
from ballots.signals import ballot_changed
from conferences.models import Nomination
from conferences.services.election_news import election_show
from conferences.services.indicative import indicative_vote_show
from members.models import Member


@receiver(ballot_changed)
def show(ballot: Ballot, act: str, **_: Any) -> None:
    """Show what has changed, in the transaction of the act itself."""
    if ballot.is_election:
        if act != "unable":
            election_show(ballot=ballot)
    else:
        indicative_vote_show(ballot=ballot, act=act)


def nominated_in(ballot: Ballot, member: Member) -> bool:
    """Say whether a member put somebody forward for the post that an election is to."""
    made = Nomination.objects.filter(Q(made_by=member) | Q(seconded_by=member))
    return made.filter(post__ballot=ballot).exists()


sponsors.append(nominated_in)
