"""Sealed votes for tests, made, cast in and opened by the same services as in life.

vote = make_sealed(make_hall(delegates=6))
vote.cast(0, "for")
vote.close()
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import time_machine

from ballots import services
from ballots.booth_pass import BoothPass
from ballots.enums import VotingForm
from ballots.models import Ballot, RollEntry, SealedVote
from ballots.receipts import SealedReceipt
from ballots.sealing.ballots import seal
from ballots.sealing.elections import Election
from ballots.secret.casting import secret_cast
from ballots.secret.credentials import credential_of
from members.enums import Channel
from tests.factories.ballots import Hall


@dataclass
class SealedHall:
    """An open sealed vote with those who vote in it."""

    hall: Hall
    ballot: Ballot

    @property
    def vote(self) -> SealedVote:
        return SealedVote.objects.select_related("ballot", "board").get(pk=self.ballot.pk)

    @property
    def election(self) -> Election:
        return Election.read(self.vote.election.encode())

    def line(self, number: int) -> RollEntry:
        return RollEntry.objects.get(ballot=self.ballot, voter=self.hall.delegates[number])

    def sealed(self, number: int, choice: str | list[int]) -> bytes:
        """Seal a ballot as a delegate's browser does."""
        keys = [option.key for option in self.ballot.paper]
        answer = [int(key == choice) for key in keys] if isinstance(choice, str) else choice
        return seal(self.election, credential_of(self.vote, self.line(number)), [answer])

    def passes(self, number: int) -> BoothPass:
        """Step up."""
        voter = self.hall.delegates[number]
        return services.booth.booth_open(ballot=self.ballot, voter=voter, channel=Channel.EMAIL)

    def cast(self, number: int, choice: str | list[int]) -> SealedReceipt:
        return self.send(number, self.sealed(number, choice))

    def send(self, number: int, raw: bytes) -> SealedReceipt:
        return secret_cast(
            ballot_id=self.ballot.pk,
            voter=self.hall.delegates[number],
            raw=raw,
            booth_pass=self.passes(number),
        )

    def close(self) -> Ballot:
        self.ballot.refresh_from_db()
        assert self.ballot.closes_at
        with time_machine.travel(self.ballot.closes_at + timedelta(seconds=1)):
            self.ballot = services.ballot_close(ballot=self.ballot, actor=None)
        return self.ballot

    def declare(self) -> Ballot:
        self.ballot = services.ballot_declare(ballot=self.ballot, actor=self.hall.chair)
        return self.ballot


def make_sealed(hall: Hall, **facts: Any) -> SealedHall:
    return SealedHall(hall, hall.open(**{"form": VotingForm.SECRET_BALLOT, **facts}))
