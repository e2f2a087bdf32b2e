"""ElGamal ciphertexts in the exponent (Belenios specification 2.0, sections 4.3 and 4.11.1)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ballots.sealing.documents import large, members
from ballots.sealing.groups import Group


class Ciphertext(NamedTuple):
    """An amount that only the trustees can open: alpha = g^r, beta = y^r g^m.

    They sort by alpha, then beta, as numbers: the order in which ranked papers are first shuffled.
    """

    alpha: int
    beta: int

    def document(self) -> dict[str, str]:
        """Write it as the specification does."""
        return {"alpha": str(self.alpha), "beta": str(self.beta)}


def encrypt(group: Group, public_key: int, amount: int, r: int) -> Ciphertext:
    """Seal an amount with randomness r, by tables: for the voter's own process."""
    beta = group.powers_of(public_key)(r) * group.powers_of_g(amount) % group.p
    return Ciphertext(group.powers_of_g(r), beta)


def combined(group: Group, ciphertexts: Iterable[Ciphertext]) -> Ciphertext:
    """Multiply: the amounts inside are added, and stay sealed."""
    pairs = tuple(ciphertexts)
    return Ciphertext(
        group.product(pair.alpha for pair in pairs), group.product(pair.beta for pair in pairs)
    )


def weighted(group: Group, ciphertext: Ciphertext, weight: int) -> Ciphertext:
    """Multiply the amount inside by a weight."""
    if weight == 1:
        return ciphertext
    return Ciphertext(group.power(ciphertext.alpha, weight), group.power(ciphertext.beta, weight))


def read_ciphertext(document: Any, where: str, group: Group) -> Ciphertext:
    """Read one: its shape and its ranges. Whether it lies in the group is asked when it is used."""
    parts = members(document, where, ("alpha", "beta"))
    return Ciphertext(
        large(parts["alpha"], f"{where}.alpha", group.p),
        large(parts["beta"], f"{where}.beta", group.p),
    )


def written(ciphertexts: Iterable[Ciphertext]) -> str:
    """Write them as the hashes of proofs take them: alpha,beta,alpha,beta in base 10."""
    return ",".join(f"{alpha},{beta}" for alpha, beta in ciphertexts)
