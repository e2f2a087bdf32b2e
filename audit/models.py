"""What the log keeps: entries, their positions, signed heads, and what may be erased."""

import uuid
from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One act, as canonical JSON, written in the transaction of the act itself. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    leaf = models.BinaryField()

    class Meta:
        """Newest first is a matter of positions, not of this table."""

        indexes: ClassVar = [models.Index(fields=["subject"]), models.Index(fields=["kind"])]

    def __str__(self) -> str:
        """Name the act."""
        return f"{self.kind} {self.id}"


class Position(models.Model):
    """The place of an entry in the tree: gap-free from 0, given in batches by the sequencer."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="position")
    leaf_hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        """Give the position."""
        return str(self.seq)


class Head(models.Model):
    """A signed tree head: the size, the root, and the note that anyone may keep."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Give the size."""
        return f"head {self.size}"


class Disclosure(models.Model):
    """The salt and value behind a digest in a leaf. Erasable; the leaf stays verifiable."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="disclosures")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=43)
    value = models.TextField()

    def __str__(self) -> str:
        """Name the value without showing it."""
        return f"{self.name} of {self.entry_id}"
