"""Members, bodies and appointments."""

import secrets
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from members.enums import BodyKind, Office


def new_pseudonym() -> str:
    """Return the name a person bears in the log: p_ and 16 random bytes."""
    return f"p_{secrets.token_urlsafe(16)}"


class Body(models.Model):
    """A union, region, branch or committee."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=BodyKind.choices)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )

    class Meta:
        """Bodies read in the order of their codes."""

        ordering: ClassVar = ["code"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"body:{self.code}"


class Member(AbstractBaseUser):
    """A person on the register. Signs in with a passcode, never with a password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    password = None
    membership_number = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    mobile = models.CharField(max_length=32, blank=True)
    branch = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    pseudonym = models.CharField(
        max_length=24, unique=True, default=new_pseudonym, editable=False
    )
    source = models.CharField(max_length=200, blank=True)
    as_at = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "membership_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects: ClassVar = BaseUserManager()

    class Meta:
        """Members read by name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    @property
    def log_name(self) -> str:
        """Give the public name in the log: a pseudonym."""
        return f"member:{self.pseudonym}"


class Appointment(models.Model):
    """An office held by a member in a body, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appointments")
    office = models.CharField(max_length=24, choices=Office.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="appointments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """An office ends after it begins."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        """Name the office and the body."""
        return f"{self.get_office_display()}, {self.body}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"appointment:{self.body.code}/{self.office}/{self.member.pseudonym}"
