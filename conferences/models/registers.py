"""The registers of a conference: what went wrong, which rules were not kept, who complained.

Sources: guide L3 and 5.2 (incidents), R4 and 2.6 (departures, and telling the Certification Officer
early), 2.6 (complaints). Rows are numbered within their conference and never removed; what names a
person can be erased when the time for keeping it is over.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from audit.models import Hold
from ballots.models import Ballot
from conferences.complaint_clock import ComplaintClock
from conferences.enums import ComplaintState, IncidentState
from conferences.models.conference import Conference


class Incident(models.Model):
    """Something that went wrong: from when until when, which votes it touched, what was decided."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="incidents")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    what = models.TextField()  # what happened
    effect = models.CharField(max_length=200)  # on the vote, as the declaration says it
    votes = models.ManyToManyField(Ballot, related_name="incidents")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered in their conference."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="incident_number_once")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Incident {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"incident:{self.conference.code}/{self.number}"

    @property
    def state(self) -> IncidentState:
        """Say where it stands."""
        if self.decided_at:
            return IncidentState.DECIDED
        return IncidentState.ENDED if self.ended_at else IncidentState.OPEN


class RuleDeparture(models.Model):
    """A rule that was not kept, why, and who was told of it when (guide R4)."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="departures")
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=200)
    reason = models.TextField()
    departed_on = models.DateField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    officer_told_on = models.DateField(null=True)  # the Certification Officer
    members_told_on = models.DateField(null=True)
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True)

    class Meta:
        """Numbered in their conference."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="departure_number_once")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Rule departure {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"rule-departure:{self.conference.code}/{self.number}"


class Complaint(models.Model):
    """A complaint that a rule was broken, with the days that fix the time limit (guide 2.6).

    `complainant`, `about` and `outcome` may name people. They stand in the log as salted digests
    only, and can be erased here once the complaint is closed and its time is over.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="complaints")
    number = models.PositiveIntegerField()
    complainant = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    rule = models.CharField(max_length=200)
    vote = models.ForeignKey(
        Ballot, null=True, on_delete=models.PROTECT, related_name="complaints"
    )  # where it is about one
    breach_on = models.DateField()
    received_on = models.DateField()
    procedure_began_on = models.DateField(null=True)
    procedure_ended_on = models.DateField(null=True)
    officer_told_on = models.DateField(null=True)  # the Certification Officer
    closed_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    hold = models.ForeignKey(  # nothing it is about is deleted while it is live
        Hold, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Numbered in their conference."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="complaint_number_once")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Complaint {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"complaint:{self.conference.code}/{self.number}"

    @property
    def clock(self) -> ComplaintClock:
        """Give the time limit as the dates stand."""
        return ComplaintClock(self.breach_on, self.procedure_began_on, self.procedure_ended_on)

    @property
    def concerns(self) -> str:
        """Name what it is about, as the log does: a vote, or the conference."""
        return self.vote.log_name if self.vote else self.conference.log_name

    @property
    def state(self) -> ComplaintState:
        """Say where it stands: as far as it has come."""
        if self.closed_on:
            return ComplaintState.CLOSED
        if self.officer_told_on:
            return ComplaintState.OFFICER_TOLD
        if self.procedure_ended_on:
            return ComplaintState.PROCEDURE_ENDED
        if self.procedure_began_on:
            return ComplaintState.PROCEDURE_BEGUN
        return ComplaintState.RECEIVED
