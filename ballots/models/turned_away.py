"""Votes that were turned away before they were taken: who, why, when; never what was chosen."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.enums import TurnedAwayFor
from ballots.models.ballot import Ballot


class TurnedAway(models.Model):
    """Somebody's first attempt at a vote that failed for a reason (guide L24, L29).

    One row a person and reason, so that nobody can flood the table. It is written outside the entry
    of the act, since the act is refused.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="turned_away")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=TurnedAwayFor.choices)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ballot", "voter", "reason"], name="turned_away_once_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.reason
