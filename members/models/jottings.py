"""What somebody has typed and not yet sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Jotting(models.Model):
    """The fields of one form as their writer left them; nobody else ever reads it.

    Without fields it says that the form was sent, or thrown away, at `saved_at`: a browser that
    still holds older words then lets go of them.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jottings"
    )
    key = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        """One for each form."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "key"], name="jotting_once")
        ]

    def __str__(self) -> str:
        """Name the form."""
        return self.key
