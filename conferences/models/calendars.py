"""The secret addresses at which people's own calendars are read."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from conferences.models.conference import Conference


class CalendarFeed(models.Model):
    """One address of one member's calendar of a conference.

    A calendar program signs in nowhere, so whoever knows the address reads it: the key in it is
    random, kept as a hash alone and shown once, and the address can be revoked.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    key_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """One address each at a time: a new one ends the old."""

        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "member"],
                condition=models.Q(revoked_at=None),
                name="one_calendar_address_each",
            )
        ]

    def __str__(self) -> str:
        """Say of which conference."""
        return f"Calendar of {self.conference.code}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"calendar:{self.conference.code}/{self.pk}"
