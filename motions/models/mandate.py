"""What a branch has told its delegates to do."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.enums import Choice
from members.models import Body
from motions.models.motion import Motion


class Mandate(models.Model):
    """A branch's instruction to its delegates on one motion: for, against, abstain, or free.

    It binds the branch's card by the branch's own rule; the record of who cast the card lets the
    branch hold them to it (guide 3.6).
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="mandates")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mandates")
    choice = models.CharField(max_length=7, choices=Choice.choices, blank=True)  # "" leaves it free
    words = models.CharField(max_length=300, blank=True)  # "for, if amendment 1 is carried"
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """One of each branch on each motion."""

        ordering: ClassVar = ["motion", "body"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "body"], name="mandate_once")
        ]

    def __str__(self) -> str:
        """Say how."""
        return self.get_choice_display() or self.words

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"mandate:{self.motion.conference.code}/{self.motion.reference}/{self.body.code}"
