"""The archive of a sealed vote: one writer, records that are only ever added, served as they are.

`archive_append` is the one place that writes to it, with the vote's row held. Until the result is
declared nobody is served what would tell it: the archive ends before the first partial decryption
then, which is a whole archive as well.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, F, Func, Min

from ballots.enums import BallotState, SealedStage
from ballots.models import ArchiveRecord, SealedVote
from ballots.sealing.appending import Step
from ballots.sealing.archives import BLOCK, Record
from ballots.sealing.events import BEGINNING, EventType, Head, read_event

_CHUNK: Final = 200
_TELLING: Final = frozenset({EventType.PARTIAL_DECRYPTION, EventType.RESULT})


class DoneMeanwhileError(Exception):
    """Another worker has written the same thing: there is nothing to write."""


def vote_locked(pk: UUID) -> SealedVote:
    """Take the row of a sealed vote: whoever has it is the one writer of its archive.

    Whoever takes the ballot's row too takes that one first.
    """
    return SealedVote.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def head_of(vote: SealedVote) -> Head:
    """Say where the chain stands, with the vote's row held."""
    if vote.height is None:
        return BEGINNING
    if vote.stage == SealedStage.VOTING:  # as every ballot asks: known without a look
        return Head(vote.head, vote.height, EventType.BALLOT if vote.height else EventType.SETUP)
    last = ArchiveRecord.objects.get(vote=vote, number=vote.records)
    return Head(vote.head, vote.height, read_event(last.body.encode()).type)


def archive_begin(vote: SealedVote) -> None:
    """Write the record that every archive begins with."""
    _add(vote, [Record.opening(vote.timestamp)])


def archive_append(vote: SealedVote, step: Step) -> None:
    """Append an event with its documents, and keep the new head. The row of the vote is held."""
    vote.head, vote.height = step.head.hash or "", step.head.height
    _add(vote, list(step.records))


def _add(vote: SealedVote, records: list[Record]) -> None:
    ArchiveRecord.objects.bulk_create(
        ArchiveRecord(vote=vote, number=number, name=record.name, body=record.body.decode())
        for number, record in enumerate(records, vote.records + 1)
    )
    vote.records += len(records)
    vote.size += sum(_room(len(record.body)) for record in records)
    vote.save(update_fields=["records", "size", "head", "height", "stage"])


class Served(NamedTuple):
    """What of an archive is served now: its first records, their bytes, and their head."""

    records: int
    size: int
    head: str


def served(vote: SealedVote) -> Served:
    """Say how much of the archive anyone may have: all of it, once the result is declared."""
    records, size, head = vote.records, vote.size, vote.head
    if vote.ballot.state != BallotState.DECLARED:
        records, head = _before_the_opening(vote)
        rest = ArchiveRecord.objects.filter(vote=vote, number__gt=records)
        size -= sum(_room(octets) for (octets,) in rest.values_list(_Octets("body")).iterator())
    return Served(records, size, head)


def _before_the_opening(vote: SealedVote) -> tuple[int, str]:
    """Find the last event before anything that tells the sums, and its hash."""
    events = ArchiveRecord.objects.filter(vote=vote, name__endswith=".event.json")
    rows = events.order_by("-number").values_list("number", "name", "body")
    return next(
        (number, name.partition(".")[0])
        for number, name, body in rows.iterator(chunk_size=2)
        if read_event(body.encode()).type not in _TELLING
    )


def archive_bytes(
    vote: SealedVote, records: int, *, start: int = 0, stop: int | None = None
) -> Iterator[bytes]:
    """Give the archive byte for byte, a few records at a time however long it is.

    From the byte `start` to the one before `stop`: whoever was cut off goes on from there. What
    comes before is measured and not read.
    """
    number, at = _record_at(vote, start)
    for name, body in _records(vote, number, records):
        written = Record(name, body.encode()).written(vote.timestamp)
        yield written[max(start - at, 0) : None if stop is None else stop - at]
        at += len(written)
        if stop is not None and at >= stop:
            return


def _records(vote: SealedVote, first: int, last: int) -> Iterator[tuple[str, str]]:
    """Give names and bodies, some at a time, each time by a query of its own.

    Outside a transaction PostgreSQL would lay all that a cursor gives aside before the first.
    """
    for begin in range(first, last + 1, _CHUNK):
        end = min(begin + _CHUNK - 1, last)
        rows = ArchiveRecord.objects.filter(vote=vote, number__range=(begin, end))
        yield from rows.order_by("number").values_list("name", "body")


def _record_at(vote: SealedVote, start: int) -> tuple[int, int]:
    """Find the record in which a byte stands, and where that record begins."""
    at = 0
    if start:
        rows = ArchiveRecord.objects.filter(vote=vote).order_by("number")
        for number, octets in rows.values_list("number", _Octets("body")).iterator():
            if at + _room(octets) > start:
                return number, at
            at += _room(octets)
    return 1, 0


class _Octets(Func):
    """How many bytes a text has, told by the database without sending it."""

    function = "octet_length"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Count them of the bytes: older ones know no other way."""
        template = "length(cast(%(expressions)s as blob))"
        return self.as_sql(compiler, connection, template=template, **more)


def ballots_in(vote: SealedVote) -> Iterator[bytes]:
    """Give the ballots as they were cast, in their order."""
    found = vote.ballots.order_by("height").values_list("height", flat=True)
    first = found.first()
    if first is None:
        return
    begins = ArchiveRecord.objects.filter(
        vote=vote, name__endswith=".event.json", number__gt=1
    ).aggregate(first=Min(F("number")))["first"]
    rows = ArchiveRecord.objects.filter(
        vote=vote, number__gt=begins, number__lte=begins + 2 * vote.ballots.count()
    ).exclude(name__endswith=".event.json")
    for (body,) in rows.order_by("number").values_list("body").iterator(chunk_size=_CHUNK):
        yield body.encode()


def _room(size: int) -> int:
    """Say how many bytes a record takes with its header and its padding."""
    return BLOCK + size + -size % BLOCK
