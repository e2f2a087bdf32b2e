"""Motions that came in a file: the file before the decision on it, and what was entered from it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from conferences.models import Conference
from motions.models.motion import Motion


class StagedImport(models.Model):
    """A file of motions that was read and not yet decided on. Forgotten after 30 days.

    Nothing has been entered, so this table may change unrecorded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    label = models.CharField(max_length=80)
    motions = models.JSONField(default=list)  # motions.exchange.incoming.IncomingMotion
    notes = models.JSONField(default=list)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-sent_at"]

    def __str__(self) -> str:
        """Name the file."""
        return self.name


class MotionImport(models.Model):
    """Motions that the clerk entered from a file, by its hash; the log has the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="motion_imports"
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    motions = models.PositiveIntegerField()
    amendments = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first; numbers are never given twice."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="motion_import_once")
        ]

    def __str__(self) -> str:
        """Name the file."""
        return f"Import {self.number}: {self.name}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"motion-import:{self.conference.code}/{self.number}"


class ImportedMotion(models.Model):
    """Where a motion came from, and the cells of its row word for word: what we have no place for.

    Tags, block, reason, supporters and the like go out again with the OpenSlides export as they
    came, to officers only: nobody here has agreed that they be public.
    """

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="came_from")
    motion_import = models.ForeignKey(
        MotionImport, on_delete=models.PROTECT, related_name="imported"
    )
    line = models.PositiveIntegerField()
    came_as = models.JSONField(default=dict)

    class Meta:
        """In the order of the file."""

        ordering: ClassVar = ["motion_import", "line"]

    def __str__(self) -> str:
        """Name the motion and its file."""
        return f"{self.motion}, from {self.motion_import}"
