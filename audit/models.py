"""What the log keeps: entries, their places in the tree, signed heads, and what may be erased."""

import uuid

from django.db import models


class Entry(models.Model):
    """One act, as canonical JSON, written in the transaction of the act itself. Never changed.

    `at`, `kind` and `subject` repeat what the leaf says, for finding entries; the leaf decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    leaf = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["kind"])]


class Unplaced(models.Model):
    """An entry that waits for its place in the tree.

    A trigger adds the row together with the entry, so that no writer can forget it; the sequencer
    takes it away together with giving the place. Looking for entries beyond the last known one
    instead would skip those whose transactions commit late.
    """

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="unplaced"
    )


class Position(models.Model):
    """The place of an entry in the tree: gap-free from 0, given in batches by the sequencer.

    Both columns are unique, so that no mistake in locking can put two entries in one place, or one
    entry in two.
    """

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="position")
    leaf_hash = models.BinaryField(max_length=32, db_index=True)


class Subtree(models.Model):
    """The root over 256, 256 x 256, ... leaves, kept so that proofs need not read the whole log."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "number"], name="audit_one_root_per_subtree")
        ]


class Head(models.Model):
    """A signed tree head: the size, the root, and the note that anyone may keep."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()


class Disclosure(models.Model):
    """The salt and value behind a digest in a leaf. Erasable; the leaf stays verifiable."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="disclosures")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=43)
    value = models.TextField()
