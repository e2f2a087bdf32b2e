"""How far the long work of a sealed vote is: in pieces, for as many as are free.

What is in a row is public or will be: sums that are still sealed, the server's share of an opening,
a trustee's share that waits to be checked; or it is encrypted, such as credentials until the vote
opens. It goes once the archive has what it was for.
"""

from typing import ClassVar

from django.db import models

from ballots.enums import OpeningWork
from ballots.models.secret import SealedVote


class OpeningPiece(models.Model):
    """A piece of the work: ballots or ciphertexts from `first` up to `last`, and what came of it.

    Done twice it comes to the same, so a worker that dies leaves nothing behind but a piece that
    another takes. `outcome` is empty until it is done. Of a trustee's share `number` is the
    trustee's, and `given` what they handed in. Of credentials `last` is for how many voters, and
    `given` the hash of who they are.
    """

    vote = models.ForeignKey(
        SealedVote, on_delete=models.PROTECT, related_name="pieces", db_index=False
    )  # found by the constraint below
    work = models.CharField(max_length=8, choices=OpeningWork.choices)
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)
    given = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True)  # by a worker that is at it, or was when it died

    class Meta:
        ordering: ClassVar = ["vote", "work", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vote", "work", "number"], name="opening_piece_once")
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.number}"
