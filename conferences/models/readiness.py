"""Decisions on going ahead with a conference, each with the report that was seen."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from conferences.models.conference import Conference


class ReadinessDecision(models.Model):
    """Go, or not yet: decided on one report by one officer. A later one stands beside it."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="readiness_decisions"
    )
    number = models.PositiveSmallIntegerField()
    is_go = models.BooleanField()
    reason = models.TextField(blank=True)
    sender_checked = models.BooleanField()  # the sender's SPF, DKIM and DMARC were seen to pass
    findings = models.JSONField()  # rows of `conferences.readiness.Finding`
    sha256 = models.CharField(max_length=64)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        """The last one first."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "number"], name="readiness_decision_number_once"
            )
        ]

    def __str__(self) -> str:
        """Say which way it went."""
        return "Go" if self.is_go else "Not yet"
