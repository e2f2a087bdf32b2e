"""Read an archive as a chain of events, each with the documents that belong to it and no others."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final, NamedTuple

from ballots.sealing.archives import Record, read_records
from ballots.sealing.documents import compact, members, parse, small
from ballots.sealing.events import BEGINNING, EventType, Head, read_event, read_hash
from ballots.sealing.verify.faults import Fault, at

DOCUMENTS: Final[Mapping[EventType, int]] = {
    EventType.SETUP: 4,
    EventType.BALLOT: 1,
    EventType.END_BALLOTS: 0,
    EventType.ENCRYPTED_TALLY: 2,
    EventType.SHUFFLE: 2,
    EventType.END_SHUFFLES: 0,
    EventType.PARTIAL_DECRYPTION: 2,
    EventType.RESULT: 1,
}
"""How many documents stand before an event: what it names, and what that names."""

_MOST: Final = max(DOCUMENTS.values())


class Entry(NamedTuple):
    """An event, and the documents before it: the last is the one that it names."""

    type: EventType
    height: int
    head: Head
    documents: tuple[Record, ...]

    @property
    def record(self) -> str | None:
        """Give the name of the document that is looked at first."""
        return self.documents[0].hash if self.documents else None


def entries(archive: BinaryIO) -> Iterator[Entry]:
    """Give the events of an archive in their order, or raise `Fault` at the first that is wrong.

    Codes, beside those of `archives`, `events` and `documents`: `repeated` (a ballot that stands
    there already), `stray` (documents that belong to no event), `unfinished`, `reference`.
    """
    head, before, cast = BEGINNING, list[Record](), set[str]()
    records = read_records(archive)
    _next(records, head)  # the opening, which is read by `read_records`
    while (record := _next(records, head)) is not None:
        if not record.is_event:
            before.append(record)
            if len(before) > _MOST:  # told now: the rest might be a million more
                raise Fault(
                    "stray",
                    f"{len(before)} documents stand one after the other, and no event has so many.",
                    height=head.height + 1,
                    record=record.hash,
                )
            continue
        with at(head.height + 1, record.hash):
            event = read_event(record.body)
            head.insist_on(event)
        head = event.head
        if event.type is EventType.BALLOT and event.payload in cast:
            raise Fault(
                "repeated",
                "This very ballot was cast before: an old ballot was posted again.",
                height=event.height,
                record=event.payload,
            )
        _insist_on_documents(event.type, event.payload, before, event.height)
        if event.type is EventType.BALLOT:
            cast.add(event.payload or "")
        yield Entry(event.type, event.height, head, tuple(before))
        before = []
    if before:
        raise Fault(
            "unfinished",
            "The archive ends with a document that no event names.",
            record=before[0].hash,
        )


def _next(records: Iterator[Record], head: Head) -> Record | None:
    """Give the next record, or None at the end."""
    with at(head.height + 1, None):
        return next(records, None)


def _insist_on_documents(
    kind: EventType, payload: str | None, documents: list[Record], height: int
) -> None:
    due = DOCUMENTS[kind]
    if len(documents) != due:
        raise Fault(
            "stray",
            f"{due} documents belong to {kind}, and {len(documents)} stand before it.",
            height=height,
        )
    if due and documents[-1].hash != payload:
        raise Fault(
            "reference", f"{kind} names another document than the one before it.", height=height
        )
    with at(height, payload):
        if kind is EventType.SETUP:
            _insist_on_setup(documents)
        elif kind in {EventType.SHUFFLE, EventType.PARTIAL_DECRYPTION}:
            read_owner(documents)


def _insist_on_setup(documents: list[Record]) -> None:
    names = ("election", "trustees", "credentials")
    due = compact(dict(zip(names, (each.hash for each in documents), strict=False)))
    if documents[-1].body != due:
        raise Fault("reference", "The set-up names other documents than those before it.")


def read_owner(documents: list[Record] | tuple[Record, ...]) -> int:
    """Give whose a shuffle or a part of the opening is, as the record after it says."""
    owned = members(parse(documents[1].body, limit=1_000), "The owner", ("owner", "payload"))
    if read_hash(owned["payload"], "payload") != documents[0].hash:
        raise Fault("reference", "It names another document than the one before it.")
    return small(owned["owner"], "owner")
