"""Sealed votes that several people open, and ranked ones that are shuffled first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ballots.sealing.appending import (
    decrypted,
    end_ballots,
    end_shuffles,
    resulted,
    shuffled,
    tallied,
)
from ballots.sealing.certificates import Context, make_certificate, read_ceremony
from ballots.sealing.channels import Seed
from ballots.sealing.ciphertexts import Ciphertext
from ballots.sealing.decrypting import (
    PartialDecryption,
    decrypt,
    insist_on_partial_decryption,
)
from ballots.sealing.groups import BELENIOS_2048, Group
from ballots.sealing.opening import Read, read_out
from ballots.sealing.pedersen import (
    decryption_key,
    make_polynomial,
    make_vinput,
    make_voutput,
    read_polynomial,
    read_voutput,
)
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.results import build_result
from ballots.sealing.shuffle_checking import insist_on_shuffle
from ballots.sealing.shuffle_proofs import read_shuffle
from ballots.sealing.shuffling import shuffle
from ballots.sealing.trustees import ThresholdKey
from tests.factories.sealed_votes import Vote


@dataclass(frozen=True)
class Together:
    """A key made in a ceremony, with what its trustees keep: here all in one place."""

    key: ThresholdKey
    seeds: Sequence[Seed]
    secrets: Sequence[int]


def made_together(
    size: int = 3, threshold: int = 2, *, group: Group = BELENIOS_2048, bound: bool = True
) -> Together:
    """Hold a ceremony from certificates to the key, every message read by its receiver."""
    seeds = [Seed.new(group) for _ in range(size)]
    contexts = [Context(group.name, size, threshold, n) if bound else None for n in places(size)]
    certificates = [make_certificate(*pair).raw for pair in zip(seeds, contexts, strict=True)]
    ceremony = read_ceremony(group, certificates, threshold)
    polynomials = [
        read_polynomial(ceremony, n, make_polynomial(ceremony, seed).raw)
        for n, seed in enumerate(seeds, start=1)
    ]
    commitments = [polynomial.commitments for polynomial in polynomials]
    voutputs = [
        read_voutput(
            ceremony,
            commitments,
            n,
            make_voutput(ceremony, seed, make_vinput(ceremony, polynomials, n)).raw,
        )
        for n, seed in enumerate(seeds, start=1)
    ]
    secrets = [
        decryption_key(seed, voutput.private_key)
        for seed, voutput in zip(seeds, voutputs, strict=True)
    ]
    return Together(ThresholdKey.of(ceremony, commitments, voutputs), seeds, secrets)


def places(size: int) -> range:
    """Give the numbers of so many trustees."""
    return range(1, size + 1)


class OpenedVote(Vote):
    """A vote whose last steps are taken one by one; `shares` are the trustees' secrets."""

    answers: tuple[tuple[Ciphertext, ...], ...]
    shares: Mapping[int, int]

    def close(self) -> None:
        self.append(end_ballots(self.head))
        self.append(tallied(self.head, self.tally))
        self.answers = self.tally.answers
        self.parts: dict[int, PartialDecryption] = {}

    @property
    def ranked(self) -> list[int]:
        return [
            n
            for n, asked in enumerate(self.election.questions)
            if isinstance(asked, RankedQuestion)
        ]

    @property
    def papers(self) -> list[tuple[Ciphertext, ...]]:
        """Give the sealed papers of the ranked questions as they lie now."""
        return [self.answers[n] for n in self.ranked]

    def shuffle(self, owner: int, raw: bytes | None = None) -> None:
        """Append a shuffle, our own if none is given, once it is checked."""
        raw = raw or shuffle(self.election, self.papers).raw
        made = read_shuffle(raw, self.election.group, [len(listed) for listed in self.papers])
        insist_on_shuffle(self.election, self.papers, made)
        self.append(shuffled(self.head, owner, raw))
        after = dict(zip(self.ranked, made.ciphertexts, strict=True))
        self.answers = tuple(tuple(after.get(n, answer)) for n, answer in enumerate(self.answers))

    def end_shuffles(self) -> None:
        self.append(end_shuffles(self.head))

    def decrypt(self, owner: int, secret: int) -> None:
        """Append a trustee's part, made here."""
        self.take_part(owner, decrypt(self.election, self.answers, secret))

    def take_part(self, owner: int, part: PartialDecryption) -> None:
        """Append a trustee's part once it is checked."""
        public = self.trustees.key_of(owner).public
        insist_on_partial_decryption(self.election, self.answers, public, part)
        self.parts[owner] = part
        self.append(decrypted(self.head, owner, part.raw))

    def open(self, shares: Mapping[int, int]) -> Read:
        """Take the parts of these owners, read the result out and publish it."""
        for owner, secret in shares.items():
            self.decrypt(owner, secret)
        factors = self.trustees.joined({owner: part.factors for owner, part in self.parts.items()})
        result = read_out(self.election, self.answers, factors, self.tally.weight)
        self.append(resulted(self.head, build_result(result)))
        return result
