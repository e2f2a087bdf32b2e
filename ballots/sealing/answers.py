"""Answers that are added up while sealed (Belenios specification 2.0, sections 4.11.1 and 4.13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ballots.sealing.ciphertexts import (
    Ciphertext,
    combined,
    encrypt,
    read_ciphertext,
    written,
)
from ballots.sealing.combs import Comb
from ballots.sealing.documents import BadDocument, items, members
from ballots.sealing.elections import Election
from ballots.sealing.proofs import Claim, Proof, Raised, one_holds, prove_one, read_proofs
from ballots.sealing.questions import Question

BITS = range(2)
"""What one place of an answer may hold."""


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """One answer: a ciphertext for each place, and the proofs that they are as they have to be."""

    choices: tuple[Ciphertext, ...]
    individual: tuple[tuple[Proof, ...], ...]
    overall: tuple[Proof, ...]
    blank: tuple[Proof, ...] | None = None

    def document(self) -> dict[str, Any]:
        """Write it as the specification does."""
        blank = {} if self.blank is None else {"blank_proof": _documents(self.blank)}
        return {
            "choices": [choice.document() for choice in self.choices],
            "individual_proofs": [_documents(proofs) for proofs in self.individual],
            "overall_proof": _documents(self.overall),
            **blank,
        }


def seal_answer(
    election: Election, question: Question, answer: Sequence[int], context: str
) -> SealedAnswer:
    """Seal 0 or 1 for each place, with proofs bound to `context` (S0, section 4.11).

    Raises `BadAnswer` if the question does not allow it.
    """
    question.insist_on(answer)
    group, key = election.group, election.public_key
    randomness = [group.exponent() for _ in answer]
    choices = tuple(encrypt(group, key, m, r) for m, r in zip(answer, randomness, strict=True))
    individual = tuple(
        prove_one(group, key, _interval(context, choice), [Claim(r, m - bit) for bit in BITS])
        for choice, m, r in zip(choices, answer, randomness, strict=True)
    )
    said = f"{context}|{written(choices)}"
    if not question.blank:
        r, total = sum(randomness) % group.q, sum(answer)
        prefix = _interval(said, combined(group, choices))
        overall = prove_one(group, key, prefix, [Claim(r, total - n) for n in question.sums])
        return SealedAnswer(choices, individual, overall)
    first, total = Claim(randomness[0], answer[0]), sum(answer[1:])
    rest = Claim(sum(randomness[1:]) % group.q, total)
    sums = [rest._replace(amount=total - n) for n in question.sums]
    is_blank = first._replace(amount=first.amount - 1)
    return SealedAnswer(
        choices,
        individual,
        prove_one(group, key, f"bproof1|{said}|", [is_blank, *sums]),
        prove_one(group, key, f"bproof0|{said}|", [first, rest]),
    )


def read_answer(election: Election, question: Question, document: Any, where: str) -> SealedAnswer:
    """Read one: its shape and its ranges. Code, beside those of `documents`: `blank_part`."""
    group = election.group
    names = ["choices", "individual_proofs", "overall_proof"]
    if question.blank:
        names.append("blank_proof")
        if isinstance(document, dict) and "blank_proof" not in document:
            raise BadDocument(
                "blank_part", f"{where} lacks the proof that belongs to blank papers."
            )
    parts = members(document, where, names)
    choices = tuple(
        read_ciphertext(choice, f"{where}.choices[{n}]", group)
        for n, choice in enumerate(items(parts["choices"], f"{where}.choices", question.places))
    )
    proofs = items(parts["individual_proofs"], f"{where}.individual_proofs", question.places)
    individual = tuple(
        read_proofs(proof, f"{where}.individual_proofs[{n}]", group, len(BITS))
        for n, proof in enumerate(proofs)
    )
    overall = read_proofs(
        parts["overall_proof"],
        f"{where}.overall_proof",
        group,
        len(question.sums) + bool(question.blank),
    )
    blank = (
        read_proofs(parts["blank_proof"], f"{where}.blank_proof", group, 2)
        if question.blank
        else None
    )
    return SealedAnswer(choices, individual, overall, blank)


def insist_on_answer(
    election: Election, question: Question, answer: SealedAnswer, context: str, where: str
) -> None:
    """Raise unless every element is one of the group and every proof holds.

    Codes: `not_an_element`, `individual_proof`, `overall_proof`, `blank_proof`.
    """
    group, key = election.group, election.public_key
    for n, (choice, proofs) in enumerate(zip(answer.choices, answer.individual, strict=True)):
        combs = Comb(group, choice.alpha), Comb(group, choice.beta)
        if not all(comb.is_element() for comb in combs):
            raise BadDocument("not_an_element", f"{where}.choices[{n}] is not of the group.")
        bits = [(Raised(*combs), bit) for bit in BITS]
        if not one_holds(group, key, _interval(context, choice), bits, proofs):
            raise BadDocument("individual_proof", f"{where}.choices[{n}] is not proven 0 or 1.")
    said = f"{context}|{written(answer.choices)}"
    if answer.blank is None:
        total = combined(group, answer.choices)
        sums = Raised.of(group, total, len(question.sums))
        prefix, pairs = _interval(said, total), [(sums, n) for n in question.sums]
    else:
        first = Raised.of(group, answer.choices[0], 2)
        sums = Raised.of(group, combined(group, answer.choices[1:]), 1 + len(question.sums))
        prefix, pairs = f"bproof1|{said}|", [(first, 1), *((sums, n) for n in question.sums)]
        zeros = [(first, 0), (sums, 0)]
        if not one_holds(group, key, f"bproof0|{said}|", zeros, answer.blank):
            raise BadDocument("blank_proof", f"{where} is not proven blank or not blank.")
    if not one_holds(group, key, prefix, pairs, answer.overall):
        raise BadDocument(
            "overall_proof",
            f"{where} is not proven to choose from {question.least} to {question.most}.",
        )


def _interval(context: str, ciphertext: Ciphertext) -> str:
    """Give what a proof of interval membership is bound to (section 4.12)."""
    return f"prove|{context}|{written([ciphertext])}|"


def _documents(proofs: Sequence[Proof]) -> list[dict[str, str]]:
    return [proof.document() for proof in proofs]
