"""Help by telephone: a vote taken on a member's word by two people."""

import uuid
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone

from ballots.models.ballot import Ballot

WINDOW: Final = timedelta(minutes=15)
"""So long has the second person to confirm, and then both to take the vote."""


class Assistance(models.Model):
    """One call: who rang about which vote, who checked who they are, and who watched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="assistances")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assistances"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    voted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]

    @property
    def is_live(self) -> bool:
        """Say whether something can still be done about it."""
        began = self.confirmed_at or self.opened_at
        return self.voted_at is None and timezone.now() < began + WINDOW

    @property
    def may_vote(self) -> bool:
        """Say whether both people are there, and the vote may be taken."""
        return self.is_live and self.confirmed_at is not None
