"""A trustee's part of the opening, with the proof that it is the right one (section 4.18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ballots.sealing.documents import BadDocument, compact, items, large, members, parse
from ballots.sealing.elections import Election
from ballots.sealing.hashing import challenge as hashed
from ballots.sealing.proofs import Proof, read_proof
from ballots.sealing.tallying import Answers

_FACTOR: Final = 1_400
"""Bytes that one factor takes with its proof."""


@dataclass(frozen=True, slots=True)
class PartialDecryption:
    """For each ciphertext of a tally alpha^x, and the proof that x is the trustee's key."""

    factors: tuple[tuple[int, ...], ...]
    proofs: tuple[tuple[Proof, ...], ...]

    @property
    def raw(self) -> bytes:
        """Write it as the specification does."""
        return compact(
            {
                "decryption_factors": [[str(one) for one in answer] for answer in self.factors],
                "decryption_proofs": [[one.document() for one in proofs] for proofs in self.proofs],
            }
        )


def decrypt(election: Election, answers: Answers, secret: int) -> PartialDecryption:
    """Open one trustee's share of every ciphertext. It is to be done once, of a verified tally."""
    public = election.group.secret_power(election.group.g, secret)
    parts = tuple(
        tuple(decrypt_one(election, alpha, public, secret) for alpha, _ in answer)
        for answer in answers
    )
    return PartialDecryption(
        tuple(tuple(factor for factor, _ in answer) for answer in parts),
        tuple(tuple(proof for _, proof in answer) for answer in parts),
    )


def decrypt_one(election: Election, alpha: int, public: int, secret: int) -> tuple[int, Proof]:
    """Open one share of one ciphertext, with powers that take the same time for every secret."""
    group = election.group
    factor, w = group.secret_power(alpha, secret), group.exponent()
    said = [group.secret_power(group.g, w), group.secret_power(alpha, w)]
    c = hashed(group, _prefix(election, public), said)
    return factor, Proof(c, (w - secret * c) % group.q)


def read_partial_decryption(election: Election, raw: bytes, answers: Answers) -> PartialDecryption:
    """Read one of a tally's shape: shapes and ranges."""
    group, shape = election.group, [len(answer) for answer in answers]
    parts = members(
        parse(raw, limit=1_000 + _FACTOR * sum(shape)),
        "The partial decryption",
        ("decryption_factors", "decryption_proofs"),
    )
    return PartialDecryption(
        tuple(
            tuple(large(one, where, group.p) for one in answer)
            for where, answer in _shaped(parts["decryption_factors"], "decryption_factors", shape)
        ),
        tuple(
            tuple(read_proof(one, where, group) for one in answer)
            for where, answer in _shaped(parts["decryption_proofs"], "decryption_proofs", shape)
        ),
    )


def insist_on_partial_decryption(
    election: Election, answers: Answers, public: int, part: PartialDecryption
) -> None:
    """Raise unless every factor is an element, and is proven to be of this trustee's key.

    Codes: `shape`, `not_an_element`, `decryption_proof`.
    """
    shape = [len(answer) for answer in answers]
    if [len(row) for row in part.factors] != shape or [len(row) for row in part.proofs] != shape:
        raise BadDocument("shape", "The partial decryption is not of this tally.")
    for n, answer in enumerate(answers):
        for place, (alpha, _) in enumerate(answer):
            where = f"[{n}][{place}]"
            factor, proof = part.factors[n][place], part.proofs[n][place]
            if not election.group.is_element(factor):
                raise BadDocument("not_an_element", f"Factor {where} is not of the group.")
            if not decryption_holds(election, alpha, public, factor, proof):
                raise BadDocument("decryption_proof", f"Factor {where} is not proven right.")


def decryption_holds(
    election: Election, alpha: int, public: int, factor: int, proof: Proof
) -> bool:
    """Say whether one factor is proven to be alpha^x for the x of the public key g^x."""
    group, (c, response) = election.group, proof
    a = group.powers_of_g(response) * group.power(public, c) % group.p
    b = group.power(alpha, response) * group.power(factor, c) % group.p
    return hashed(group, _prefix(election, public), [a, b]) == c


def _prefix(election: Election, public: int) -> str:
    return f"decrypt|{election.fingerprint}|{public}|"


def _shaped(document: object, where: str, shape: Sequence[int]) -> list[tuple[str, list[object]]]:
    rows = items(document, where, len(shape))
    return [
        (f"{where}[{n}]", items(row, f"{where}[{n}]", length))
        for n, (row, length) in enumerate(zip(rows, shape, strict=True))
    ]
