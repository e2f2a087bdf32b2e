"""What is waiting to be sent to browsers."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Outbox(models.Model):
    """One complete fragment for one channel. The newest of each event is the truth."""

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField(max_length=80)
    event = models.CharField(max_length=40)
    html = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Whoever connects asks for the newest of each event on a channel."""

        indexes: ClassVar = [models.Index(fields=["channel", "event", "-id"])]

    def __str__(self) -> str:
        """Name the channel and the event."""
        return f"{self.channel} {self.event}"
