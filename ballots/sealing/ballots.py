"""A sealed ballot: made by a voter, read strictly, insisted on (specification, 4.14 and 4.15).

`insist_on_ballot` is what stands between anybody and the count: what it lets through can be added
up and opened, whatever else its maker had in mind.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ballots.sealing import answers as homomorphic
from ballots.sealing import ranked
from ballots.sealing.answers import SealedAnswer
from ballots.sealing.credentials import secret_exponent
from ballots.sealing.documents import BadDocument, compact, items, large, members, parse, text
from ballots.sealing.elections import Election
from ballots.sealing.hashing import fingerprint
from ballots.sealing.proofs import Proof, knowledge_holds, prove_knowledge, read_proof
from ballots.sealing.questions import Answer, BadAnswer, Question, RankedQuestion
from ballots.sealing.ranked import SealedPaper

_UNSIGNED: Final = ("election_uuid", "election_hash", "credential", "answers")
_FRAME: Final = 400
"""Bytes that a ballot has around its numbers; `_PAIR` is what two numbers have around them."""
_PAIR: Final = 40


class BadBallot(BadDocument):
    """A ballot is refused: a code for programs, words for the voter."""


@dataclass(frozen=True, slots=True)
class SealedBallot:
    """A ballot as it was read from `raw`, the bytes that are hashed and kept."""

    raw: bytes
    credential: int
    answers: tuple[SealedAnswer | SealedPaper, ...]
    signed: str
    signature: Proof

    @property
    def tracker(self) -> str:
        """Give what its voter finds it by."""
        return tracker(self.raw)


def tracker(raw: bytes) -> str:
    """Give what a voter finds a ballot by: SHA-256 of its bytes in base64, no padding."""
    return fingerprint(raw)


def largest_ballot(election: Election) -> int:
    """Say how many bytes a ballot of this election can have: more are refused unread."""
    group = election.group
    ciphertext, proof = (_PAIR + 2 * len(str(largest)) for largest in (group.p, group.q))
    places = proofs = 1  # the credential, and the signature
    for question in election.questions:
        if isinstance(question, Question):
            places += question.places
            proofs += 2 * question.places + len(question.sums) + 3 * bool(question.blank)
        else:
            places += 1
            proofs += 1
    frames = _FRAME + 2 * _PAIR * len(election.questions)
    return frames + places * ciphertext + proofs * proof


def seal(election: Election, secret: str, answers: Sequence[Answer]) -> bytes:
    """Make a ballot, signed with a secret credential; one answer for each question.

    It runs in the voter's own process: powers of g and of the election's key are looked up in
    tables, as fast for one secret as for another except for whoever shares that memory.
    Raises `BadAnswer` for what a question does not allow.
    """
    if len(answers) != len(election.questions):
        raise BadAnswer(f"{len(election.questions)} answers are asked for, not {len(answers)}.")
    group = election.group
    exponent = secret_exponent(secret, election.uuid, group)
    credential = group.powers_of_g(exponent)
    context = _context(election, credential)
    unsigned = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": str(credential),
        "answers": [
            _answers_to(question).seal_answer(election, question, answer, context).document()
            for question, answer in zip(election.questions, answers, strict=True)
        ],
    }
    signed = fingerprint(compact(unsigned))
    proof = prove_knowledge(group, exponent, f"sig|{signed}|")
    return compact({**unsigned, "signature": {"hash": signed, "proof": proof.document()}})


def read_ballot(election: Election, raw: bytes) -> SealedBallot:
    """Read a ballot: its size, its spelling, its shape, its ranges, and that it is for this vote.

    Raises `BadBallot`. Codes: `too_large`, `not_json`, `not_canonical`, `shape`, `number`, `range`,
    `blank_part`, `wrong_election`.
    """
    try:
        return _read(election, raw)
    except BadDocument as fault:
        raise BadBallot(fault.code, fault.words) from fault


def insist_on_ballot(election: Election, raw: bytes, credentials: Container[int]) -> SealedBallot:
    """Read a ballot, and raise `BadBallot` unless it can be counted.

    `credentials` are the listed ones. Codes, beside those of `read_ballot`: `unlisted`,
    `signature`, `not_an_element`, `individual_proof`, `overall_proof`, `blank_proof`, and `proof`
    of a ranked paper. That it is not an old ballot again is for whoever keeps the archive to say.
    """
    try:
        ballot = _read(election, raw)
        _insist_on_signature(election, ballot, credentials)
        context = _context(election, ballot.credential)
        for n, (question, answer) in enumerate(
            zip(election.questions, ballot.answers, strict=True)
        ):
            where = f"answers[{n}]"
            _answers_to(question).insist_on_answer(election, question, answer, context, where)
    except BadDocument as fault:
        raise BadBallot(fault.code, fault.words) from fault
    return ballot


def _read(election: Election, raw: bytes) -> SealedBallot:
    parts = members(
        parse(raw, limit=largest_ballot(election)), "The ballot", (*_UNSIGNED, "signature")
    )
    if text(parts["election_uuid"], "election_uuid") != election.uuid:
        raise BadDocument("wrong_election", "It is a ballot of another vote.")
    if text(parts["election_hash"], "election_hash") != election.fingerprint:
        raise BadDocument("wrong_election", "It was made for other questions than this vote asks.")
    credential = large(parts["credential"], "credential", election.group.p)
    documents = items(parts["answers"], "answers", len(election.questions))
    answers = tuple(
        _answers_to(question).read_answer(election, question, document, f"answers[{n}]")
        for n, (question, document) in enumerate(zip(election.questions, documents, strict=True))
    )
    signature = members(parts["signature"], "signature", ("hash", "proof"))
    signed = text(signature["hash"], "signature.hash")
    proof = read_proof(signature["proof"], "signature.proof", election.group)
    return SealedBallot(raw, credential, answers, signed, proof)


def _insist_on_signature(
    election: Election, ballot: SealedBallot, credentials: Container[int]
) -> None:
    """Raise unless the credential is a listed one, and signed these very bytes."""
    if ballot.credential not in credentials:
        raise BadDocument("unlisted", "Its credential is not on the list of this vote.")
    end = ballot.raw.rindex(b',"signature":')
    if fingerprint(ballot.raw[:end] + b"}") != ballot.signed:
        raise BadDocument("signature", "What was signed is not this ballot.")
    prefix = f"sig|{ballot.signed}|"
    if not knowledge_holds(election.group, ballot.credential, prefix, ballot.signature):
        raise BadDocument("signature", "It is not signed with its credential.")


def _context(election: Election, credential: int) -> str:
    """Give S0, to which every proof of a ballot is bound (section 4.11)."""
    return f"{election.fingerprint}|{credential}"


def _answers_to(question: Question | RankedQuestion) -> Any:
    """Give the module that seals, reads and insists on answers to questions of this kind."""
    return ranked if isinstance(question, RankedQuestion) else homomorphic
