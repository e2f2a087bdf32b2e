"""What comes of a resolution: who is to do what by when, what they report, what takes its place."""

from typing import ClassVar

from django.db import models

from motions.enums import ActionState
from motions.models.motion import Motion


class PolicyAction(models.Model):
    """Something that a resolution asks to be done, and who is to do it."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    responsible = models.CharField(max_length=120)  # a committee or an officer, by their title
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=ActionState.choices, default=ActionState.TO_DO)

    class Meta:
        """Numbered within the resolution."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "number"], name="policy_action_number_once")
        ]

    def __str__(self) -> str:
        """Say what is to be done."""
        return self.what

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"policy-action:{self.motion.conference.code}/{self.motion.reference}.{self.number}"


class ActionReport(models.Model):
    """What was reported of an action: kept for good, and told to the branch."""

    action = models.ForeignKey(PolicyAction, on_delete=models.PROTECT, related_name="reports")
    text = models.TextField()
    state = models.CharField(max_length=12, choices=ActionState.choices)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were made."""

        ordering: ClassVar = ["made_at", "pk"]

    def __str__(self) -> str:
        """Give the words."""
        return self.text


class Supersession(models.Model):
    """A policy out of force, by what, and why."""

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="superseded")
    by_motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="supersedes")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Say what took its place."""
        return f"{self.motion} by {self.by_motion}"
