"""What the log keeps: entries, their places in the tree, signed heads, and what may be erased."""

import uuid

from django.db import models

from audit.enums import DeletionState
from audit.formats.cosignature import WitnessKey


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


class Hold(models.Model):
    """Nothing of a subject is deleted while this is live: a complaint is being looked into.

    People appear by pseudonym, as in the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=200, db_index=True)
    reason = models.TextField()
    placed_by = models.CharField(max_length=24)
    placed_at = models.DateTimeField()
    released_by = models.CharField(max_length=24, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["placed_at"]


class Deletion(models.Model):
    """A deletion that one person asks for and another confirms or declines.

    `rule` names a line of the retention schedule, `subject` what is deleted under it.
    `certificate` says what was destroyed, once it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=DeletionState.choices)
    asked_by = models.CharField(max_length=24)
    asked_office = models.CharField(max_length=24)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=24, blank=True)
    decided_office = models.CharField(max_length=24, blank=True)
    decided_at = models.DateTimeField(null=True)
    certificate = models.JSONField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject"],
                condition=models.Q(state=DeletionState.WAITING),
                name="audit_one_waiting_deletion",
            )
        ]


class Witness(models.Model):
    """Somebody outside the office who signs heads: a scrutineer, a branch, a friend of the union.

    The secret half of the key is theirs; nothing here could sign for them. Without an address,
    heads are carried to them by file. `disagreement` is what they found wrong, in words;
    `signed_size` how long a log they say they have signed, where that was longer than ours.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    vkey = models.CharField(max_length=300, unique=True)
    url = models.URLField(blank=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    disagreed_at = models.DateTimeField(null=True)
    disagreement = models.TextField(blank=True)
    signed_size = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(retired_at=None),
                name="audit_one_witness_of_a_name",
            )
        ]

    @property
    def key(self) -> WitnessKey:
        """Read its key line."""
        return WitnessKey.parse(self.vkey)

    @property
    def log_name(self) -> str:
        return f"witness:{self.name}"


class Cosignature(models.Model):
    """A witness's line under a head. `signed_at` is the witness's own time. Never changed.

    Not an act in the log: each would make another head to be signed, without end.
    """

    head = models.ForeignKey(Head, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    line = models.TextField()
    signed_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["head", "witness"], name="audit_one_line_per_witness")
        ]


class Stamp(models.Model):
    """An authority's word on when a head existed: an RFC 3161 answer. Never changed."""

    head = models.OneToOneField(Head, on_delete=models.PROTECT, related_name="stamp")
    authority = models.CharField(max_length=300)
    answer = models.BinaryField()
    stamped_at = models.DateTimeField()
    at = models.DateTimeField()
