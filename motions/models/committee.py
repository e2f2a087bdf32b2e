"""What the Standing Orders Committee reports to conference."""

from typing import ClassVar

from django.db import models

from conferences.models import Conference
from motions.enums import ParagraphKind


class SocReport(models.Model):
    """A report of the Standing Orders Committee, which conference adopts or refers back."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="soc_reports")
    number = models.PositiveSmallIntegerField()
    dated_on = models.DateField()
    published_at = models.DateTimeField(null=True)  # until then it is the committee's own draft
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
