"""Whether a sealed vote in the tables is the one in the log: archive, ballots, marks and result.

Every document is hashed anew and every event held against the one before and against the log, which
had the head of the chain as each ballot came in. So nothing can be put in, changed or taken away,
nor off the end, without the log saying otherwise.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from audit.selectors import leaves
from ballots.models import ArchiveRecord, Ballot, RollEntry, SealedVote
from ballots.sealing.archives import BadArchive, Record
from ballots.sealing.ballots import tracker
from ballots.sealing.documents import BadDocument
from ballots.sealing.events import BEGINNING, EventType, Head, read_event
from ballots.sealing.hashing import fingerprint, hexadecimal
from ballots.secret.outcome import counted_ballots

_CHUNK: Final = 500
_LAST_STEPS: Final = ("sealed_vote.ended", "sealed_vote.tallied", "sealed_vote.opened")


class SealedCounts(NamedTuple):
    """What is counted of a sealed vote: by the log, and of the ballots in the tables."""

    ballots_logged: int
    counted_logged: int
    replaced: int


def counts_of_sealed(ballot: Ballot) -> SealedCounts:
    """Count the ballots of a sealed vote, and those that count, twice."""
    vote = SealedVote.objects.defer("credentials").get(pk=ballot.pk)
    ended: Mapping[str, Any] = next(leaves("sealed_vote.ended", subject=ballot.log_name), {})
    logged = sum(1 for _ in leaves("vote.sealed", subject=ballot.log_name))
    replaced = vote.ballots.count() - counted_ballots(vote).count()
    return SealedCounts(logged, ended.get("counted", 0), replaced)


def discrepancies_of_sealed(ballot: Ballot) -> Iterator[str]:
    """Name what does not agree: `archive`, `set up`, `sealed ballots`, `marks`, `sealed result`."""
    vote = SealedVote.objects.defer("credentials").get(pk=ballot.pk)
    walked = _walked(vote)
    if walked is None:
        yield "archive"
        return
    heads, payloads, cast, head = walked
    said = _heads_logged(ballot)
    if (head.hash, head.height) != (vote.head, vote.height) or any(
        heads.get(height) != hashed for height, hashed in said.items()
    ):
        yield "archive"
    set_up: Mapping[str, Any] = next(leaves("sealed_vote.set_up", subject=ballot.log_name), {})
    first = ArchiveRecord.objects.filter(vote=vote, number__in=(2, 3, 4)).order_by("number")
    election, trustees, credentials = (body.encode() for (body,) in first.values_list("body"))
    if (
        (set_up.get("uuid"), set_up.get("fingerprint")) != (vote.uuid, fingerprint(election))
        or set_up.get("trustees_sha256") != hexadecimal(trustees)
        or set_up.get("credentials_sha256") != hexadecimal(credentials)
        or vote.election.encode() != election
    ):
        yield "set up"
    rows = vote.ballots.values_list("height", "head", "tracker", "credential")
    if {row[0]: row[1:] for row in rows} != {
        height: (heads[height], *cast[payload or ""])
        for height, (kind, payload) in payloads.items()
        if kind is EventType.BALLOT
    }:
        yield "sealed ballots"
    if not {at for at, (kind, _) in payloads.items() if kind is EventType.BALLOT} <= said.keys():
        yield "sealed ballots in the log"
    marks = RollEntry.objects.filter(ballot=ballot, voted=True).count()
    if marks != counted_ballots(vote).count():
        yield "marks"
    results = [payload for kind, payload in payloads.values() if kind is EventType.RESULT]
    if results != ([hexadecimal(vote.result.encode())] if vote.result else []):
        yield "sealed result"


Ballots = dict[str, tuple[str, str]]
"""Tracker, and fingerprint of the public credential, of each ballot by its hash."""

Walk = tuple[dict[int, str], dict[int, tuple[EventType, str | None]], Ballots, Head]


def _walked(vote: SealedVote) -> Walk | None:
    """Follow the chain: the head at each height, what each event is about, and whose ballots."""
    head, heads, payloads = BEGINNING, {}, {}
    cast: Ballots = {}
    known: Counter[str] = Counter()
    before = b""
    rows = ArchiveRecord.objects.filter(vote=vote, number__gt=1).order_by("number")
    try:
        for name, body in rows.values_list("name", "body").iterator(chunk_size=_CHUNK):
            raw = body.encode()
            record = Record(name, raw)
            if record.hash != hexadecimal(raw):
                return None
            if not record.is_event:
                known[record.hash] += 1
                before = raw
                continue
            event = read_event(raw)
            head.insist_on(event)
            if event.payload is not None and not known[event.payload]:
                return None
            head = event.head
            heads[head.height], payloads[head.height] = head.hash or "", (event.type, event.payload)
            if event.type is EventType.BALLOT:
                cast[event.payload or ""] = (tracker(before), _credential(before))
    except (BadArchive, BadDocument):
        return None
    return heads, payloads, cast, head


def _credential(ballot: bytes) -> str:
    """Give what the tables call the credential of a ballot, which was read strictly as it came."""
    return fingerprint(ballot.partition(b'"credential":"')[2].partition(b'"')[0])


def _heads_logged(ballot: Ballot) -> dict[int, str]:
    """Give the heads that the log has, by their heights."""
    kinds = ("sealed_vote.set_up", "vote.sealed", *_LAST_STEPS)
    return {
        leaf["height"]: leaf["head"]
        for kind in kinds
        for leaf in leaves(kind, subject=ballot.log_name)
    }
