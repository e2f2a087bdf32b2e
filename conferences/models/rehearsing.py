"""Before the day: what delegates' devices can do, test votes, and rehearsals with their reports.

Sources: guide lessons 7 (rehearse a week before), 10 (an hour early, for tests), 11 (a test vote,
minuted) and 18 (a matrix of the devices tested).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from ballots.models import Ballot
from conferences.enums import DeviceKind, DeviceSystem, RehearsalState
from conferences.models.conference import Conference, Credential


class DeviceCheck(models.Model):
    """What the device of a delegate could do when it was last tried. No act: a help to oneself.

    `clock_ms` is how far its clock is ahead of ours. What a page without a script cannot tell is
    None, and is neither good nor bad.
    """

    credential = models.OneToOneField(
        Credential, primary_key=True, on_delete=models.PROTECT, related_name="device_check"
    )
    checked_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=DeviceKind.choices)
    system = models.CharField(max_length=10, choices=DeviceSystem.choices)
    has_script = models.BooleanField(default=False)
    has_storage = models.BooleanField(null=True)
    stream_ms = models.PositiveIntegerField(null=True)  # until the live stream answered
    clock_ms = models.IntegerField(null=True)
    trouble = models.CharField(max_length=200, blank=True)  # in their own words

    def __str__(self) -> str:
        """Name the credential."""
        return f"Device of {self.credential}"

    @property
    def has_trouble(self) -> bool:
        """Say whether somebody should help: in their words, or because nothing live arrives."""
        return bool(self.trouble) or (self.has_script and self.stream_ms is None)


class TestVote(models.Model):
    """A vote that only tries whether everyone can vote. It is minuted as that, and as no more."""

    __test__ = False  # to pytest, whatever its name

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="test_votes")
    number = models.PositiveSmallIntegerField()
    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="test_vote")
    concluded_at = models.DateTimeField(null=True)
    was_successful = models.BooleanField(null=True)
    figures = models.JSONField(default=dict)  # `conferences.rehearsing.trying.Tried`, concluded
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        """The last one first."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="test_vote_number_once")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Test vote {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"test-vote:{self.conference.code}/{self.number}"


class Rehearsal(models.Model):
    """One rehearsal of a conference: its copy, what was simulated, and the report that remains.

    How far a run has come is no act, so this table may change unrecorded; that a rehearsal was
    started, run, reported on and cleared away is in the log.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="rehearsals_held"
    )
    number = models.PositiveSmallIntegerField()
    copy = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="rehearsal")
    state = models.CharField(
        max_length=10, choices=RehearsalState.choices, default=RehearsalState.READY
    )
    crowd = models.JSONField(default=dict)  # `conferences.rehearsing.crowd.Crowd`
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)  # when we last heard of its run
    doing = models.CharField(max_length=120, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    trouble = models.TextField(blank=True)
    measures = models.JSONField(default=dict)  # `conferences.rehearsing.measures.Measures`
    findings = models.JSONField(default=list)  # rows of `conferences.readiness.report.Finding`
    report_sha256 = models.CharField(max_length=64, blank=True)
    reported_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        """The last one first."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="rehearsal_number_once")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Rehearsal {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"rehearsal:{self.copy.code}"

    @property
    def is_under_way(self) -> bool:
        """Say whether simulated delegates are at work in it."""
        return self.state == RehearsalState.RUNNING
