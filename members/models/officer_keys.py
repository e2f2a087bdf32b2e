"""Officers' own signing keys: the public half in the open, the secret half sealed."""

from django.db import models
from django.db.models import F, Q

from audit.formats.attestation import key_id, read_key
from audit.formats.signing import VerifierKey
from members.models.people import Member


class OfficerKey(models.Model):
    """A key with which one officer signs their acts.

    `sealed` opens with the officer's own pass-phrase only (PASERK `k4.secret-pw`); it is thrown
    away when the key is retired. The log holds the public half, and so outlives this row.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="officer_keys")
    public = models.CharField(max_length=60, unique=True)
    sealed = models.CharField(max_length=300, blank=True)
    enrolled_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-enrolled_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(retired_at__isnull=True),
                name="members_one_key_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(sealed=""),
                name="members_retired_key_is_thrown_away",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("member")),
                name="members_key_is_confirmed_by_another",
            ),
        ]

    @property
    def verifier(self) -> VerifierKey:
        """Give the public half, named by its owner's pseudonym."""
        return read_key(self.member.pseudonym, self.public)

    @property
    def fingerprint(self) -> str:
        """Give what two people compare, and the minutes print (PASERK `k4.pid`)."""
        return key_id(self.verifier)
