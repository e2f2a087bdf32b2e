"""Words to alter a motion, and which of them cannot stand together."""

import uuid
from functools import reduce
from string import ascii_uppercase
from typing import ClassVar

from django.conf import settings
from django.db import models

from conferences.models import Conference, Credential
from members.models import Body
from motions.amendment_life import MADE, AmendmentState
from motions.models.committee import SocParagraph
from motions.models.motion import Motion
from motions.wording import amended_instruction


class Amendment(models.Model):
    """Words to alter a motion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="amendments")
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="amendments")
    to_amendment = models.ForeignKey(  # it alters the words that another would put in
        "self", null=True, on_delete=models.PROTECT, related_name="amendments"
    )
    reference = models.CharField(max_length=16)  # M1.1, or B08-a2: given with the draft, kept
    number = models.CharField(max_length=12, blank=True)  # M1.1: once lodged
    lodged_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=20, blank=True)
    instruction = models.TextField()
    state = models.CharField(
        max_length=16, choices=[(state.value, state.label) for state in AmendmentState]
    )
    mover = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    mover_accepts = models.BooleanField(null=True)  # what the motion's mover has said beforehand
    ruling_reason = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()  # the order in which they are taken
    submitted_by = models.ForeignKey(  # the first of the two branch officers
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(  # the second
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lodged_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they are taken: that of the text they touch."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "reference"], name="amendment_named_once"
            ),
            models.UniqueConstraint(
                fields=["conference", "number"],
                condition=~models.Q(number=""),
                name="amendment_number_once",
            ),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Amendment {self.number or self.reference}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"amendment:{self.conference.code}/{self.reference}"

    @property
    def words(self) -> str:
        """Give its instruction as it now stands, with the amendments to it that were made."""
        made = (each.instruction for each in self.amendments.all() if each.state in MADE)
        return reduce(amended_instruction, made, self.instruction)

    @property
    def heading(self) -> str:
        """Name the amendment as the chair calls it."""
        return f"Amendment {self.number.lstrip(ascii_uppercase) or self.reference}"


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
