"""Papers as they were issued: what each said, word for word, and the files made from it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from conferences.models import Conference
from motions.enums import FileState, PaperFormat, PaperKind


class Paper(models.Model):
    """One issue of a paper. What it says is frozen: `content` is hashed, and never written again.

    Issues are numbered within a series: the final agenda is one, each report of the committee
    another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=24, choices=PaperKind.choices)
    series = models.SlugField(max_length=40)  # final-agenda, soc-report-2
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    content = models.TextField()  # motions.papers.content.Content as canonical JSON
    sha256 = models.CharField(max_length=64)
    changed = models.PositiveIntegerField(default=0)  # entries that differ from the last issue
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-published_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "series", "number"], name="paper_issue_once"
            )
        ]

    def __str__(self) -> str:
        """Name the issue: Final agenda, issue 2."""
        return f"{self.title}, issue {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"paper:{self.conference.code}/{self.series}-{self.number}"


class PaperFile(models.Model):
    """One form of an issue, as bytes. It can be made again from the issue at any time.

    How far it has come is no act of the union, so this table may change unrecorded.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=12, choices=PaperFormat.choices)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.WAITING)
    doing = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)  # when we last heard of its making

    class Meta:
        """Once in each form."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "format"], name="paper_format_once")
        ]

    def __str__(self) -> str:
        """Name the issue and the form."""
        return f"{self.paper}, {self.get_format_display()}"

    @property
    def is_under_way(self) -> bool:
        """Say whether it is being made, or waits to be."""
        return self.state in (FileState.WAITING, FileState.MAKING)
