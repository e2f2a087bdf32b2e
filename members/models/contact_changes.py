"""How the ways to reach members came to be what they are, and when they may not simply change."""

import json
import uuid
from typing import Final

from django.db import models
from django.db.models import F, Q

from audit.formats.disclosure import new_salt, salted_digest
from members.contacts.seals import MARK_BYTES
from members.enums import ContactKind, ContactSource, ContactState
from members.models.contacts import contact_seals
from members.models.people import Body, Member

_NAME: Final = "old and new"


class ContactFreeze(models.Model):
    """A time before and during a vote in which no address changes by one hand alone (L27, R32).

    `subject` is the log's name of the ballot or conference it is for. Without a body it is for
    every member; with one, for the members of that body and of the bodies directly below it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    set_by = models.CharField(max_length=24)  # a pseudonym, as in the log

    class Meta:
        ordering = ["-begins_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("begins_at")), name="freeze_ends_after_it_begins"
            )
        ]

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"contact-freeze:{self.pk}"


class ContactChange(models.Model):
    """One change of one detail of one member: made, or waiting for a second person in a freeze.

    Both addresses lie in one seal, bound to the member and to being a change, so that neither can
    be put in a contact's place. The marks are those of `Contact`: they show that several members
    were given the same address. People stand here by pseudonym, as in the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="contact_changes")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    sealed = models.BinaryField()
    old_mark = models.BinaryField(max_length=MARK_BYTES)
    new_mark = models.BinaryField(max_length=MARK_BYTES)
    state = models.CharField(max_length=10, choices=ContactState.choices)
    source = models.CharField(max_length=10, choices=ContactSource.choices)
    by = models.CharField(max_length=24)
    office = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)
    freeze = models.ForeignKey(
        ContactFreeze, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    decided_by = models.CharField(max_length=24, blank=True)
    decided_office = models.CharField(max_length=24, blank=True)
    decided_reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(
                fields=["state"], name="members_change_waiting", condition=Q(state="waiting")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(state="waiting"),
                name="members_one_waiting_change",
            )
        ]

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"contact-change:{self.pk}"

    @property
    def old(self) -> str:
        """Open the address before; empty where there was none."""
        return self._opened()[0]

    @property
    def new(self) -> str:
        """Open the address after; empty where it was taken away."""
        return self._opened()[1]

    @property
    def digest(self) -> str:
        """Give what the log holds of the two addresses: nobody without the seal can guess them.

        It settles a dispute: whoever can open this row can show which addresses the log meant.
        """
        old, new, salt = self._opened()
        return salted_digest(salt, _NAME, json.dumps([old, new]))

    def hold(self, old: str, new: str) -> None:
        """Seal the two addresses, with the salt of their digest."""
        self._seal(json.dumps([old, new, new_salt()]))
        seals = contact_seals()
        self.old_mark = seals.mark(old, kind=self.kind) if old else b""
        self.new_mark = seals.mark(new, kind=self.kind) if new else b""

    def reseal(self) -> None:
        """Seal the same under the first secret; what the log says of it stays true."""
        old, new, salt = self._opened()
        self.hold(old, new)
        self._seal(json.dumps([old, new, salt]))

    def _seal(self, words: str) -> None:
        number = self.member.membership_number
        self.sealed = contact_seals().close(words, kind=_bound(self.kind), number=number)

    def _opened(self) -> tuple[str, str, str]:
        number = self.member.membership_number
        words = contact_seals().open(self.sealed, kind=_bound(self.kind), number=number)
        old, new, salt = json.loads(words)
        return old, new, salt


def _bound(kind: str) -> str:
    return f"{kind}-change"


class EmployerDomain(models.Model):
    """A mail domain of an employer: no passcode goes there, nor to any domain below it."""

    domain = models.CharField(max_length=253, primary_key=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["domain"]


class ContactCheck(models.Model):
    """A time in which members are asked whether what we hold to reach them is right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(max_length=200)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    set_by = models.CharField(max_length=24)

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gte=F("opens_at")), name="check_closes_after_it_opens"
            )
        ]

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"contact-check:{self.pk}"


class ContactAnswer(models.Model):
    """That a member has answered a contact check: with one tap, or by changing something."""

    check_asked = models.ForeignKey(ContactCheck, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="contact_answers")
    has_changed = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_asked", "member"], name="members_one_answer_to_a_check"
            )
        ]
