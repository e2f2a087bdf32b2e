"""Ranked papers: the numbers of a paper in one element, sealed (Belenios specification, 4.11.2).

The group of ranked elections has room for 254 answers of 0 to 255. A paper is read when it is
opened: until then nobody can tell whether its voter wrote numbers at all, so every element reads as
some numbers, and a paper of nonsense counts as spoilt instead of stopping the count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gmpy2 import mpz

from ballots.sealing.ciphertexts import Ciphertext, read_ciphertext, written
from ballots.sealing.documents import BadDocument, members
from ballots.sealing.elections import Election
from ballots.sealing.groups import Group
from ballots.sealing.hashing import challenge as hashed
from ballots.sealing.proofs import Proof, read_proof
from ballots.sealing.questions import BadAnswer, RankedQuestion

NOT_RANKED: Final = 0
"""The number of an answer that a voter puts nowhere."""


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """A sealed paper: one ciphertext, and the proof that its maker knows what is inside."""

    choices: tuple[Ciphertext]
    proof: Proof

    def document(self) -> dict[str, Any]:
        """Write it as the specification does."""
        return {"choices": self.choices[0].document(), "proof": self.proof.document()}


def encode(group: Group, numbers: Sequence[int]) -> int:
    """Write numbers into an element of the group: the first in front, and padding that fits.

    Raises `BadAnswer` if there are too many, or one is not from 0 to 255.
    """
    padding, width = _embedding(group)
    if len(numbers) > group.most_numbers:
        raise BadAnswer(f"{len(numbers)} answers cannot be ranked: {group.most_numbers} can.")
    if not all(0 <= number < 1 << width for number in numbers):
        raise BadAnswer(f"A rank is a whole number from 0 to {(1 << width) - 1}.")
    packed = mpz(0)
    for number in numbers:
        packed = (packed << width) + number
    tried = ((packed << padding) + epsilon for epsilon in range(1 << padding))
    return next(element for element in tried if group.is_element(element))


def decode(group: Group, element: int, count: int) -> tuple[int, ...]:
    """Read the numbers of a paper of so many answers from an element, whichever it is."""
    padding, width = _embedding(group)
    packed = element >> padding
    return tuple(
        int(packed >> width * place & (1 << width) - 1) for place in reversed(range(count))
    )


def is_encoding(group: Group, element: int, count: int) -> bool:
    """Say whether an element is what `encode` can make, and nothing stands before its numbers."""
    padding, width = _embedding(group)
    return 0 <= element >> padding < 1 << width * count


def preferences(numbers: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Read a paper's numbers as preferences, the first first; answers count from 1.

    Those with the same number stand together, and `NOT_RANKED` ones nowhere. An empty place says
    that one number or more were left out before the next.
    """
    places: list[tuple[int, ...]] = []
    last = NOT_RANKED
    for number in sorted(set(numbers) - {NOT_RANKED}):
        if number > last + 1:
            places.append(())
        places.append(tuple(n for n, given in enumerate(numbers, start=1) if given == number))
        last = number
    return tuple(places)


def ranks(order: Sequence[int], count: int) -> tuple[int, ...]:
    """Write an order of preference, answers counting from 1, as a number for each of so many."""
    places = {answer: place for place, answer in enumerate(order, start=1)}
    return tuple(places.get(answer, NOT_RANKED) for answer in range(1, count + 1))


def seal_answer(
    election: Election, question: RankedQuestion, answer: Sequence[int], context: str
) -> SealedPaper:
    """Seal a paper, with a proof bound to `context` (S0, section 4.11).

    Raises `BadAnswer` unless there is a number for each answer, from 0 to 255.
    """
    if len(answer) != len(question.answers):
        raise BadAnswer(f"An answer has {len(question.answers)} numbers, one for each.")
    group, y = election.group, election.public_key
    r, w = group.exponent(), group.exponent()
    beta = group.powers_of(y)(r) * encode(group, answer) % group.p
    sealed = Ciphertext(group.powers_of_g(r), beta)
    c = hashed(group, _prefix(election, context, sealed), [group.powers_of_g(w)])
    return SealedPaper((sealed,), Proof(c, (w - r * c) % group.q))


def read_answer(
    election: Election,
    question: RankedQuestion,  # noqa: ARG001 # both kinds of question are read the same way
    document: object,
    where: str,
) -> SealedPaper:
    """Read one: its shape and its ranges."""
    parts = members(document, where, ("choices", "proof"))
    return SealedPaper(
        (read_ciphertext(parts["choices"], f"{where}.choices", election.group),),
        read_proof(parts["proof"], f"{where}.proof", election.group),
    )


def insist_on_answer(
    election: Election,
    question: RankedQuestion,  # noqa: ARG001 # both kinds of question are insisted on the same way
    answer: SealedPaper,
    context: str,
    where: str,
) -> None:
    """Raise unless both elements are of the group, and its maker is proven to know r.

    Codes: `not_an_element`, `proof`.
    """
    group, (sealed,), (c, response) = election.group, answer.choices, answer.proof
    if not (group.is_element(sealed.alpha) and group.is_element(sealed.beta)):
        raise BadDocument("not_an_element", f"{where}.choices is not of the group.")
    commitment = group.powers_of_g(response) * group.power(sealed.alpha, c) % group.p
    if hashed(group, _prefix(election, context, sealed), [commitment]) != c:
        raise BadDocument("proof", f"{where} is not proven to be its voter's own paper.")


def _prefix(election: Election, context: str, sealed: Ciphertext) -> str:
    """Give what a paper's proof is bound to: the voter, the key, the ciphertext."""
    return f"raweg|{context}|{election.public_key},{written([sealed])}|"


def _embedding(group: Group) -> tuple[int, int]:
    """Give the bits of the padding, and those of a number."""
    if group.embedding is None:
        raise BadAnswer(f"No paper can be written into an element of {group.name}.")
    return group.embedding.padding, group.embedding.bits_per_int
