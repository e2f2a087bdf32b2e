"""A ballot that its voter had opened, worked out anew from the random numbers it was made with.

A booth that encrypts something other than what was marked is found out by whoever checks one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ballots.sealing.ballots import BadBallot, insist_on_ballot, read_ballot, tracker
from ballots.sealing.ciphertexts import Ciphertext
from ballots.sealing.documents import BadDocument, items, large, members, small, text
from ballots.sealing.elections import Election
from ballots.sealing.questions import Question, RankedQuestion
from ballots.sealing.ranked import decode, is_encoding

FORMAT: Final = "tellers-spoilt-ballot-1"
LARGEST: Final = 8_000_000
"""Bytes of a file: an election may have four million of them."""

_OTHER: Final = "The ballot holds something other than the booth said, or other random numbers."
_PARTS: Final = ("format", "election", "ballot", "tracker", "openings")


class NotAsSaid(Exception):
    """The ballot does not hold what the booth said of it, or would not have been taken."""


class Unreadable(Exception):
    """The file is not one that the booth gives, or not the whole of it: it says nothing at all."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a ballot holds: by question, its words and the answers that were given to it."""

    tracker: str
    election: str
    fingerprint: str
    answers: tuple[tuple[str, str], ...]


def audit(raw: bytes) -> Opened:
    """Recompute an opened ballot from its random numbers, or raise `NotAsSaid`.

    Its tracker, every ciphertext, its signature and every proof are checked. Whether the tracker
    is the one that the booth showed is for its voter to compare. Raises `Unreadable` for a file
    that is none of the booth's.
    """
    try:
        return _audit(raw)
    except BadBallot as fault:
        raise NotAsSaid(f"The ballot would have been refused. {fault.words}") from fault
    except BadDocument as fault:
        raise Unreadable(f"It is not a file of an opened ballot. {fault.words}") from fault


def _audit(raw: bytes) -> Opened:
    if len(raw) > LARGEST:
        raise Unreadable("It is too large for an opened ballot.")
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable("It is not JSON, and so not a file of the booth's.") from None
    parts = members(document, "The file", _PARTS)
    if parts["format"] != FORMAT:
        raise Unreadable("It is of another format than this program knows.")
    try:
        election = Election.read(text(parts["election"], "election").encode())
        ballot = text(parts["ballot"], "ballot").encode()
    except UnicodeEncodeError:
        raise Unreadable("It has halves of characters, which is no text.") from None
    if tracker(ballot) != parts["tracker"]:
        raise NotAsSaid(
            f"The tracker of this ballot is {tracker(ballot)}, not the one in the file."
        )
    read = read_ballot(election, ballot)
    insist_on_ballot(election, ballot, {read.credential})
    openings = items(parts["openings"], "openings", len(election.questions))
    answers = tuple(
        (question.words, _opened(election, question, sealed.choices, opening, f"openings[{n}]"))
        for n, (question, sealed, opening) in enumerate(
            zip(election.questions, read.answers, openings, strict=True)
        )
    )
    return Opened(read.tracker, election.name, election.fingerprint, answers)


def _opened(
    election: Election,
    question: Question | RankedQuestion,
    choices: Sequence[Ciphertext],
    opening: object,
    where: str,
) -> str:
    """Seal the answers anew, compare, and say in words what they are."""
    parts, group = members(opening, where, ("answers", "randomness")), election.group
    given = [small(each, where) for each in items(parts["answers"], where)]
    random = [
        large(r, where, group.q) for r in items(parts["randomness"], where, length=len(choices))
    ]
    # What each ciphertext holds where its random number is the one given; else it is no g^r at all.
    held = []
    for (alpha, beta), r in zip(choices, random, strict=True):
        if alpha != group.power(group.g, r):
            raise NotAsSaid(_OTHER)
        held.append(beta * group.inverse(group.power(election.public_key, r)) % group.p)
    if isinstance(question, RankedQuestion):
        count = len(question.answers)
        if not is_encoding(group, held[0], count) or tuple(given) != decode(group, held[0], count):
            raise NotAsSaid(_OTHER)
        return _in_order(question, given)
    if held != [group.power(group.g, each) for each in given]:
        raise NotAsSaid(_OTHER)
    return _chosen(question, given)


def _chosen(question: Question, given: Sequence[int]) -> str:
    marks = given[1:] if question.blank else given
    named = [answer for answer, mark in zip(question.answers, marks, strict=True) if mark]
    return ", ".join(named) or "a blank paper"


def _in_order(question: RankedQuestion, given: Sequence[int]) -> str:
    ranked = sorted(
        (rank, name) for rank, name in zip(given, question.answers, strict=True) if rank
    )
    return ", ".join(f"{rank}. {name}" for rank, name in ranked) or "a blank paper"
