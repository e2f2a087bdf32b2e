"""Asking for what a member is handed: the paper of an election, and their own votes; never how."""

from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from ballots.enums import BallotState, VotingForm
from ballots.marking import ElectionPaper
from ballots.models import Ballot, RollEntry
from members.models import Member

_LATELY: Final = timedelta(days=14)


def votes_of(member: Member) -> QuerySet[RollEntry]:
    """Give the roll entries of a member in votes now open, and in elections lately over."""
    over = Q(
        ballot__form=VotingForm.ELECTION,
        ballot__state__in=(BallotState.CLOSED, BallotState.DECLARED, BallotState.VOIDED),
        ballot__closed_at__gte=timezone.now() - _LATELY,
    )
    mine = RollEntry.objects.filter(Q(ballot__state=BallotState.OPEN) | over, voter=member)
    return mine.select_related("ballot").order_by("-ballot__state", "ballot__closes_at")


def paper_as_it_is(ballot: Ballot) -> ElectionPaper:
    """Give the paper of an election with whoever has withdrawn since it was put."""
    election = ballot.election
    return ElectionPaper.from_records(
        election.rule,
        election.seats,
        election.candidates,
        ron=election.ron,
        reserved=election.reserved,
    )
