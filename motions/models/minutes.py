"""What the clerk adds to the minutes, and the minutes as they were agreed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from conferences.models import Conference


class MinutesWords(models.Model):
    """Words of the clerk, standing after an entry of the log and marked as theirs.

    Struck out words stay where they are kept, and are shown no more.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="minutes_words"
    )
    after = models.UUIDField()  # the entry of the log behind which they stand
    words = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were written."""

        ordering: ClassVar = ["written_at", "pk"]

    def __str__(self) -> str:
        """Say of what."""
        return f"Words of the clerk in the minutes of {self.conference.code}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"minutes-words:{self.conference.code}/{self.pk}"


class AgreedMinutes(models.Model):
    """Minutes that a later meeting agreed, as their text was then. Added, never changed."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="agreed_minutes"
    )
    number = models.PositiveSmallIntegerField()  # 1, and one more for each correction
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at_meeting = models.CharField(max_length=200)  # which meeting agreed them

    class Meta:
        """The last agreed is what holds."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="agreed_minutes_once")
        ]

    def __str__(self) -> str:
        """Say of what, and when."""
        return f"Minutes of {self.conference.code}, agreed {self.agreed_at:%-d %B %Y}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"minutes:{self.conference.code}/{self.number}"
