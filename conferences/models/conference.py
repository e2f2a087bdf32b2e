"""A conference, who may attend and vote, what is on the agenda, and what is on the floor."""

import uuid
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models

from ballots.models import Ballot
from conferences.enums import VOTING_KINDS, AgendaKind, CredentialKind, FloorPhase, MeetingKind
from conferences.naming import Named, named
from conferences.standing_orders import StandingOrders
from members.models import Body


class Conference(models.Model):
    """A sovereign meeting of delegates, with standing orders of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="conferences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    standing_orders = models.JSONField()  # read through `orders`
    timetable_published_at = models.DateTimeField(null=True)  # a deadline then takes two to move
    is_sample = models.BooleanField(default=False)
    kind = models.CharField(
        max_length=10, choices=MeetingKind.choices, default=MeetingKind.CONFERENCE
    )
    within = models.ForeignKey(  # the conference during which a committee meets beside it
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    delegated_by = models.CharField(max_length=200, blank=True)  # the rule by which it decides
    rehearses = models.ForeignKey(  # nothing decided in a rehearsal is a decision of anybody's
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="rehearsals"
    )

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-starts_on", "code"]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"conference:{self.code}"

    @property
    def named(self) -> Named:
        """Give the words by which it speaks of itself and of those who sit in it."""
        return named(self.kind)

    @cached_property
    def orders(self) -> StandingOrders:
        """Read the standing orders that this conference sits under."""
        return StandingOrders.from_document(self.standing_orders)


class Session(models.Model):
    """One sitting of a conference."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Sessions are numbered."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="session_number_once")
        ]

    def __str__(self) -> str:
        """Give the number of the session."""
        return f"{self.conference.code} session {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"session:{self.conference.code}/{self.number}"


class AgendaItem(models.Model):
    """A slot in the order of business."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()  # its number in the log; times give the order
    starts_at = models.TimeField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=AgendaKind.choices)
    keeps_time = models.BooleanField(default=False)  # lunch, a guest: it waits for its time
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    moved_from = models.TimeField(null=True)  # when it was to start, before it was moved on the day
    carried_from = models.OneToOneField(  # its slot in the session that did not reach it
        "self", null=True, on_delete=models.PROTECT, related_name="carried_to"
    )

    class Meta:
        """In the order of business."""

        ordering: ClassVar = ["session__number", "starts_at", "position"]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"agenda:{self.session.conference.code}/{self.session.number}.{self.position}"


class Credential(models.Model):
    """The right to attend, and perhaps to speak and vote, at one conference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="credentials")
    number = models.CharField(max_length=20)  # B01-1
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="credentials"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=20, choices=CredentialKind.choices)
    is_leader = models.BooleanField(default=False)
    may_vote = models.BooleanField(default=True)
    card_strength = models.PositiveIntegerField(default=0)  # members represented, on the leader
    admitted_at = models.DateTimeField(null=True)  # present now, since then; null: not present
    revoked_at = models.DateTimeField(null=True)  # another came in their place

    class Meta:
        """One credential a person a conference, and a vote for none but delegates."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="credential_number_once"),
            models.UniqueConstraint(
                fields=["conference", "member"],
                condition=models.Q(revoked_at=None),
                name="one_credential_each",
            ),
            models.CheckConstraint(
                condition=models.Q(may_vote=False)
                | models.Q(revoked_at=None, kind__in=VOTING_KINDS),
                name="only_delegates_vote",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None) | models.Q(admitted_at=None),
                name="revoked_is_not_present",
            ),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return self.number

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"credential:{self.conference.code}/{self.number}"

    @property
    def is_present(self) -> bool:
        """Say whether the holder is checked in now."""
        return self.admitted_at is not None


class Attendance(models.Model):
    """One spell of presence: checked in, and perhaps checked out."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="attendance")
    checked_in_at = models.DateTimeField()
    checked_out_at = models.DateTimeField(null=True)

    class Meta:
        """A person is in the hall once at a time."""

        ordering: ClassVar = ["checked_in_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credential"],
                condition=models.Q(checked_out_at__isnull=True),
                name="one_open_attendance_each",
            )
        ]

    def __str__(self) -> str:
        """Name the credential."""
        return str(self.credential)


class Floor(models.Model):
    """What is before conference now. One row a conference; the hall's pages read only this."""

    conference = models.OneToOneField(
        Conference, primary_key=True, on_delete=models.PROTECT, related_name="floor"
    )
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=14, choices=FloorPhase.choices, default=FloorPhase.IDLE)
    subject = models.CharField(max_length=120, blank=True)  # its name in the log
    heading = models.CharField(max_length=200, blank=True)  # "Motion 9: Pay strategy"
    text = models.TextField(blank=True)  # the live substantive text
    text_version = models.PositiveSmallIntegerField(default=0)
    difference = models.JSONField(default=list)  # what an amendment changes: [kind, words], ...
    effect = models.TextField(blank=True)  # what a vote for does
    note = models.TextField(blank=True)  # who moved, consequences
    ballot = models.ForeignKey(Ballot, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Give the heading."""
        return self.heading or "Between items"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"floor:{self.conference.code}"
