"""What is on its way to members: one row for each message, and never what it says.

No passcode is in any row or queue. The worker that sends makes the passcode at that moment, so a
row that is sent a second time voids what the first one carried.
"""

import uuid
from typing import Final

from django.db import models
from django.db.models import Q

from members.enums import Channel, ContactKind, DispatchState, Urgency
from members.models.people import Member

PASSCODE: Final = "passcode"
UNDER_WAY: Final = (DispatchState.WAITING, DispatchState.SENDING)
GONE_OUT: Final = (DispatchState.SENT, DispatchState.DELIVERED)


class Posting(models.Model):
    """One batch: the passcodes of a vote, sent to everyone on its roll."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=100, db_index=True)
    label = models.CharField(max_length=200)
    made_by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="postings"
    )
    made_at = models.DateTimeField()
    lifetime = models.DurationField()
    addressed = models.PositiveIntegerField(default=0)  # rows made, with those nobody can reach
    unreachable = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)  # had a passcode that still opens

    class Meta:
        ordering = ["-made_at"]

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"posting:{self.pk}"


class Dispatch(models.Model):
    """One message to one member, by one channel, for one purpose.

    It waits until `next_try_at`, is claimed by one worker, is sent, and may be reported delivered
    or bounced later on. A message that comes back is followed by another, by the next channel.
    """

    # Not a number that counts up: after a backup is restored, a gateway would take a number for one
    # that it has seen, and send nothing.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="dispatches")
    posting = models.ForeignKey(
        Posting, null=True, on_delete=models.CASCADE, related_name="dispatches"
    )
    purpose = models.CharField(max_length=100)
    what = models.CharField(max_length=40, default=PASSCODE)  # or the name of a notice
    facts = models.JSONField(default=dict)  # what a notice says besides, of no person
    # An address that is a member's no longer, sealed as a contact is, until the notice has gone.
    to_kind = models.CharField(max_length=8, choices=ContactKind.choices, blank=True)
    to_sealed = models.BinaryField(null=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    lifetime = models.DurationField(null=True)
    state = models.CharField(
        max_length=12, choices=DispatchState.choices, default=DispatchState.WAITING
    )
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.ONE)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)  # a code, of `members.delivery.reasons`
    gateway_id = models.CharField(max_length=100, blank=True)
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="followed_by"
    )

    class Meta:
        verbose_name_plural = "dispatches"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(what=PASSCODE, state__in=UNDER_WAY),
                name="members_one_passcode_under_way",
            )
        ]
        indexes = [
            # How a worker finds what is due: whoever waits at a page before any batch.
            models.Index(
                fields=["channel", "urgency", "next_try_at"],
                condition=Q(state=DispatchState.WAITING),
                name="members_dispatch_due",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(state=DispatchState.SENDING),
                name="members_dispatch_claimed",
            ),
            models.Index(fields=["purpose", "state"], name="members_dispatch_purpose"),
        ]
