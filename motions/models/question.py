"""What is put to conference, and how it was answered."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.enums import Majority, Outcome, VotingForm
from ballots.models import Ballot
from conferences.models import Conference, Credential
from motions.enums import QuestionKind, QuestionState
from motions.models.amendment import Amendment
from motions.models.committee import SocParagraph
from motions.models.motion import Motion
from motions.models.order import MotionPart


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
    paragraph = models.ForeignKey(  # of a report: to be referred back
        SocParagraph, null=True, on_delete=models.PROTECT, related_name="questions"
    )
    part = models.ForeignKey(  # of the motion, put before what is left of it
        MotionPart, null=True, on_delete=models.PROTECT, related_name="questions"
    )
    state = models.CharField(
        max_length=12, choices=QuestionState.choices, default=QuestionState.PUT
    )
    wording = models.TextField()
    moved_by = models.ForeignKey(  # of a procedural motion
        Credential, null=True, on_delete=models.PROTECT, related_name="+"
    )
    of_chair = models.ForeignKey(  # whose ruling, or the confidence in whom, it is about
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    majority = models.CharField(max_length=24, choices=Majority.choices)
    form = models.CharField(max_length=16, choices=VotingForm.choices)
    text_version = models.PositiveSmallIntegerField(default=0)
    text_sha256 = models.CharField(max_length=64, blank=True)
    ballot = models.OneToOneField(
        Ballot, null=True, on_delete=models.PROTECT, related_name="put_as"
    )  # the current one; an earlier one is reached through Ballot.replaces
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    put_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    upheld_at = models.DateTimeField(null=True)  # the current count, challenged and let stand

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

    @property
    def log_marks(self) -> dict[str, object]:
        """Mark what was only rehearsed: its name, unlike most, does not say where it was put."""
        return {"rehearsal": self.conference.code} if self.conference.rehearses_id else {}
