"""Motions, every version of their words, and what falls if one is carried."""

import uuid
from string import ascii_uppercase
from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.enums import Majority, VotingForm
from conferences.models import AgendaItem, Conference, Credential
from members.models import Body
from motions.enums import MotionKind, NecPosition
from motions.models.committee import SocParagraph
from motions.states import MotionState


class Motion(models.Model):
    """Words that a body asks conference to agree; a resolution once carried."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="motions")
    reference = models.CharField(max_length=16)  # M1, or B08-3: given with the draft, and kept
    number = models.CharField(max_length=12, blank=True)  # M1, RA2, SO1, EM1, CA: once lodged
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
    submitted_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(  # the second
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lodged_at = models.DateTimeField(null=True)  # confirmed by the second, by the server's clock
    certified_by = models.ForeignKey(  # the committee's chair, of a carried motion's final text
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decides = models.ForeignKey(  # at a meeting that a rule lets decide it: conference's own motion
        "self", null=True, on_delete=models.PROTECT, related_name="decided_at_meeting_as"
    )
    offered_again = models.ForeignKey(  # an emergency motion that takes up one that came too late
        "self", null=True, on_delete=models.PROTECT, related_name="offers"
    )
    arose_on = models.DateField(null=True)  # of an emergency motion: what it is about happened then
    why_urgent = models.TextField(blank=True)  # of an emergency motion: why it cannot wait
    sent_back_because = models.TextField(blank=True)  # by the second officer, for the first
    reply_by = models.DateTimeField(null=True)  # a query of the SOC must be answered by then

    class Meta:
        """Numbers are given once in a conference; motions read in the order of receipt."""

        ordering: ClassVar = ["lodged_order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "reference"], name="motion_named_once"),
            models.UniqueConstraint(
                fields=["conference", "number"],
                condition=~models.Q(number=""),
                name="motion_number_once",
            ),
        ]

    def __str__(self) -> str:
        """Give the number and the title."""
        return f"{self.number or self.reference}: {self.title}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log, the same from its draft to policy."""
        return f"motion:{self.conference.code}/{self.reference}"

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
        if not self.number:
            return f"{self.get_kind_display()} {self.reference}"
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
        return f"{self.motion.number or self.motion.reference} version {self.version}"
