"""What a shuffle shows for itself (Belenios specification 2.0, sections 4.17 and 6).

The proof is Wikström's, in the form of the CHVote system. Lists have one entry for each ciphertext.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from gmpy2 import mpz

from ballots.sealing.ciphertexts import Ciphertext, read_ciphertext
from ballots.sealing.documents import BadDocument, compact, items, large, members, parse
from ballots.sealing.groups import Group

_AN_ENTRY = 8_000
"""Bytes that a shuffle has for one ciphertext, at most."""


class Commitments(NamedTuple):
    """What the prover said before the challenge: t1, t2, t3, the pair t4, and one for each link."""

    permutation: int
    chain: int
    challenges: int
    reencryption: Ciphertext
    links: Sequence[int]

    def document(self) -> list[Any]:
        """Write it as the specification does; of the pair t4 the part of beta comes first."""
        alpha, beta = self.reencryption
        firsts = [str(self.permutation), str(self.chain), str(self.challenges)]
        return [*firsts, [str(beta), str(alpha)], [str(link) for link in self.links]]


class Responses(NamedTuple):
    """The answers to the challenge: s1 to s4, and two for each ciphertext."""

    permutation: int
    chain: int
    challenges: int
    reencryption: int
    links: Sequence[int]
    permuted: Sequence[int]

    def document(self) -> list[Any]:
        """Write it as the specification does."""
        *firsts, links, permuted = self
        return [*map(str, firsts), [str(s) for s in links], [str(s) for s in permuted]]


class ShuffleProof(NamedTuple):
    """A proof that ciphertexts were re-encrypted and put in another order, and nothing else.

    `committed` commits to the permutation, `chain` to the challenges in their new order.
    """

    said: Commitments
    responses: Responses
    committed: Sequence[int]
    chain: Sequence[int]

    def document(self) -> list[Any]:
        """Write it as the specification does."""
        committed, chain = ([str(x) for x in listed] for listed in (self.committed, self.chain))
        return [self.said.document(), self.responses.document(), committed, chain]


class Shuffle(NamedTuple):
    """The ciphertexts of each ranked question after a shuffle, and its proof for each question."""

    ciphertexts: Sequence[Sequence[Ciphertext]]
    proofs: Sequence[ShuffleProof]

    @property
    def raw(self) -> bytes:
        """Write it as it stands in the archive."""
        return compact(
            {
                "ciphertexts": [
                    [pair.document() for pair in listed] for listed in self.ciphertexts
                ],
                "proofs": [proof.document() for proof in self.proofs],
            }
        )


def read_shuffle(raw: bytes, group: Group, sizes: Sequence[int]) -> Shuffle:
    """Read a shuffle of so many ciphertexts for each question: shape and ranges, nothing proven.

    Raise `BadDocument` with the codes of `documents`.
    """
    limit = 1_000 + sum(sizes) * _AN_ENTRY + len(sizes) * _AN_ENTRY
    parts = members(parse(raw, limit=limit), "The shuffle", ("ciphertexts", "proofs"))
    lists = items(parts["ciphertexts"], "ciphertexts", len(sizes))
    proofs = items(parts["proofs"], "proofs", len(sizes))
    return Shuffle(
        [
            [
                read_ciphertext(pair, f"ciphertexts[{n}][{k}]", group)
                for k, pair in enumerate(items(listed, f"ciphertexts[{n}]", size))
            ]
            for n, (listed, size) in enumerate(zip(lists, sizes, strict=True))
        ],
        [
            _read_proof(proof, f"proofs[{n}]", group, size)
            for n, (proof, size) in enumerate(zip(proofs, sizes, strict=True))
        ],
    )


def _read_proof(document: object, where: str, group: Group, size: int) -> ShuffleProof:
    said, responses, committed, chain = items(document, where, 4)

    def elements(listed: object, name: str, length: int) -> list[int]:
        return _numbers(listed, f"{where}, {name}", length, group.p)

    *firsts, pair, links = items(said, f"{where}, t", 5)
    *answers, answered_links, permuted = items(responses, f"{where}, s", 6)
    t1, t2, t3 = elements(firsts, "t", 3)
    beta, alpha = elements(pair, "t4", 2)
    s1, s2, s3, s4 = _numbers(answers, f"{where}, s", 4, group.q)
    return ShuffleProof(
        Commitments(t1, t2, t3, Ciphertext(alpha, beta), elements(links, "links of t", size)),
        Responses(
            s1,
            s2,
            s3,
            s4,
            _numbers(answered_links, f"{where}, links of s", size, group.q),
            _numbers(permuted, f"{where}, permuted", size, group.q),
        ),
        elements(committed, "committed", size),
        elements(chain, "chain", size),
    )


def _numbers(document: object, where: str, length: int, below: int) -> list[int]:
    listed = items(document, where, length)
    return [large(number, f"{where}[{n}]", below) for n, number in enumerate(listed)]


class Transcript:
    """The two challenges of a shuffle, drawn from all that was said before them (tables 10-13)."""

    def __init__(
        self,
        group: Group,
        fingerprint: str,
        before: Iterable[Ciphertext],
        after: Iterable[Ciphertext],
        committed: Iterable[int],
    ) -> None:
        """Take what both begin with: the election, its ciphertexts before and after, and c."""
        self._q = group.q
        self._fingerprint = fingerprint
        pairs = (pair for listed in (before, after) for pair in listed)
        flat = [number for pair in pairs for number in pair]
        self._begun = _listed(flat) + _listed(committed)

    def challenges(self, count: int) -> list[int]:
        """Draw u, one for each ciphertext (table 11)."""
        first = sha256(f"shuffle-challenges|{self._fingerprint}|{self._begun}".encode()).hexdigest()
        return [self._drawn(first + sha256(str(n).encode()).hexdigest()) for n in range(count)]

    def challenge(self, said: Commitments, chain: Iterable[int], public_key: int) -> int:
        """Draw c, which everything is answered with (table 13)."""
        alpha, beta = said.reencryption
        firsts = (said.permutation, said.chain, said.challenges, beta, alpha)
        spoken = _listed(firsts) + _listed(said.links) + self._begun + _listed(chain)
        return self._drawn(f"shuffle-challenge|{self._fingerprint}|{spoken}{public_key}")

    def _drawn(self, text: str) -> int:
        return mpz(sha256(text.encode()).hexdigest(), 16) % self._q


def _listed(numbers: Iterable[int]) -> str:
    """Write numbers in base 10, a comma after each (table 10)."""
    return "".join(f"{number}," for number in numbers)


def refuse_odd(proof: ShuffleProof, size: int) -> None:
    """Raise `BadDocument` unless every list of the proof has one entry for each ciphertext."""
    lists = (proof.said.links, proof.responses.links, proof.responses.permuted)
    if any(len(listed) != size for listed in (*lists, proof.committed, proof.chain)):
        raise BadDocument("shape", f"The proof is not one for {size} ciphertexts.")
