"""The Standing Orders Committee: its meetings, what it ruled there, and what it reports."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from conferences.models import Conference
from members.models import Body
from motions.enums import Decision, MeetingKind, ParagraphKind, ReasonCode


class SocMeeting(models.Model):
    """A meeting of the committee: what it rules is ruled at one, by those who were there."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="soc_meetings"
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=MeetingKind.choices, default=MeetingKind.MEETING)
    held_at = models.DateTimeField()
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    present = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    agenda = models.TextField(blank=True)

    class Meta:
        """Meetings are numbered from 1."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="soc_meeting_number_once")
        ]

    def __str__(self) -> str:
        """Give the number of the meeting."""
        return f"SOC meeting {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"soc-meeting:{self.conference.code}/{self.number}"


class Interest(models.Model):
    """A member of the committee takes no part in deciding on a motion, nor on its amendments.

    That a motion is of their own branch needs no entry here: it is seen from the register.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="soc_interests"
    )
    motion = models.ForeignKey("motions.Motion", on_delete=models.PROTECT, related_name="interests")
    nature = models.CharField(max_length=300)
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Declared once."""

        ordering: ClassVar = ["declared_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "motion"], name="interest_declared_once")
        ]

    def __str__(self) -> str:
        """Name the motion."""
        return f"Interest in {self.motion}"


class Ruling(models.Model):
    """What the committee decided on one motion or amendment: when, where, by whom and why.

    Rulings are kept one beside the other. How the motion stands now is the motion's own affair.
    """

    motion = models.ForeignKey(
        "motions.Motion", null=True, on_delete=models.PROTECT, related_name="rulings"
    )
    amendment = models.ForeignKey(
        "motions.Amendment", null=True, on_delete=models.PROTECT, related_name="rulings"
    )
    meeting = models.ForeignKey(
        SocMeeting, null=True, on_delete=models.PROTECT, related_name="rulings"
    )  # null: it came in with a file
    decision = models.CharField(max_length=16, choices=Decision.choices)
    reason_code = models.CharField(max_length=24, choices=ReasonCode.choices, blank=True)
    reason = models.TextField(blank=True)  # for a query, the question asked
    is_private = models.BooleanField(default=False)  # the reason is for the branch alone
    referred_to = models.CharField(max_length=200, blank=True)
    reply_by = models.DateTimeField(null=True)
    text_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    took_part = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    stood_aside = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        """In the order in which they were made, each on one thing."""

        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["at"], name="ruling_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(motion__isnull=True) ^ models.Q(amendment__isnull=True),
                name="ruling_on_one_thing",
            )
        ]

    def __str__(self) -> str:
        """Say the decision."""
        return str(self.get_decision_display())

    @property
    def public_reason(self) -> str:
        """Give the reason as everybody may read it: the kind of it alone, where it is private."""
        if self.is_private:
            return str(self.get_reason_code_display()) if self.reason_code else ""
        return self.reason


class SocReport(models.Model):
    """A report of the Standing Orders Committee, which conference adopts or refers back."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="soc_reports")
    number = models.PositiveSmallIntegerField()
    dated_on = models.DateField()
    drawn_up_at = models.DateTimeField(null=True)  # it covers what was decided until then
    published_at = models.DateTimeField(null=True)  # until then it is the committee's own draft
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)  # of its words, from its publication on
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
    place = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=24, choices=ParagraphKind.choices)
    text = models.TextField()
    motions = models.ManyToManyField("motions.Motion", related_name="soc_paragraphs")
    amendments = models.ManyToManyField("motions.Amendment", related_name="soc_paragraphs")
    instead_of = models.ForeignKey(  # an earlier paragraph, which this one supersedes
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    referred_back_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the report."""

        ordering: ClassVar = ["report__number", "place", "id"]

    def __str__(self) -> str:
        """Give the number."""
        return f"SOC paragraph {self.ref}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"soc-paragraph:{self.report.conference.code}/{self.ref}"


class ReferenceBack(models.Model):
    """A branch asks conference to send a paragraph back to the committee."""

    paragraph = models.ForeignKey(
        SocParagraph, on_delete=models.PROTECT, related_name="references_back"
    )
    motion = models.ForeignKey(  # where the paragraph names several, the one it is about
        "motions.Motion", null=True, on_delete=models.PROTECT, related_name="references_back"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were asked for; a branch asks once about a paragraph."""

        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paragraph", "body"],
                condition=models.Q(withdrawn_at=None),
                name="reference_back_asked_once",
            )
        ]

    def __str__(self) -> str:
        """Say which paragraph it is about."""
        return f"Reference back of {self.paragraph.ref}, {self.body}"
