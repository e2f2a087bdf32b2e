"""Secret ballots: who can open them, the archive of each, and its ballots by their trackers.

Who voted stands on the roll (`RollEntry.voted`); what was cast stands here, encrypted, under a
public credential that names nobody. No row here leads to a voter, and none has a time. Everything
of the archive is kept as the very text that was written: it is never made again from what was read.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from ballots.enums import BoardState, SealedStage, TrusteeWay
from ballots.models.ballot import Ballot
from members.models import Body


class TrusteeBoard(models.Model):
    """Those who together open sealed votes: the server alone, or t of n people.

    Made once, such as for a conference, and used by many votes. `asked_for` names what it was made
    for, in words this room does not read. `document` is the trustees' public document of the
    specification (4.7), byte for byte, once the board is ready. `threshold` is 0 where the server
    alone opens votes: then that they stay sealed is policy, and no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="boards")
    asked_for = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=24)  # a name of ballots.sealing.groups.GROUPS
    threshold = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=BoardState.choices)
    document = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"board:{self.id}"

    @property
    def is_server_alone(self) -> bool:
        """Say whether the server alone can open votes of this board."""
        return self.threshold == 0


class Trustee(models.Model):
    """One who holds a part of a board's key: a person, or (`member` is none) the server.

    `number` is the place in the board's document, from 1. The messages are public, or encrypted
    for their addressee, each as the text that came in (specification, 4.6): of a single key only
    `key` is used; of t of n, `cert`, `polynomial`, `vinput` and `voutput`. Secrets are never here.
    """

    board = models.ForeignKey(TrusteeBoard, on_delete=models.PROTECT, related_name="trustees")
    number = models.PositiveSmallIntegerField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(max_length=8, choices=TrusteeWay.choices)
    key = models.TextField(blank=True)
    cert = models.TextField(blank=True)
    polynomial = models.TextField(blank=True)
    vinput = models.TextField(blank=True)
    voutput = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)  # when the trustee found their part in the board

    class Meta:
        ordering: ClassVar = ["board", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "number"], name="trustee_number_once"),
            models.UniqueConstraint(fields=["board", "member"], name="trustee_once_on_a_board"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class SealedVote(models.Model):
    """What is added to a ballot whose votes are encrypted before they reach the server.

    `uuid` and `timestamp` are the archive's own. `election` is the raw text that everything
    hangs on: `fingerprint` is its hash. `credentials` is the sorted public list, prepared for the
    roll whose voters hash to `prepared_for`. `height` and `head` are of the last event. `size` is
    the archive's in bytes. Nothing is decrypted where fewer than `floor` voted.
    """

    ballot = models.OneToOneField(
        Ballot, on_delete=models.PROTECT, primary_key=True, related_name="sealed_vote"
    )
    board = models.ForeignKey(TrusteeBoard, on_delete=models.PROTECT, related_name="votes")
    suite = models.CharField(max_length=40)  # such as "belenios-v1/BELENIOS-2048"
    uuid = models.CharField(max_length=40, unique=True)
    timestamp = models.PositiveBigIntegerField()
    stage = models.CharField(max_length=12, choices=SealedStage.choices)
    floor = models.PositiveSmallIntegerField(default=5)
    election = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=43, blank=True)
    credentials = models.TextField(blank=True)
    prepared_for = models.CharField(max_length=64, blank=True)
    records = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    height = models.PositiveIntegerField(null=True)
    head = models.CharField(max_length=64, blank=True)
    result = models.TextField(blank=True)  # the payload of the archive's Result

    def __str__(self) -> str:
        return self.uuid

    @property
    def group(self) -> str:
        """Name the group that its numbers are of."""
        return self.suite.partition("/")[2]


class ArchiveRecord(models.Model):
    """One record of a vote's archive, in its order: its name and its body, byte for byte."""

    vote = models.ForeignKey(
        SealedVote, on_delete=models.PROTECT, related_name="archive", db_index=False
    )  # found by the constraint below
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    body = models.TextField()

    class Meta:
        ordering: ClassVar = ["vote", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vote", "number"], name="archive_number_once")
        ]

    def __str__(self) -> str:
        return self.name


class SealedBallot(models.Model):
    """One encrypted ballot in an archive: where, and under which public credential.

    `credential` is the fingerprint of the public one. The ballot of the greatest height counts.
    """

    vote = models.ForeignKey(
        SealedVote, on_delete=models.PROTECT, related_name="ballots", db_index=False
    )  # found by the constraints below
    tracker = models.CharField(max_length=43)
    credential = models.CharField(max_length=43)
    height = models.PositiveIntegerField()
    head = models.CharField(max_length=64)  # of the chain, once this ballot was in it
    entry_id = models.UUIDField()  # in the log, which names no voter either

    class Meta:
        ordering: ClassVar = ["vote", "height"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vote", "tracker"], name="tracker_once"),
            models.UniqueConstraint(fields=["vote", "height"], name="sealed_height_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["vote", "credential", "height"], name="sealed_by_credential")
        ]

    def __str__(self) -> str:
        return self.tracker
