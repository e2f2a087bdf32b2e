"""Proofs that tell nothing but that they hold (Belenios specification 2.0, 4.5, 4.12 to 4.14).

Each is a disjunction: of several pairs (alpha, beta), one is an encryption of nothing, that is
(g^r, y^r), and whoever proves it knows r; which one it is stays unknown. A proof of knowledge and
a signature are the case of one base and one pair.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ballots.sealing.ciphertexts import Ciphertext
from ballots.sealing.combs import Comb, raising
from ballots.sealing.documents import items, large, members
from ballots.sealing.groups import Group
from ballots.sealing.hashing import challenge as hashed


class Proof(NamedTuple):
    """A challenge and the response to it, both below the order of the group."""

    challenge: int
    response: int

    def document(self) -> dict[str, str]:
        """Write it as the specification does."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


class Claim(NamedTuple):
    """What one pair holds, as its maker knows it: randomness, and the amount beyond nothing.

    The pair is (g^r, y^r g^amount): the claim is true where the amount is 0.
    """

    r: int
    amount: int


class Raised(NamedTuple):
    """What raises the two elements of a ciphertext, whose powers are wanted more than once."""

    alpha: Callable[[int], int]
    beta: Callable[[int], int]

    @classmethod
    def of(cls, group: Group, ciphertext: Ciphertext, times: int) -> "Raised":
        """Make it ready to be raised so many times."""
        return cls(*(raising(group, element, times) for element in ciphertext))


def prove_one(
    group: Group, public_key: int, prefix: str, claims: Sequence[Claim]
) -> tuple[Proof, ...]:
    """Prove that one of the claims is true, without saying which.

    A_j = g^w and B_j = y^w g^(amount challenge_j), with w drawn for each: for the true one that
    is a commitment, for the others what the specification reaches from a random response. The same
    steps are taken for all, by tables of powers: it runs in the voter's own process.
    """
    q, g, y = group.q, group.powers_of_g, group.powers_of(public_key)
    true = next(j for j, claim in enumerate(claims) if claim.amount == 0)
    drawn = [(group.exponent(), group.exponent()) for _ in claims]
    said = [
        element
        for (w, drawn_challenge), (_, amount) in zip(drawn, claims, strict=True)
        for element in (g(w), y(w) * g(amount * drawn_challenge) % group.p)
    ]
    challenges = [drawn_challenge for _, drawn_challenge in drawn]
    others = sum(challenges) - challenges[true]
    challenges[true] = (hashed(group, prefix, said) - others) % q
    return tuple(
        Proof(c, (w - claim.r * c) % q)
        for c, (w, _), claim in zip(challenges, drawn, claims, strict=True)
    )


def one_holds(
    group: Group,
    public_key: int,
    prefix: str,
    pairs: Sequence[tuple[Raised, int]],
    proofs: Sequence[Proof],
) -> bool:
    """Say whether it is proven that one of these ciphertexts holds the amount beside it."""
    p, g, y = group.p, group.powers_of_g, group.powers_of(public_key)
    said = []
    for ((alpha, beta), amount), (c, response) in zip(pairs, proofs, strict=True):
        said.append(g(response) * alpha(c) % p)
        shift = g(-amount * c) if amount else 1
        said.append(y(response) * beta(c) * shift % p)
    return hashed(group, prefix, said) == sum(proof.challenge for proof in proofs) % group.q


def prove_knowledge(group: Group, secret: int, prefix: str) -> Proof:
    """Prove that one knows the secret x of g^x: "pok|…" of a key, "sig|…" as a signature."""
    w = group.exponent()
    c = hashed(group, prefix, [group.powers_of_g(w)])
    return Proof(c, (w - secret * c) % group.q)


def knowledge_holds(group: Group, public: int, prefix: str, proof: Proof) -> bool:
    """Say whether `public` is an element of the group, and who proved it knew its secret."""
    if group.is_of_squares:  # who is a member is told without a power, so there is one alone
        raised: Callable[[int], int] = raising(group, public, 1)
        is_element = group.is_element(public)
    else:
        raised = comb = Comb(group, public)
        is_element = comb.is_element()
    if not is_element:
        return False
    commitment = group.powers_of_g(proof.response) * raised(proof.challenge) % group.p
    return hashed(group, prefix, [commitment]) == proof.challenge


def read_proof(document: Any, where: str, group: Group) -> Proof:
    """Read one: its shape and its ranges."""
    parts = members(document, where, ("challenge", "response"))
    return Proof(
        large(parts["challenge"], f"{where}.challenge", group.q),
        large(parts["response"], f"{where}.response", group.q),
    )


def read_proofs(document: Any, where: str, group: Group, length: int) -> tuple[Proof, ...]:
    """Read a list of them, of exactly this length."""
    return tuple(
        read_proof(proof, f"{where}[{n}]", group)
        for n, proof in enumerate(items(document, where, length))
    )
