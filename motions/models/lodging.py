"""What stands behind a branch's paper: the meeting that approved it, and its second officer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from conferences.models import Conference
from members.models import Body
from motions.enums import ApprovingMeeting, BranchAct
from motions.models.amendment import Amendment
from motions.models.motion import Motion


class Approval(models.Model):
    """The certificate that a quorate meeting approved these very words (guide 3.0, approval proof).

    Of a motion or of an amendment. One stands for each time it was sent in; the last one counts.
    """

    motion = models.ForeignKey(
        Motion, null=True, on_delete=models.PROTECT, related_name="approvals"
    )
    amendment = models.ForeignKey(
        Amendment, null=True, on_delete=models.PROTECT, related_name="approvals"
    )
    held_on = models.DateField()
    kind = models.CharField(max_length=12, choices=ApprovingMeeting.choices)
    present = models.PositiveIntegerField()  # members at the meeting
    quorum = models.PositiveIntegerField()  # members that the branch's rules ask for
    moved_by = models.CharField(max_length=120, blank=True)  # as the minutes have it
    seconded_by = models.CharField(max_length=120, blank=True)
    text_sha256 = models.CharField(max_length=64)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    certified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The last one last; each is of one paper."""

        ordering: ClassVar = ["certified_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(motion=None) ^ models.Q(amendment=None),
                name="approval_of_one_paper",
            ),
            models.CheckConstraint(
                condition=models.Q(present__gte=models.F("quorum"), quorum__gte=1),
                name="approving_meeting_was_quorate",
            ),
        ]

    def __str__(self) -> str:
        """Say which meeting it was."""
        return f"{self.get_kind_display()} of {self.held_on:%-d %B %Y}"


class Countersignature(models.Model):
    """What one officer of a branch asks to be done with its motion, and a second has to sign."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="countersignatures")
    act = models.CharField(max_length=12, choices=BranchAct.choices)
    text = models.TextField(blank=True)  # of a reply: the words as they would be
    note = models.TextField(blank=True)  # of a reply: what is said to the committee beside them
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True)

    class Meta:
        """The last one first; one waits at a time."""

        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["motion"],
                condition=models.Q(decided_at=None),
                name="one_countersignature_waits",
            )
        ]

    def __str__(self) -> str:
        """Say what is asked."""
        return f"{self.get_act_display()}: {self.motion}"


class Reminder(models.Model):
    """That a branch was reminded of a deadline, so many hours before it: once."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=28)
    deadline = models.DateTimeField()  # one that moves is reminded of again
    hours = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once each."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "body", "key", "deadline", "hours"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        """Say of what."""
        return f"{self.body}: {self.key}, {self.hours} hours before"
