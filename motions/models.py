"""Motions, their texts and amendments, and the questions put to conference."""

import uuid
from string import ascii_uppercase
from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.enums import Majority, Outcome, VotingForm
from ballots.models import Ballot
from conferences.models import AgendaItem, Conference, Credential
from members.models import Body
from motions.enums import (
    AmendmentState,
    MotionKind,
    NecPosition,
    ParagraphKind,
    QuestionKind,
    QuestionState,
)
from motions.states import MotionState


class SocReport(models.Model):
    """A report of the Standing Orders Committee, which conference adopts or refers back."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="soc_reports")
    number = models.PositiveSmallIntegerField()
    dated_on = models.DateField()
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        """Reports are numbered from 1."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="soc_report_number_once")
        ]

    def __str__(self) -> str:
        """Give the number of the report."""
        return f"SOC report {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"soc-report:{self.conference.code}/{self.number}"


class SocParagraph(models.Model):
    """One numbered paragraph of a report, which a delegate may move to refer back."""

    report = models.ForeignKey(SocReport, on_delete=models.PROTECT, related_name="paragraphs")
    ref = models.CharField(max_length=12)  # 1.5
    kind = models.CharField(max_length=24, choices=ParagraphKind.choices)
    text = models.TextField()

    class Meta:
        """In the order of the report."""

        ordering: ClassVar = ["report__number", "id"]

    def __str__(self) -> str:
        """Give the number."""
        return f"SOC paragraph {self.ref}"


class Motion(models.Model):
    """Words that a body asks conference to agree; a resolution once carried."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="motions")
    number = models.CharField(max_length=12)  # M1, RA2, SO1, EM1, CA
    kind = models.CharField(max_length=24, choices=MotionKind.choices)
    title = models.CharField(max_length=200)
    section = models.CharField(max_length=80, blank=True)
    lodged_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="motions")
    seconding_body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    mover = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    majority = models.CharField(max_length=24, choices=Majority.choices)
    form = models.CharField(max_length=16, choices=VotingForm.choices)
    state = models.CharField(
        max_length=28, choices=[(state.value, state.label) for state in MotionState]
    )
    nec_position = models.CharField(max_length=28, choices=NecPosition.choices)
    nec_note = models.TextField(blank=True)
    ruling_reason = models.TextField(blank=True)
    composite = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="source_motions"
    )
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, on_delete=models.PROTECT, related_name="motions"
    )
    lodged_order = models.PositiveSmallIntegerField()  # the order of receipt
    place = models.PositiveSmallIntegerField(null=True)  # in the order of business
    submitted_by = models.ForeignKey(  # the first of the two branch officers
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    certified_by = models.ForeignKey(  # the committee's chair, of a carried motion's final text
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reply_by = models.DateTimeField(null=True)  # a query of the SOC must be answered by then

    class Meta:
        """Numbers are given once in a conference; motions read in the order of receipt."""

        ordering: ClassVar = ["lodged_order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="motion_number_once")
        ]

    def __str__(self) -> str:
        """Give the number and the title."""
        return f"{self.number}: {self.title}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"motion:{self.conference.code}/{self.number}"

    @property
    def standing(self) -> MotionState:
        """Say where the motion stands, with its label and its meaning."""
        return MotionState(self.state)

    @property
    def substantive(self) -> "MotionText":
        """Give the words as they now stand: the highest version."""
        return list(self.texts.all())[-1]

    @property
    def heading(self) -> str:
        """Name the motion as the chair calls it, with its title."""
        return f"{self.spoken}: {self.title}"

    @property
    def spoken(self) -> str:
        """Name the motion as the chair does in passing: Motion 11, Composite A."""
        if self.kind == MotionKind.COMPOSITE:
            return f"{self.get_kind_display()} {self.number.removeprefix('C')}"
        return f"{self.get_kind_display()} {self.number.lstrip(ascii_uppercase)}"


class MotionConsequence(models.Model):
    """If one motion is carried, another falls: because a report that conference adopted says so."""

    carried = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="consequences")
    fallen = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="+")
    paragraph = models.ForeignKey(SocParagraph, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Said once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["carried", "fallen"], name="motion_consequence_once")
        ]

    def __str__(self) -> str:
        """Say the consequence."""
        return f"If {self.carried.number} is carried, {self.fallen.number} falls"


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
    mover_accepts = models.BooleanField(null=True)  # what the motion's mover has said beforehand
    ruling_reason = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()  # the order in which they are taken

    class Meta:
        """In the order in which they are taken: that of the text they touch."""

        ordering: ClassVar = ["place"]
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

    @property
    def heading(self) -> str:
        """Name the amendment as the chair calls it."""
        return f"Amendment {self.number.lstrip(ascii_uppercase)}"


class AmendmentConsequence(models.Model):
    """If one amendment is carried, another falls: an adopted report says that they conflict."""

    carried = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="consequences")
    fallen = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="+")
    paragraph = models.ForeignKey(SocParagraph, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Said once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["carried", "fallen"], name="amendment_consequence_once")
        ]

    def __str__(self) -> str:
        """Say the consequence."""
        return f"If {self.carried.number} is carried, {self.fallen.number} falls"


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
    state = models.CharField(
        max_length=12, choices=QuestionState.choices, default=QuestionState.PUT
    )
    wording = models.TextField()
    moved_by = models.ForeignKey(  # of a procedural motion
        Credential, null=True, on_delete=models.PROTECT, related_name="+"
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
