"""Bodies, the people on the register, and the offices they hold."""

import secrets
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from audit.recording import Pen
from members.enums import BodyKind, ContactKind, Office


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
        ordering = ["code"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"body:{self.code}"


class Member(AbstractBaseUser):  # type: ignore[django-manager-missing]  # django-otp is untyped
    """A person on the register. Signs in with a passcode, never with a password.

    `source` and `as_at` say where the entry comes from and for which day it was right (guide 2.1).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    password = None  # type: ignore[assignment]
    last_login = None
    membership_number = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    branch = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    pseudonym = models.CharField(max_length=24, unique=True, default=new_pseudonym, editable=False)
    source = models.CharField(max_length=200, blank=True)
    as_at = models.DateField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)  # null: the roll does not say
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, editable=False)  # all but the pseudonym is gone

    USERNAME_FIELD = "membership_number"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager["Member"]()

    # The member's own signing key, unlocked, for the length of a request. Never stored.
    pen: Pen | None = None

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def log_name(self) -> str:
        """Give the public name in the log: a pseudonym."""
        return f"member:{self.pseudonym}"

    @property
    def first_name(self) -> str:
        """Give the one name that a neutral message may use."""
        return self.name.partition(" ")[0]

    @property
    def email(self) -> str:
        """Open the e-mail address; empty where there is none."""
        return self.contact(ContactKind.EMAIL)

    @property
    def mobile(self) -> str:
        """Open the mobile number; empty where there is none."""
        return self.contact(ContactKind.MOBILE)

    def contact(self, kind: ContactKind) -> str:
        """Open a contact detail; empty where there is none. All are fetched once."""
        models.prefetch_related_objects([self], "contacts")
        return next((one.detail for one in self.contacts.all() if one.kind == kind), "")

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind a session to the member and to the epoch of their sessions, not to a password.

        Sessions are signed cookies, which cannot be called back one by one: when the epoch moves
        on, every cookie issued before it is worthless.
        """
        epoch = self.sessions.epoch if hasattr(self, "sessions") else 0
        bound_to = f"{self.pk}:{epoch}"
        return salted_hmac(
            "members.session", bound_to, secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_session_auth_hash(self) -> str:
        """Give what a live session must carry."""
        return self._get_session_auth_hash()


class Appointment(models.Model):
    """An office held by a member in a body, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appointments")
    office = models.CharField(max_length=24, choices=Office.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="appointments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    independence = models.TextField(blank=True, default="")  # of a scrutineer, before any vote

    class Meta:
        ordering = ["office", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()}, {self.body}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"appointment:{self.body.code}/{self.office}/{self.member.pseudonym}"
