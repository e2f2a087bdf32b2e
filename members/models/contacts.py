"""Where a member can be reached: each detail sealed, with what became of it."""

import logging
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext

from members.contacts.details import shown
from members.contacts.seals import MARK_BYTES, BadSeal, ContactSeals
from members.enums import ContactKind
from members.models.people import Member

log = logging.getLogger(__name__)


def contact_seals() -> ContactSeals:
    """Take up the keys that contact details are sealed with; they are not in the database."""
    return _seals(settings.CONTACT_SECRET, *settings.CONTACT_SECRETS_FORMER)


@lru_cache(maxsize=4)
def _seals(*secrets: str) -> ContactSeals:
    return ContactSeals(*secrets)


class Contact(models.Model):
    """One way to reach one member, sealed, and what is known of it.

    `mark` is the same for the same address, whoever has it (`members.contacts.seals`).
    """

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="contacts", db_index=False
    )  # found by the constraint below
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    sealed = models.BinaryField()
    mark = models.BinaryField(max_length=MARK_BYTES, db_index=True)
    is_preferred = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)  # why nothing arrives there, as a code

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="members_one_contact_of_a_kind")
        ]

    def opened(self) -> str:
        """Open the seal. Raises BadSeal where it is another member's, or of another kind."""
        return contact_seals().open(
            self.sealed, kind=self.kind, number=self.member.membership_number
        )

    @property
    def detail(self) -> str:
        """Open the seal; empty where it does not open, which whoever keeps the servers is told.

        Somebody who puts another row's seal here gets nothing sent, and the member, the helpdesk
        and a change that mends it find a detail that is missing, not a page that breaks.
        """
        try:
            return self.opened()
        except BadSeal:
            log.error("Contact %s, of kind %s, does not open", self.pk, self.kind)  # noqa: TRY400
            return ""

    @property
    def as_shown(self) -> str:
        """Open the seal, and give the detail as people write it."""
        return shown(self.kind, self.detail) or gettext("Cannot be read. Please give it again.")

    def hold(self, detail: str) -> None:
        """Seal a detail, in the form that `members.contacts.details.read` gives."""
        seals = contact_seals()
        self.sealed = seals.close(detail, kind=self.kind, number=self.member.membership_number)
        self.mark = seals.mark(detail, kind=self.kind)

    def reseal(self) -> None:
        """Seal and mark the same under the first secret."""
        self.hold(self.opened())
