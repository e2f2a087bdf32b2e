"""Scrutiny packs that were asked for, and how far each has come."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from ballots.models import Ballot
from conferences.enums import PackState
from conferences.models.conference import Conference


class ScrutinyPack(models.Model):
    """One pack: asked for by an officer, made beside everything else, then there to be taken.

    How far it has come is not an act of the union, so this table may change unrecorded. That it was
    asked for, made and taken is in the log. The sealed roll waits here, so that no pass-phrase ever
    waits in a queue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="packs")
    ballot = models.ForeignKey(  # only this vote; else all of the conference
        Ballot, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField(default=timezone.now)  # when we last heard of its making
    sealed_roll = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=PackState.choices, default=PackState.WAITING)
    doing = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    made_at = models.DateTimeField(null=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)  # by the returning officer, in person

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        """Name the file."""
        return self.file_name

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"scrutiny-pack:{self.id}"

    @property
    def file_name(self) -> str:
        """Name the file as whoever takes it gets it."""
        return f"{self.conference.code}-scrutiny-pack-{str(self.id)[:8]}.zip".lower()

    @property
    def file(self) -> Path:
        """Say where it lies."""
        return Path(settings.DATA_DIR) / "packs" / f"{self.id}.zip"

    @property
    def is_under_way(self) -> bool:
        """Say whether it is being made, or waits to be."""
        return self.state in (PackState.WAITING, PackState.MAKING)
