"""Whether a sealed vote in the tables is the one in the log: archive, ballots, marks and result.

Every document is hashed anew and every event held against the one before and against the log, which
had the head of the chain as each ballot came in. So nothing can be put in, changed or taken away,
nor off the end, without the log saying otherwise.
"""

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
    logged = sum(1 for _ in leaves("vote.sealed", subject=ballot.log_name, streamed=True))
    replaced = vote.ballots.count() - counted_ballots(vote).count()
    return SealedCounts(logged, ended.get("counted", 0), replaced)


def discrepancies_of_sealed(ballot: Ballot) -> Iterator[str]:
    """Name what does not agree: `archive`, `set up`, `sealed ballots`, `marks`, `sealed result`."""
    vote = SealedVote.objects.defer("credentials").get(pk=ballot.pk)
    try:
        yield from dict.fromkeys(_in_the_chain(ballot, vote))
    except (BadArchive, BadDocument):
        yield "archive"
        return
    if not _is_set_up_as_logged(ballot, vote):
        yield "set up"
    marks = RollEntry.objects.filter(ballot=ballot, voted=True).count()
    if marks != counted_ballots(vote).count():
        yield "marks"


def _in_the_chain(ballot: Ballot, vote: SealedVote) -> Iterator[str]:
    """Walk archive and ballots side by side: nothing is kept of a ballot but its head in the log.

    Raises `BadArchive` or `BadDocument` where the chain breaks.
    """
    said = _heads_logged(ballot)
    columns = ("height", "head", "tracker", "credential")
    rows = vote.ballots.order_by("height").values_list(*columns).iterator(chunk_size=_CHUNK)
    head, results = BEGINNING, []
    for walked in _walked(vote):
        head = walked.head
        hashed = said.pop(head.height, None)
        if hashed not in {None, head.hash}:
            yield "archive"
        if walked.ballot is not None:
            if hashed is None:
                yield "sealed ballots in the log"
            if next(rows, None) != (head.height, head.hash, *walked.ballot):
                yield "sealed ballots"
        elif walked.head.type is EventType.RESULT:
            results.append(walked.payload)
    if said or (head.hash, head.height) != (vote.head, vote.height):
        yield "archive"
    if next(rows, None) is not None:
        yield "sealed ballots"
    if results != ([hexadecimal(vote.result.encode())] if vote.result else []):
        yield "sealed result"


class _Walked(NamedTuple):
    """An event of the archive; of a ballot its tracker, and the fingerprint of its credential."""

    head: Head
    payload: str | None
    ballot: tuple[str, str] | None


def _walked(vote: SealedVote) -> Iterator[_Walked]:
    """Follow the chain, every document hashed anew and every event held against the one before."""
    head, documents = BEGINNING, dict[str, bytes]()
    rows = ArchiveRecord.objects.filter(vote=vote, number__gt=1).order_by("number")
    for name, body in rows.values_list("name", "body").iterator(chunk_size=_CHUNK):
        record = Record(name, body.encode())
        if record.hash != hexadecimal(record.body):
            raise BadArchive("name", f"{name} is not the hash of what it holds.")
        if not record.is_event:
            documents[record.hash] = record.body
            continue
        event = read_event(record.body)
        head.insist_on(event)
        head = event.head
        if event.payload is not None and event.payload not in documents:
            raise BadArchive("reference", "An event names a document that is not before it.")
        ballot = None
        if event.type is EventType.BALLOT:
            raw = documents[event.payload or ""]
            ballot = tracker(raw), _credential(raw)
        yield _Walked(head, event.payload, ballot)
        documents = {}


def _is_set_up_as_logged(ballot: Ballot, vote: SealedVote) -> bool:
    """Say whether election, trustees and credentials are those that the log has hashes of."""
    said: Mapping[str, Any] = next(leaves("sealed_vote.set_up", subject=ballot.log_name), {})
    first = ArchiveRecord.objects.filter(vote=vote, number__in=(2, 3, 4)).order_by("number")
    election, trustees, credentials = (body.encode() for (body,) in first.values_list("body"))
    return (
        (said.get("uuid"), said.get("fingerprint")) == (vote.uuid, fingerprint(election))
        and said.get("trustees_sha256") == hexadecimal(trustees)
        and said.get("credentials_sha256") == hexadecimal(credentials)
        and vote.election.encode() == election
    )


def _credential(ballot: bytes) -> str:
    """Give what the tables call the credential of a ballot, which was read strictly as it came."""
    return fingerprint(ballot.partition(b'"credential":"')[2].partition(b'"')[0])


def _heads_logged(ballot: Ballot) -> dict[int, str]:
    """Give the heads that the log has, by their heights."""
    kinds = ("sealed_vote.set_up", "vote.sealed", *_LAST_STEPS)
    return {
        leaf["height"]: leaf["head"]
        for kind in kinds
        for leaf in leaves(kind, subject=ballot.log_name, streamed=True)
    }
