"""How many delegates each branch may send, whom it registered, and what was asked about it."""

import uuid
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferences.delegates.entitlement import Scale, scale_from_document
from conferences.enums import CredentialKind, RegistrationState, SeatFor
from conferences.models.conference import Conference, Credential
from members.models import Body

LIVE = (RegistrationState.WAITING, RegistrationState.LATE, RegistrationState.REGISTERED)


class Entitlement(models.Model):
    """By what scale and on what day a conference counts its branches, and until when they register.

    Once `fixed_at` is set the figures of every branch are fixed, and nobody moves them.
    """

    conference = models.OneToOneField(
        Conference, primary_key=True, on_delete=models.PROTECT, related_name="entitlement"
    )
    preset = models.CharField(max_length=20, blank=True)  # blank: numbers of its own
    scale = models.JSONField()  # read through `rule`
    qualifying_on = models.DateField()
    register_by = models.DateTimeField(null=True, blank=True)
    substitute_by = models.DateTimeField(null=True, blank=True)
    sharers_allowed = models.BooleanField(default=False)
    fixed_at = models.DateTimeField(null=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        """Say the scale."""
        return self.rule.words

    @cached_property
    def rule(self) -> Scale:
        """Read the scale."""
        return scale_from_document(self.scale)


class BranchEntitlement(models.Model):
    """What a branch counts for at one conference, with the source of the figure and its day."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="branch_entitlements"
    )
    branch = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    members = models.PositiveIntegerField()  # also what its card weighs
    delegates = models.PositiveSmallIntegerField()
    women = models.PositiveIntegerField(null=True)  # a statistic; null: nobody has given it
    source = models.CharField(max_length=200)
    as_at = models.DateField()

    class Meta:
        """One line a branch."""

        ordering: ClassVar = ["branch__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "branch"], name="one_entitlement_a_branch"
            )
        ]

    def __str__(self) -> str:
        """Give the number of delegates."""
        return f"{self.branch}: {self.delegates}"


class Registration(models.Model):
    """Somebody put forward by a branch: entered by one officer, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="registrations"
    )
    number = models.PositiveIntegerField()
    branch = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="registrations")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations"
    )
    kind = models.CharField(max_length=20, choices=CredentialKind.choices)
    is_leader = models.BooleanField(default=False)
    seat_for = models.CharField(max_length=10, choices=SeatFor.choices, blank=True)
    replaces = models.ForeignKey(
        Credential, null=True, on_delete=models.PROTECT, related_name="substitutes"
    )
    shares = models.ForeignKey(
        Credential, null=True, on_delete=models.PROTECT, related_name="sharers"
    )
    state = models.CharField(
        max_length=10, choices=RegistrationState.choices, default=RegistrationState.WAITING
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # of the committee, or of an officer who said no
    credential = models.OneToOneField(
        Credential, null=True, on_delete=models.PROTECT, related_name="registration"
    )

    class Meta:
        """In the order in which they were entered; a person is put forward once at a time."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "number"], name="registration_number_once"
            ),
            models.UniqueConstraint(
                fields=["conference", "member"],
                condition=Q(state__in=(RegistrationState.WAITING, RegistrationState.LATE)),
                name="one_open_registration_each",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("entered_by")),
                name="two_officers_register",
            ),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Registration {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"registration:{self.conference.code}/{self.number}"


class RegistrationQuery(models.Model):
    """A branch asks why somebody could not be registered; an officer answers."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="registration_queries"
    )
    number = models.PositiveIntegerField()
    branch = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    membership_number = models.CharField(max_length=32)  # as typed
    member = models.ForeignKey(  # whose number it is, if anybody's
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=40)  # the code of the refusal
    words = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were asked."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "number"], name="registration_query_number_once"
            )
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Query {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"registration-query:{self.conference.code}/{self.number}"
