"""What tellers say of the figures of a vote before the chair declares them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.models import Ballot
from conferences.models.conference import Conference


class TellersWord(models.Model):
    """One teller's word on the counted figures of one vote: right, or wrong and why.

    Words are added and never changed; of each teller the last counts. `figures` are what the
    teller was shown, by choice.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="tellers_words"
    )
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    teller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    figures = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """In the order in which they were given."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        """Say which."""
        return "confirmed" if self.agrees else "disputed"
