"""Motions, their texts and amendments, and the questions put to conference."""

import uuid
from typing import ClassVar

from django.db import models

from ballots.enums import Majority, Outcome, VotingForm
from ballots.models import Ballot
from conferences.models import AgendaItem, Conference, Credential
from members.models import Body
from motions.enums import AmendmentState, MotionKind, MotionState, NecPosition, QuestionKind


class Motion(models.Model):
    """Words that a body asks conference to agree; a resolution once carried."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="motions")
    number = models.CharField(max_length=12)  # M1, RA2, SO1, EM1, CA
    kind = models.CharField(max_length=24, choices=MotionKind.choices)
    title = models.CharField(max_length=200)
    section = models.CharField(max_length=80, blank=True)
    lodged_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="motions")
    seconding_body = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="+"
    )
    mover = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    majority = models.CharField(max_length=24, choices=Majority.choices)
    form = models.CharField(max_length=16, choices=VotingForm.choices)
    state = models.CharField(max_length=28, choices=MotionState.choices)
    nec_position = models.CharField(max_length=28, choices=NecPosition.choices)
    nec_note = models.TextField(blank=True)
    ruling_reason = models.TextField(blank=True)
    composite = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="source_motions"
    )
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, on_delete=models.PROTECT, related_name="motions"
    )
    falls_if_carried = models.ManyToManyField("self", symmetrical=False, related_name="felled_by")

    class Meta:
        """Numbers are given once in a conference."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="motion_number_once")
        ]

    def __str__(self) -> str:
        """Number and title."""
        return f"{self.number}: {self.title}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"motion:{self.conference.code}/{self.number}"


class MotionText(models.Model):
    """One version of the words, hashed. The highest version is the substantive motion."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    why = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Versions count up from 1."""

        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "version"], name="text_version_once")
        ]

    def __str__(self) -> str:
        """Name the version."""
        return f"{self.motion.number} version {self.version}"


class Amendment(models.Model):
    """Words to alter a motion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="amendments")
    number = models.CharField(max_length=12)  # M1.1
    lodged_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=20)
    instruction = models.TextField()
    state = models.CharField(max_length=16, choices=AmendmentState.choices)
    mover = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    ruling_reason = models.TextField(blank=True)
    falls_if_carried = models.ManyToManyField("self", symmetrical=False, related_name="felled_by")

    class Meta:
        """In the order of their numbers."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "number"], name="amendment_number_once")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Amendment {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"amendment:{self.motion.conference.code}/{self.number}"


class Question(models.Model):
    """What is put to conference, to be answered for or against."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=24, choices=QuestionKind.choices)
    motion = models.ForeignKey(
        Motion, null=True, on_delete=models.PROTECT, related_name="questions"
    )
    amendment = models.ForeignKey(
        Amendment, null=True, on_delete=models.PROTECT, related_name="questions"
    )
    wording = models.TextField()
    majority = models.CharField(max_length=24, choices=Majority.choices)
    form = models.CharField(max_length=16, choices=VotingForm.choices)
    text_version = models.PositiveSmallIntegerField(default=0)
    text_sha256 = models.CharField(max_length=64, blank=True)
    ballot = models.OneToOneField(
        Ballot, null=True, on_delete=models.PROTECT, related_name="question"
    )  # the current one; an earlier one is reached through Ballot.replaces
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    put_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were put."""

        ordering: ClassVar = ["put_at"]

    def __str__(self) -> str:
        """Give the wording."""
        return self.wording

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"question:{self.id}"
