"""The sum of the ballots, still sealed (Belenios specification 2.0, sections 4.15 and 4.16).

Of each credential the last ballot counts. Sums of parts can be merged, so that workers may share
the reading of a large election: a part has all the ballots of the credentials it has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ballots.sealing.ballots import SealedBallot
from ballots.sealing.ciphertexts import Ciphertext, combined, read_ciphertext, weighted
from ballots.sealing.documents import (
    BadDocument,
    compact,
    count,
    counted,
    items,
    members,
    parse,
    small,
)
from ballots.sealing.elections import Election
from ballots.sealing.events import read_hash
from ballots.sealing.hashing import hexadecimal
from ballots.sealing.questions import Question

Answers = tuple[tuple[Ciphertext, ...], ...]
"""For each question its ciphertexts: one for each place, or one for each ranked paper."""

_CIPHERTEXT: Final = 1_400
"""Bytes that one ciphertext takes."""


@dataclass(frozen=True, slots=True)
class EncryptedTally:
    """What the trustees open: how many ballots it is of, their weight, and the ciphertexts."""

    ballots: int
    weight: int
    answers: Answers

    @property
    def raw(self) -> bytes:
        """Write the ciphertexts, which the record that has the numbers refers to."""
        return compact([[one.document() for one in answer] for answer in self.answers])

    @property
    def sized(self) -> bytes:
        """Write the payload of the event: the numbers, and the hash of the ciphertexts."""
        return compact(
            {
                "num_tallied": self.ballots,
                "total_weight": counted(self.weight),
                "encrypted_tally": hexadecimal(self.raw),
            }
        )


def last_ballots(ballots: Iterable[SealedBallot]) -> dict[int, Answers]:
    """Keep the last answers of each credential, of ballots in the order they were cast."""
    return {ballot.credential: choices(ballot) for ballot in ballots}


def choices(ballot: SealedBallot) -> Answers:
    """Give a ballot's ciphertexts without its proofs."""
    return tuple(answer.choices for answer in ballot.answers)


def tally(
    election: Election, ballots: Iterable[SealedBallot], weights: Mapping[int, int]
) -> EncryptedTally:
    """Add up the last ballot of each credential, in the order they were cast, by weight.

    The papers of ranked questions are not added but sorted by number, so that their order is that
    of nobody's casting; they can have no weight.
    """
    last = last_ballots(ballots)
    return EncryptedTally(
        len(last),
        sum(weights[credential] for credential in last),
        tuple(
            _sum(election, last, weights, n)
            if isinstance(question, Question)
            else _papers(last, weights, n)
            for n, question in enumerate(election.questions)
        ),
    )


def merged(election: Election, parts: Sequence[EncryptedTally]) -> EncryptedTally:
    """Add up tallies, at least one, of ballots whose credentials are apart."""
    answers_by_question = zip(*(part.answers for part in parts), strict=True)
    return EncryptedTally(
        sum(part.ballots for part in parts),
        sum(part.weight for part in parts),
        tuple(
            tuple(combined(election.group, place) for place in zip(*answers, strict=True))
            if isinstance(question, Question)
            else tuple(sorted(paper for papers in answers for paper in papers))
            for question, answers in zip(election.questions, answers_by_question, strict=True)
        ),
    )


def read_tally(election: Election, sized: bytes, raw: bytes) -> EncryptedTally:
    """Read a tally from its two records; that it is the sum of the ballots is not asked here.

    Code, beside those of `documents`: `hash` where one record does not name the other.
    """
    parts = members(
        parse(sized, limit=1_000), "The tally", ("num_tallied", "total_weight", "encrypted_tally")
    )
    ballots = small(parts["num_tallied"], "num_tallied")
    if read_hash(parts["encrypted_tally"], "encrypted_tally") != hexadecimal(raw):
        raise BadDocument("hash", "The tally's record is not of these ciphertexts.")
    return EncryptedTally(
        ballots, count(parts["total_weight"], "total_weight"), read_answers(election, raw, ballots)
    )


def read_answers(election: Election, raw: bytes, ballots: int) -> Answers:
    """Read a tally's ciphertexts: shapes, ranges, and that all are elements of the group.

    Code, beside those of `documents`: `not_an_element`.
    """
    shape = [
        question.places if isinstance(question, Question) else ballots
        for question in election.questions
    ]
    document = parse(raw, limit=1_000 + _CIPHERTEXT * sum(shape))
    return tuple(
        tuple(
            _member(election, paper, f"[{n}][{place}]")
            for place, paper in enumerate(items(answer, f"[{n}]", shape[n]))
        )
        for n, answer in enumerate(items(document, "The tally", len(shape)))
    )


def _sum(
    election: Election, last: Mapping[int, Answers], weights: Mapping[int, int], n: int
) -> tuple[Ciphertext, ...]:
    """Add up the answers to question n, place by place."""
    group, question = election.group, election.questions[n]
    places = question.places if isinstance(question, Question) else 0
    return tuple(
        combined(
            group,
            (
                weighted(group, answers[n][place], weights[credential])
                for credential, answers in last.items()
            ),
        )
        for place in range(places)
    )


def _papers(
    last: Mapping[int, Answers], weights: Mapping[int, int], n: int
) -> tuple[Ciphertext, ...]:
    """Gather the ranked papers of question n, sorted by alpha and beta as numbers."""
    if any(weights[credential] != 1 for credential in last):
        raise BadDocument("weight", "A ranked paper cannot count more than once.")
    return tuple(sorted(answers[n][0] for answers in last.values()))


def _member(election: Election, document: Any, where: str) -> Ciphertext:
    found = read_ciphertext(document, where, election.group)
    if not (election.group.is_element(found.alpha) and election.group.is_element(found.beta)):
        raise BadDocument("not_an_element", f"{where} is not of the group.")
    return found
