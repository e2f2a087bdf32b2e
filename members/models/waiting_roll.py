"""A roll file between its arrival and the decision on it: sealed, read into lines, and looked at.

None of these tables is the register, and none outlives the decision. A membership list is special
category data (guide 2.7), so the file lies in sealed pieces and each contact detail is sealed on
its way in; a file that nobody decides on is forgotten.
"""

import uuid
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models

from members.contacts.seals import MARK_BYTES
from members.models.people import Body

WAITS_FOR: Final = timedelta(hours=1)


class RollState(models.TextChoices):
    """How far a roll file has come."""

    ARRIVED = "arrived", "Arrived"
    COLUMNS = "columns", "Its columns are to be named"
    READING = "reading", "Being read"
    COMPARING = "comparing", "Being compared with the register"
    READY = "ready", "To be decided on"
    IMPORTING = "importing", "Being imported"
    DONE = "done", "Imported"
    FAILED = "failed", "Not a roll"


AT_WORK: Final = (
    RollState.ARRIVED,
    RollState.READING,
    RollState.COMPARING,
    RollState.IMPORTING,
)


class WaitingRoll(models.Model):
    """A file as it was sent, and how far its reading has come.

    `attempt` counts the workers that took it up, and `alive_at` is when the last gave a sign: a
    worker that finds another attempt at work stops. `meanings` are as `members.roll.columns` says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    sent_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=RollState.choices, default=RollState.ARRIVED)
    attempt = models.PositiveIntegerField(default=0)
    alive_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=400, blank=True)

    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)  # in bytes
    encoding = models.CharField(max_length=12, blank=True)
    misfits = models.BooleanField(default=False)
    delimiter = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    headings = models.JSONField(default=list)
    meanings = models.JSONField(default=list)

    bytes_read = models.BigIntegerField(default=0)
    rows_read = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)

    source = models.CharField(max_length=200, blank=True)
    as_at = models.DateField(null=True)

    @property
    def is_at_work(self) -> bool:
        """Tell whether a worker has it."""
        return self.state in AT_WORK

    @property
    def percent(self) -> int:
        """Give how much of the file is read, in whole parts of a hundred."""
        if self.state in (RollState.ARRIVED, RollState.COLUMNS) or not self.size:
            return 0
        if self.state == RollState.READING:
            return min(99, self.bytes_read * 100 // self.size)
        return 100


class RollPiece(models.Model):
    """A sealed piece of a waiting file (`members.roll.seals`)."""

    roll = models.ForeignKey(WaitingRoll, on_delete=models.CASCADE, db_index=False)
    place = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roll", "place"], name="members_one_roll_piece")
        ]


class RollLine(models.Model):
    """A line of a file that waits, as read. One that is not good is left out of the import.

    `new_id` and `pseudonym` are those of the member it would enter, if the number is new. No
    database constraint leads from here: lines come in by COPY, a million at a time.
    """

    roll = models.ForeignKey(
        WaitingRoll, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=32)
    is_good = models.BooleanField()
    name = models.CharField(max_length=200)
    branch = models.ForeignKey(
        Body, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    joined_on = models.DateField(null=True)
    preferred = models.CharField(max_length=8)
    new_id = models.UUIDField(null=True)
    pseudonym = models.CharField(max_length=24)
    is_work = models.BooleanField()  # the e-mail address is an employer's
    email_sealed = models.BinaryField(null=True)
    email_mark = models.BinaryField(null=True, max_length=MARK_BYTES)
    mobile_sealed = models.BinaryField(null=True)
    mobile_mark = models.BinaryField(null=True, max_length=MARK_BYTES)
    landline_sealed = models.BinaryField(null=True)
    landline_mark = models.BinaryField(null=True, max_length=MARK_BYTES)
    post_sealed = models.BinaryField(null=True)
    post_mark = models.BinaryField(null=True, max_length=MARK_BYTES)

    class Meta:
        indexes = [
            models.Index(fields=["roll", "number"], name="members_rollline_number"),
            models.Index(fields=["roll", "line"], name="members_rollline_line"),
        ]


class RollFinding(models.Model):
    """One thing to look at before a roll is imported: what, where, and in words.

    `what` names the columns that would change, or the column with a problem.
    """

    class Kind(models.TextChoices):
        """What was found."""

        PROBLEM = "problem", "Left out"
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        CONTACT = "contact", "Another address"
        GONE = "gone", "Not in the file"
        TWICE = "twice", "Twice under two numbers"
        SHARED = "shared", "Sharing an address"
        CLUSTER = "cluster", "Changed in a cluster"
        WORK = "work", "At an employer's address"
        LEFT = "left", "Left the union"

    roll = models.ForeignKey(
        WaitingRoll, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    line = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=32, blank=True)
    what = models.CharField(max_length=100, blank=True)
    words = models.CharField(max_length=300, blank=True)
    member_key = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["roll", "kind", "id"], name="members_rollfinding_kind")]


class RollMapping(models.Model):
    """What the columns under a set of headings were said to be, for the next file like it."""

    signature = models.CharField(max_length=64, primary_key=True)
    meanings = models.JSONField()
    set_at = models.DateTimeField(auto_now=True)
