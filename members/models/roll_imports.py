"""The imports of the roll that were done, and what the last one changed."""

import uuid

from django.conf import settings
from django.db import models

from members.contacts.seals import MARK_BYTES


class RollImport(models.Model):
    """An import that was done: from where, right for which day, by whom, and with which counts.

    `decided` is the log's entry of the decision.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="roll_imports"
    )
    source = models.CharField(max_length=200)
    as_at = models.DateField()
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField()
    done_at = models.DateTimeField(db_index=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-done_at"]

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"roll:{self.pk}"


class RollUndo(models.Model):
    """How a member's entry stood before the last import; `was_new`: there was none.

    Kept for the last import only. No database constraint: there is a row for every member.
    """

    roll_import = models.ForeignKey(RollImport, on_delete=models.DO_NOTHING, db_constraint=False)
    member_key = models.UUIDField()
    was_new = models.BooleanField()
    is_changed = models.BooleanField()
    name = models.CharField(max_length=200)
    branch_key = models.UUIDField(null=True)
    joined_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    as_at = models.DateField(null=True)


class RollUndoContact(models.Model):
    """A contact detail as it was before the last import changed any of its member's, sealed."""

    roll_import = models.ForeignKey(RollImport, on_delete=models.DO_NOTHING, db_constraint=False)
    member_key = models.UUIDField()
    kind = models.CharField(max_length=8)
    sealed = models.BinaryField()
    mark = models.BinaryField(max_length=MARK_BYTES)
    is_preferred = models.BooleanField()
    changed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
