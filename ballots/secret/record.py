"""What stands in a vote's archive, read back: the election, the sealed tally, who has done what.

Ballots stand between Setup and the end of casting, two records each, so everything else is found
from the two ends without reading them.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ballots.models import ArchiveRecord, SealedVote
from ballots.sealing.ballots import SealedBallot as Sealed
from ballots.sealing.ballots import read_ballot
from ballots.sealing.elections import Election
from ballots.sealing.events import Event, EventType, read_event
from ballots.sealing.groups import GROUPS
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.shuffle_proofs import read_shuffle
from ballots.sealing.tallying import Answers, EncryptedTally, read_tally
from ballots.sealing.trustees import Trustees
from ballots.secret.outcome import counted_ballots

_TRUSTEES: Final = 3
_SET_UP: Final = 6
"""Where the trustees' document and the event of the Setup stand: opening, three documents, data."""


@dataclass(frozen=True, slots=True)
class Done:
    """An event after the casting, with the record that it is about."""

    number: int
    event: Event
    body: str


@dataclass(frozen=True, slots=True)
class Owned:
    """What a trustee, numbered from 1, gave: a shuffle, or a part of the opening."""

    owner: int
    raw: bytes


def election_of(vote: SealedVote) -> Election:
    """Read the election as it was opened."""
    return Election.read(vote.election.encode())


def trustees_in(vote: SealedVote) -> Trustees:
    """Read who opens the vote, as the archive has it: the server first, then the people."""
    raw = ArchiveRecord.objects.get(vote=vote, number=_TRUSTEES).body.encode()
    return Trustees.read(raw, GROUPS[vote.group])


def counted_heights(vote: SealedVote, first: int, last: int) -> list[int]:
    """Of the ballots after the first so many, up to the last, say where those stand that count.

    Only these are looked at: all pieces together look at each ballot once.
    """
    found = counted_ballots(vote).filter(height__gt=first, height__lte=last)
    return list(found.order_by("height").values_list("height", flat=True))


def ballots_at(vote: SealedVote, heights: Sequence[int]) -> Iterator[Sealed]:
    """Read ballots strictly; their proofs held when they were cast."""
    election = election_of(vote)
    numbers = [_SET_UP + 2 * height - 1 for height in heights]
    rows = ArchiveRecord.objects.filter(vote=vote, number__in=numbers).order_by("number")
    for (body,) in rows.values_list("body").iterator(chunk_size=100):
        yield read_ballot(election, body.encode())


def after_casting(vote: SealedVote) -> list[Done]:
    """List the events from the end of casting on."""
    begins = _SET_UP + 2 * vote.ballots.count()
    rows = ArchiveRecord.objects.filter(vote=vote, number__gt=begins).order_by("number")
    found, before = [], ""
    for number, name, body in rows.values_list("number", "name", "body"):
        if name.endswith(".event.json"):
            found.append(Done(number, read_event(body.encode()), before))
        before = body
    return found


def owned(vote: SealedVote, done: Done) -> Owned:
    """Give what an owned event carries; its document stands right before who owns it."""
    body = ArchiveRecord.objects.get(vote=vote, number=done.number - 2).body
    return Owned(json.loads(done.body)["owner"], body.encode())


def parts_of(vote: SealedVote) -> list[Owned]:
    """List the partial decryptions so far."""
    return [
        owned(vote, done)
        for done in after_casting(vote)
        if done.event.type is EventType.PARTIAL_DECRYPTION
    ]


def shuffles_of(vote: SealedVote) -> list[Owned]:
    """List the shuffles so far."""
    return [
        owned(vote, done) for done in after_casting(vote) if done.event.type is EventType.SHUFFLE
    ]


def tally_of(vote: SealedVote) -> EncryptedTally:
    """Read the sealed tally."""
    done = next(e for e in after_casting(vote) if e.event.type is EventType.ENCRYPTED_TALLY)
    raw = ArchiveRecord.objects.get(vote=vote, number=done.number - 2).body.encode()
    return read_tally(election_of(vote), done.body.encode(), raw)


def document_in(text: str) -> bytes:
    """Take the document from what a trustee hands in: `belenios-tool` writes its owner below it."""
    return text.strip().partition("\n")[0].strip().encode()


def sealed_now(vote: SealedVote) -> Answers:
    """Give the ciphertexts as they stand: those of the tally, ranked ones as shuffled last."""
    election, tally, shuffles = election_of(vote), tally_of(vote), shuffles_of(vote)
    if not shuffles:
        return tally.answers
    ranked = [n for n, each in enumerate(election.questions) if isinstance(each, RankedQuestion)]
    sizes = [len(tally.answers[n]) for n in ranked]
    last = read_shuffle(shuffles[-1].raw, election.group, sizes).ciphertexts
    answers = list(tally.answers)
    for n, ciphertexts in zip(ranked, last, strict=True):
        answers[n] = tuple(ciphertexts)
    return tuple(answers)
