"""Briefings, the guests and members who register for them, and what they consented to.

A guest is no member: their name and address lie here sealed, as members' contact details do, and
nothing here is a right to vote. Who attended is kept beside the registration and outside the
public log, which is for good.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.recording import Pen
from conferences.briefings.consents import LABELS, Purpose, wording_shown
from conferences.enums import NoticeKind, NoticeState, OpenTo
from conferences.models.conference import Conference
from members.contacts.seals import MARK_BYTES
from members.models import Body, Member, contact_seals

_EMAIL, _NAME = "guest-email", "guest-name"
_EITHER = Q(member__isnull=False, guest__isnull=True) | Q(member__isnull=True, guest__isnull=False)


class Briefing(models.Model):
    """A meeting held with any meeting tool: we hold its times and its link, and carry no video."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="briefings")
    conference = models.ForeignKey(  # where it is the visitors' gallery of one
        Conference, null=True, on_delete=models.PROTECT, related_name="briefings"
    )
    about = models.TextField()
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    join_link = models.CharField(max_length=500)  # https, for those registered only
    opens_minutes = models.PositiveSmallIntegerField(default=15)  # before it starts
    recording_link = models.CharField(max_length=500, blank=True)
    capacity = models.PositiveIntegerField(null=True)
    open_to = models.CharField(max_length=8, choices=OpenTo.choices, default=OpenTo.GUESTS)
    access_contact = models.CharField(max_length=200)
    access_note = models.CharField(max_length=300, blank=True)  # captions, BSL, Welsh
    edition = models.PositiveIntegerField(default=0)  # counts changes, for calendars
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they are held."""

        ordering: ClassVar = ["starts_at", "slug"]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"briefing:{self.slug}"

    @property
    def opens_at(self) -> datetime:
        """Give the moment from which the joining link works."""
        return self.starts_at - timedelta(minutes=self.opens_minutes)

    @property
    def has_opened(self) -> bool:
        """Say whether the way in is or was open, so that figures of who came mean anything."""
        return timezone.now() >= self.opens_at

    @property
    def is_over(self) -> bool:
        """Say whether it has ended."""
        return timezone.now() >= self.ends_at

    @property
    def is_cancelled(self) -> bool:
        """Say whether it was called off."""
        return self.cancelled_at is not None

    @property
    def is_joinable(self) -> bool:
        """Say whether the joining link works now."""
        return not self.is_cancelled and self.opens_at <= timezone.now() < self.ends_at

    @property
    def takes_guests(self) -> bool:
        """Say whether people who are no members may register."""
        return self.open_to == OpenTo.GUESTS


class Guest(models.Model):
    """Somebody who is no member, or did not sign in as one. Never on a roll, never a voter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.CharField(max_length=24, unique=True, editable=False)
    name_sealed = models.BinaryField(null=True)
    email_sealed = models.BinaryField(null=True)
    mark = models.BinaryField(max_length=MARK_BYTES, null=True, unique=True)  # of the address
    came_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    # A guest signs nothing; the log asks every actor.
    pen: Pen | None = None

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar = ["came_at"]

    def __str__(self) -> str:
        """Say what they are; the name is sealed."""
        return "Guest"

    @property
    def log_name(self) -> str:
        """Give the public name in the log: a pseudonym."""
        return f"guest:{self.pseudonym}"

    @property
    def name(self) -> str:
        """Open the name; empty once it was erased."""
        return self._opened(self.name_sealed, _NAME)

    @property
    def email(self) -> str:
        """Open the e-mail address; empty once it was erased."""
        return self._opened(self.email_sealed, _EMAIL)

    def hold(self, *, name: str, email: str) -> None:
        """Seal a name and an address, in the form that `members.contacts.details.read` gives."""
        seals, bound = contact_seals(), str(self.pk)
        self.name_sealed = seals.close(name, kind=_NAME, number=bound)
        self.email_sealed = seals.close(email, kind=_EMAIL, number=bound)
        self.mark = seals.mark(email, kind=_EMAIL)

    def _opened(self, sealed: bytes | memoryview | None, kind: str) -> str:
        return contact_seals().open(sealed, kind=kind, number=str(self.pk)) if sealed else ""


def guest_marks(email: str) -> list[bytes]:
    """Give the marks under which a guest of this address may be found."""
    return contact_seals().marks(email, kind=_EMAIL)


def new_guest() -> Guest:
    """Make a guest with a name for the log: g_ and 16 random bytes. Not saved yet."""
    return Guest(pseudonym=f"g_{secrets.token_urlsafe(16)}", came_at=timezone.now())


class BriefingRegistration(models.Model):
    """One person's place at a briefing: a member's or a guest's, and no credential to vote."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="registrations")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="briefing_registrations",
    )
    guest = models.ForeignKey(
        Guest, null=True, on_delete=models.PROTECT, related_name="registrations"
    )
    registered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        """One place a person a briefing."""

        ordering: ClassVar = ["registered_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_EITHER, name="briefing_member_or_guest"),
            models.UniqueConstraint(fields=["briefing", "member"], name="briefing_member_once"),
            models.UniqueConstraint(fields=["briefing", "guest"], name="briefing_guest_once"),
        ]

    def __str__(self) -> str:
        """Name the briefing."""
        return str(self.briefing)

    @property
    def person(self) -> Member | Guest:
        """Give whose it is."""
        found = self.member or self.guest
        assert found is not None  # noqa: S101 - the table insists on one of them
        return found


class BriefingAttendance(models.Model):
    """That somebody joined, watched, or stands on the meeting tool's list. Never in the log."""

    registration = models.OneToOneField(
        BriefingRegistration, on_delete=models.CASCADE, related_name="attendance"
    )
    joined_at = models.DateTimeField(null=True)  # pressed Join on our page
    recording_at = models.DateTimeField(null=True)  # opened the recording from our page
    listed_minutes = models.PositiveIntegerField(null=True)  # from the meeting tool's own list

    def __str__(self) -> str:
        """Name the registration."""
        return str(self.registration)


class Consent(models.Model):
    """That a consent was given, or taken back. Rows are added, and never changed."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="consents"
    )
    guest = models.ForeignKey(Guest, null=True, on_delete=models.PROTECT, related_name="consents")
    briefing = models.ForeignKey(
        Briefing, null=True, on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(
        max_length=12, choices=[(each.value, LABELS[each]) for each in Purpose]
    )
    is_given = models.BooleanField()  # else it was taken back
    wording = models.PositiveSmallIntegerField()  # the version shown
    wording_sha256 = models.CharField(max_length=64)
    how = models.CharField(max_length=40)  # on which page, in fixed words
    at = models.DateTimeField()

    class Meta:
        """In the order in which they were given and taken back."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["member", "purpose"], name="consent_of_member"),
            models.Index(fields=["guest", "purpose"], name="consent_of_guest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_EITHER, name="consent_member_or_guest")
        ]

    def __str__(self) -> str:
        """Name the purpose."""
        return self.get_purpose_display()

    @property
    def words(self) -> str:
        """Give the words that were shown."""
        return wording_shown(self.purpose, self.wording)


class BriefingNotice(models.Model):
    """One message about a briefing to one person who registered. Written here, sent by a task."""

    registration = models.ForeignKey(
        BriefingRegistration, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    edition = models.PositiveIntegerField(default=0)  # of the briefing, where it was changed
    state = models.CharField(max_length=8, choices=NoticeState.choices, default=NoticeState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Each once."""

        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration", "kind", "edition"], name="briefing_notice_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=NoticeState.WAITING),
                name="briefing_notice_due",
            )
        ]

    def __str__(self) -> str:
        """Say what it is."""
        return self.get_kind_display()
