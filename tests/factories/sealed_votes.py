"""Sealed votes in memory, opened by one key: the protocol alone, with no server around it."""

from collections.abc import Sequence
from functools import cached_property

from ballots.sealing.appending import (
    Step,
    cast,
    decrypted,
    end_ballots,
    resulted,
    set_up,
    tallied,
)
from ballots.sealing.archives import Record
from ballots.sealing.ballots import SealedBallot, insist_on_ballot, read_ballot, seal
from ballots.sealing.credentials import new_secret, public_credential, published
from ballots.sealing.decrypting import PartialDecryption, decrypt, insist_on_partial_decryption
from ballots.sealing.elections import Election, build_election, new_uuid
from ballots.sealing.groups import BELENIOS_2048, Group
from ballots.sealing.questions import Answer, Question, RankedQuestion
from ballots.sealing.results import Logarithms, build_result, multiplied, opened
from ballots.sealing.tallying import EncryptedTally, tally
from ballots.sealing.trustee_keys import PublicKey, prove_key
from ballots.sealing.trustees import ThresholdKey, Trustees, build_trustees

MOTION = Question("Motion 1", ("For", "Against", "Abstain"))
COMMITTEE = Question("The committee", ("Ada", "Bob", "Cy", "Dee"), 0, 2, blank=True)
BEGAN = 1_795_365_574


class Vote:
    """A vote from its set-up to its result, and its archive so far."""

    def __init__(
        self,
        questions: Sequence[Question | RankedQuestion] = (MOTION,),
        voters: int = 3,
        *,
        weights: Sequence[int] | None = None,
        group: Group = BELENIOS_2048,
        trustees: Sequence[PublicKey | ThresholdKey] = (),
    ) -> None:
        self.key = group.exponent()
        self.public = group.powers_of_g(self.key)
        listed = build_trustees(trustees or [prove_key(group, self.key)])
        self.trustees = Trustees.read(listed, group)
        raw = build_election(
            name="A vote",
            description="“Quoted”, \ttabbed, \u2028 and \x7f: \N{BALLOT BOX WITH BALLOT}",
            group=group,
            public_key=self.trustees.public_key,
            questions=questions,
            uuid=new_uuid(),
        )
        self.election = Election.read(raw)
        self.secrets = [new_secret() for _ in range(voters)]
        credentials = [public_credential(each, self.election.uuid, group) for each in self.secrets]
        self.weights = dict(zip(credentials, weights or [1] * voters, strict=True))
        self.ballots: list[SealedBallot] = []
        self.records = [Record.opening(BEGAN)]
        self.append(
            set_up(
                election=raw,
                trustees=listed,
                credentials=published(self.weights),
            )
        )

    def append(self, step: Step) -> None:
        self.records += step.records
        self.head = step.head

    def seal(self, voter: int, *answers: Answer) -> bytes:
        return seal(self.election, self.secrets[voter], answers)

    def take(self, raw: bytes) -> SealedBallot:
        """Insist on a ballot and append it."""
        return self._add(insist_on_ballot(self.election, raw, self.weights))

    def take_unchecked(self, raw: bytes) -> SealedBallot:
        """Append a ballot whose proofs are to be checked later, if at all."""
        return self._add(read_ballot(self.election, raw))

    def _add(self, ballot: SealedBallot) -> SealedBallot:
        self.ballots.append(ballot)
        self.append(cast(self.head, ballot.raw))
        return ballot

    def cast(self, voter: int, *answers: Answer) -> SealedBallot:
        return self.take(self.seal(voter, *answers))

    @cached_property
    def tally(self) -> EncryptedTally:
        return tally(self.election, self.ballots, self.weights)

    def finish(self) -> list[list[int]]:
        """End, add up, open and publish."""
        self.append(end_ballots(self.head))
        self.append(tallied(self.head, self.tally))
        part = decrypt(self.election, self.tally.answers, self.key)
        insist_on_partial_decryption(self.election, self.tally.answers, self.public, part)
        self.append(decrypted(self.head, 1, part.raw))
        result = self.opened(self.tally, part)
        self.append(resulted(self.head, build_result(result)))
        return result

    def opened(self, sealed: EncryptedTally, part: PartialDecryption) -> list[list[int]]:
        """Read the sums out of a tally with the one share there is."""
        group = self.election.group
        logarithms, factors = Logarithms(group, sealed.weight), multiplied(group, [part.factors])
        return [
            [
                logarithms.of(opened(group, each.beta, factor))
                for each, factor in zip(answer, answer_factors, strict=True)
            ]
            for answer, answer_factors in zip(sealed.answers, factors, strict=True)
        ]

    @property
    def archive(self) -> bytes:
        return b"".join(record.written(BEGAN) for record in self.records)
