"""The epoch of a member's sessions."""

from django.conf import settings
from django.db import models


class SessionEpoch(models.Model):
    """A number that moves on when every session of a member ends at once.

    Not part of the register and not an act of the union, so it stands apart from `Member`, whose
    every change is in the log: when a member signs out is nobody's business.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="sessions",
    )
    epoch = models.PositiveIntegerField(default=0)
