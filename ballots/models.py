"""A ballot, its frozen roll, and every vote cast. Votes are only ever added."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.enums import BallotState, Majority, VotingForm
from members.models import Body


class Ballot(models.Model):
    """One question put to one roll, by one form and under one majority test."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    question = models.TextField()
    options = models.JSONField()  # [{"key": "for", "label": "For"}, ...] in paper order
    class_code = models.CharField(max_length=40)
    attestation = models.JSONField()
    enabling_rule = models.CharField(max_length=200, blank=True)
    asked_for = models.CharField(max_length=200)  # opaque: the log name of what asked
    text_sha256 = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=16, choices=VotingForm.choices)
    majority = models.CharField(max_length=24, choices=Majority.choices)
    state = models.CharField(max_length=16, choices=BallotState.choices)
    is_test = models.BooleanField(default=False)
    is_advisory = models.BooleanField(default=False)
    present = models.PositiveIntegerField(default=0)
    entitled = models.PositiveIntegerField(default=0)
    roll_size = models.PositiveIntegerField(default=0)
    roll_weight = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField(null=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.JSONField(null=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    void_reason = models.TextField(blank=True)

    class Meta:
        """Newest last, as in the minutes."""

        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"ballot:{self.id}"


class RollEntry(models.Model):
    """One voter on the roll of one ballot, with the weight frozen at opening."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="roll")
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roll_entries"
    )
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    admitted = models.CharField(max_length=200)  # opaque: the credential relied on
    weight = models.PositiveIntegerField(default=1)
    cast = models.OneToOneField(
        "Cast", null=True, on_delete=models.PROTECT, related_name="counted_for"
    )  # the vote that counts: the last one

    class Meta:
        """Nobody is on a roll twice."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "voter"], name="voter_once_on_a_roll")
        ]

    def __str__(self) -> str:
        """Name the credential."""
        return self.admitted


class Cast(models.Model):
    """One vote as it was cast. A changed vote is a new row; the roll says which one counts."""

    id = models.UUIDField(primary_key=True)  # the request's own id: asking again changes nothing
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="casts")
    roll_entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="casts")
    choice = models.CharField(max_length=40)
    salt = models.CharField(max_length=43)
    entry_id = models.UUIDField(unique=True)
    receipt = models.CharField(max_length=16, db_index=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the receipt, never the choice."""
        return self.receipt


class UnableReport(models.Model):
    """Someone on the roll says that they could not vote, and why."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="unable_reports")
    roll_entry = models.OneToOneField(RollEntry, on_delete=models.PROTECT, related_name="unable")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the credential."""
        return self.roll_entry.admitted
