"""Composites: the groups, who met, what was proposed and how each branch answered."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from conferences.models import Conference
from members.models import Body
from motions.enums import CompositeState
from motions.models.amendment import Amendment
from motions.models.motion import Motion


class CompositeGroup(models.Model):
    """Motions that the Standing Orders Committee wants made into one, under a letter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="composite_groups"
    )
    number = models.PositiveSmallIntegerField()  # 1 is A; no letter is given twice
    letter = models.CharField(max_length=4)
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=CompositeState.choices, default=CompositeState.BEING_MADE
    )
    meets_at = models.DateTimeField(null=True)
    meets_on_day = models.BooleanField(default=False)  # the day is known, and not yet the hour
    meets_where = models.CharField(max_length=300, blank=True)
    motion = models.OneToOneField(  # the composite, once every branch has agreed
        Motion, null=True, on_delete=models.PROTECT, related_name="composite_group"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """By letter."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="composite_letter_once")
        ]

    def __str__(self) -> str:
        """Give the letter and the title."""
        return f"Composite {self.letter}: {self.title}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log; the composite itself, a motion, has its own."""
        return f"composite:{self.conference.code}/{self.letter}"


class CompositeSource(models.Model):
    """A motion in a group, or an amendment that came with it: with the words as they then stood."""

    group = models.ForeignKey(CompositeGroup, on_delete=models.PROTECT, related_name="sources")
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="composited_in")
    amendment = models.ForeignKey(
        Amendment, null=True, on_delete=models.PROTECT, related_name="composited_in"
    )
    version = models.PositiveSmallIntegerField()
    left_at = models.DateTimeField(null=True)  # its branch declined, or the composite broke up

    class Meta:
        """In the order in which they were lodged; a motion is in one group at a time."""

        ordering: ClassVar = ["motion__lodged_order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["motion"],
                condition=models.Q(left_at=None, amendment=None),
                name="motion_in_one_group",
            ),
            models.UniqueConstraint(
                fields=["amendment"],
                condition=models.Q(left_at=None),
                name="amendment_in_one_group",
            ),
        ]

    def __str__(self) -> str:
        """Give the number of what it is."""
        return self.number

    @property
    def number(self) -> str:
        """Give the number of the motion, or of the amendment."""
        found = self.amendment or self.motion
        return found.number or found.reference


class CompositeMeeting(models.Model):
    """A compositing meeting that was held, and what it came to."""

    group = models.ForeignKey(CompositeGroup, on_delete=models.PROTECT, related_name="meetings")
    held_at = models.DateTimeField()
    notes = models.TextField(blank=True)

    class Meta:
        """In the order in which they were held."""

        ordering: ClassVar = ["held_at", "id"]

    def __str__(self) -> str:
        """Say of what it was a meeting."""
        return f"Compositing meeting on {self.group}"


class CompositePresence(models.Model):
    """Somebody was at a compositing meeting for a branch."""

    meeting = models.ForeignKey(CompositeMeeting, on_delete=models.PROTECT, related_name="present")
    branch = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once at each meeting."""

        ordering: ClassVar = ["branch__code", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "member"], name="present_once")
        ]

    def __str__(self) -> str:
        """Name the branch."""
        return f"For {self.branch}"


class CompositeText(models.Model):
    """A version of the words that was put to the branches, hashed, each sentence with its source.

    `content` is motions.composites.provenance.Composition as plain data; `text` is what it
    assembles to, and `sha256` the hash of that.
    """

    group = models.ForeignKey(CompositeGroup, on_delete=models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    mover = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    dropped_at = models.DateTimeField(null=True)  # a branch has left the group since

    class Meta:
        """Versions count up from 1."""

        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "version"], name="composite_version_once")
        ]

    def __str__(self) -> str:
        """Name the version."""
        return f"{self.group}, version {self.version}"


class CompositeAnswer(models.Model):
    """A branch agrees to one version of a composite, or declines."""

    group = models.ForeignKey(CompositeGroup, on_delete=models.PROTECT, related_name="answers")
    text = models.ForeignKey(
        CompositeText, null=True, on_delete=models.PROTECT, related_name="answers"
    )  # null: declined before any text was put to it
    branch = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: it came in with a file
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they came; a branch answers a version once."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "branch"], name="composite_answered_once")
        ]

    def __str__(self) -> str:
        """Say who answered what."""
        return f"{self.branch} {'agrees' if self.agrees else 'declines'}"


class CompositeDraft(models.Model):
    """The words at the desk after one change: kept as people work, no act, and not governed.

    Every step is kept until the composite is agreed, so that each can be undone and nothing that
    anybody did is lost: `before` is the step that undoing this one goes back to.
    """

    group = models.ForeignKey(CompositeGroup, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField()
    before = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    done = models.CharField(max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One step after another: two people cannot both make the same one."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "number"], name="composite_step_once")
        ]

    def __str__(self) -> str:
        """Say what was done."""
        return self.done
