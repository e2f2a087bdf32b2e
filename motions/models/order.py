"""The order of business as data: groups, parts, section times, the priority ballot, notes."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.models import Ballot
from conferences.models import Conference
from motions.enums import GroupKind, PartState
from motions.models.committee import SocParagraph
from motions.models.motion import Motion
from motions.wording.dividing import Division


class DebateGroup(models.Model):
    """Motions debated together and voted on in turn, or alternatives to each other.

    Of motions debated together each is moved before the debate. Of alternatives the later ones are
    called only if the earlier were not carried, so that one that falls was never moved.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="debate_groups"
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=GroupKind.choices)
    paragraph = models.ForeignKey(  # of the report that proposes it
        SocParagraph, null=True, on_delete=models.PROTECT, related_name="+"
    )
    motions = models.ManyToManyField(Motion, related_name="debate_groups")

    class Meta:
        """Numbered in a conference."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "number"], name="debate_group_number_once"
            )
        ]

    def __str__(self) -> str:
        """Name the motions: M11 and M12."""
        *first, last = [each.number for each in self.motions.all()] or ["no motions"]
        return f"{', '.join(first)} and {last}" if first else last

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"debate-group:{self.conference.code}/{self.number}"


class MotionPart(models.Model):
    """A part of a motion that is put to the vote by itself, before what is left is put.

    Its lines are counted from 1 in the version of the text that was divided.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    text_version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)  # as the chair says it: last paragraph, point 3
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=PartState.choices)

    class Meta:
        """In the order in which they are put."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "number"], name="motion_part_number_once"),
            models.CheckConstraint(
                condition=models.Q(first__gte=1) & models.Q(last__gte=models.F("first")),
                name="motion_part_has_words",
            ),
        ]

    def __str__(self) -> str:
        """Name the part as the chair says it."""
        return self.name

    @property
    def division(self) -> Division:
        """Give the lines that it is made of."""
        return Division(self.first, self.last, self.name)


class SectionTime(models.Model):
    """When a section of the agenda ends, whatever has been reached by then."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="section_times"
    )
    section = models.CharField(max_length=80)
    ends_at = models.DateTimeField()

    class Meta:
        """One time a section."""

        ordering: ClassVar = ["ends_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "section"], name="section_time_once")
        ]

    def __str__(self) -> str:
        """Name the section."""
        return self.section


class PriorityBallot(models.Model):
    """The vote of the branches on which motions come first.

    The ballot itself is one of the ballots room, by its rule `priority-points`: `ranks` places on a
    paper, that many points for the first. The first `line` items by its result are ready to be
    scheduled, and any that share the last place of those.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="priority_ballots"
    )
    number = models.PositiveSmallIntegerField()
    ranks = models.PositiveSmallIntegerField()
    line = models.PositiveSmallIntegerField()
    ballot = models.OneToOneField(
        Ballot, null=True, on_delete=models.PROTECT, related_name="priority_ballot"
    )
    result_sha256 = models.CharField(max_length=64, blank=True)  # of the record of the count
    applied_at = models.DateTimeField(null=True)  # the line was drawn, and the motions moved

    class Meta:
        """Numbered in a conference."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "number"], name="priority_ballot_number_once"
            )
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"Priority ballot {self.number} of {self.conference}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"priority:{self.conference.code}/{self.number}"


class PriorityItem(models.Model):
    """What one line of the paper of a priority ballot stands for: a motion, or a group of them."""

    priority_ballot = models.ForeignKey(
        PriorityBallot, on_delete=models.PROTECT, related_name="items"
    )
    number = models.PositiveSmallIntegerField()  # on the paper
    motions = models.ManyToManyField(Motion, related_name="priority_items")
    points = models.PositiveIntegerField(null=True)  # once declared
    place = models.PositiveSmallIntegerField(null=True)  # equal totals share one

    class Meta:
        """In the order of the paper."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["priority_ballot", "number"], name="priority_item_number_once"
            )
        ]

    def __str__(self) -> str:
        """Name the motions, as the paper does: M9/M10 Pay strategy."""
        motions = list(self.motions.all())
        numbers = "/".join(each.number for each in motions)
        return f"{numbers} {motions[0].title}" if motions else str(self.number)


class SpeakingNote(models.Model):
    """What the executive's speaker means to say on a motion: for the executive's eyes alone.

    It is in no export and no pack. The log says that one was kept, and nothing of what it says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="speaking_notes")
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-written_at"]

    def __str__(self) -> str:
        """Say what it is on; never what it says."""
        return f"Speaking note on {self.motion}"
