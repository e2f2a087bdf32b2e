"""Asking for a member's own votes: in which they may vote, and whether they have; never how."""

from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from ballots.enums import BallotState, VotingForm
from ballots.models import RollEntry
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
