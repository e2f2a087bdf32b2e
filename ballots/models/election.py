"""An election: what is added to a ballot where papers are marked with candidates.

Who voted is on the roll; how is not. Until the close a paper is kept sealed, as the choice of a
`Cast`, and only the `PaperKey` of its election opens it. At the close all that count are opened
into `Paper` rows, which say what a paper says and nothing else, and the key goes.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from ballots.marking import ElectionPaper
from ballots.models.ballot import Ballot


class Election(models.Model):
    """Who stands in an election, for how many places, and by which rule it is counted.

    `candidates` are in the order of the paper: [{"number": 1, "name": ..., "about": ..., "tags":
    [...], "statement": ..., "person": the id of the member who stands or "", "withdrawn": words or
    ""}]. Where `ron` is set, the last is Re-open nominations. `reserved` places are part of
    `seats`: [{"tag": "women", "seats": 2}]. `seed` is what lots are drawn from, fixed in public
    before the close; empty if lots are to be drawn by hand.
    """

    ballot = models.OneToOneField(
        Ballot, on_delete=models.PROTECT, primary_key=True, related_name="election"
    )
    rule = models.CharField(max_length=24)  # a code of ballots.counting.named
    seats = models.PositiveSmallIntegerField()
    candidates = models.JSONField()
    ron = models.BooleanField()
    reserved = models.JSONField(default=list)
    seed = models.CharField(max_length=200, blank=True)
    seed_source = models.CharField(max_length=200, blank=True)
    seed_fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seed_fixed_at = models.DateTimeField(null=True)
    papers_salt = models.CharField(max_length=43, blank=True)  # of the digest of all papers

    def __str__(self) -> str:
        return self.ballot.title

    @property
    def paper(self) -> ElectionPaper:
        """Give the paper as voters mark it now."""
        return ElectionPaper.from_records(
            self.rule, self.seats, self.candidates, ron=self.ron, reserved=self.reserved
        )

    @property
    def names(self) -> list[str]:
        """Name those on the paper, in its order."""
        return [each["name"] for each in self.candidates]

    def candidate(self, number: int) -> dict[str, Any] | None:
        """Find who has a number on the paper."""
        return next((each for each in self.candidates if each["number"] == number), None)


class PaperKey(models.Model):
    """The key that the papers of one open election are sealed with, itself sealed by the server.

    It is made at the opening and taken away at the close. A table of its own, so that a backup can
    leave it out: what was copied without it can never be opened.
    """

    ballot = models.OneToOneField(
        Ballot, on_delete=models.PROTECT, primary_key=True, related_name="paper_key"
    )
    wrapped = models.CharField(max_length=100)

    def __str__(self) -> str:
        return str(self.ballot_id)


class Paper(models.Model):
    """One paper of an election as it was opened at the close: what it says, and nothing else.

    `ranking` has candidates by number, "3 1 2", in order of preference, or of the paper where it is
    marked with crosses; a blank one is empty. Rows are written sorted by it, all at one moment, so
    that neither number nor place nor time tells one voter's paper from another's.
    """

    # A ballot is never deleted. To check that it is there would double the time of a close.
    ballot = models.ForeignKey(
        Ballot, on_delete=models.PROTECT, related_name="papers", db_constraint=False
    )
    ranking = models.TextField()
    opened_at = models.DateTimeField()  # when the vote was closed: the same on every paper of it

    def __str__(self) -> str:
        return self.ranking


class CountRecord(models.Model):
    """A count as it was made, kept byte for byte. Counting again adds another.

    `record` is the JSON that every page, file and paper of the count is drawn from. `papers_sha256`
    is of the sorted papers, one a line; `tied` are those between whom a lot was needed. The log has
    both hashes as one digest, which `salt` opens: with few papers a bare hash could be guessed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="counts")
    number = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=24)
    ending = models.CharField(max_length=16)  # of ballots.counting.record.Ending
    elected = models.JSONField()  # numbers, in the order of election
    tied = models.JSONField()  # numbers
    record = models.TextField()
    sha256 = models.CharField(max_length=64)
    papers_sha256 = models.CharField(max_length=64)
    salt = models.CharField(max_length=43)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    counted_at = models.DateTimeField()
    entry_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["ballot", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "number"], name="count_number_once")
        ]

    def __str__(self) -> str:
        return self.sha256


class Lot(models.Model):
    """A lot drawn by hand, before a witness: who tied, and on whom it fell. It stands for good."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField()
    tied = models.JSONField()  # numbers
    drawn = models.PositiveSmallIntegerField()
    witness = models.CharField(max_length=200)
    salt = models.CharField(max_length=43)  # of the digest in the log: of the tie and the lot
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    entry_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["ballot", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "number"], name="lot_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.tied}: {self.drawn}"
