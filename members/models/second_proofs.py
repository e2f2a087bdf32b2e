"""Taking a lost second proof from an officer: two people, and what they went by."""

import uuid

from django.db import models
from django.db.models import F, Q

from members.models.people import Member


class SecondProofReset(models.Model):
    """That the helpdesk asks for an officer's second proofs to be forgotten, and who decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="proof_resets")
    checked = models.JSONField(default=list)  # the facts by which the helpdesk knew them
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="resets_asked")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="resets_decided"
    )
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(decided_at=None),
                name="members_one_reset_waits",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="members_reset_takes_two",
            ),
        ]

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"second-proof-reset:{self.pk}"
