"""What each step of an election adds to its archive (Belenios specification 2.0, section 4.4).

One function for each event: it is given where the chain stands, and gives the records to append,
in order, and where the chain stands then. Nothing here checks what the documents say; `Head` alone
refuses an event that may not come next.
"""

from typing import NamedTuple

from ballots.sealing.archives import Record
from ballots.sealing.documents import compact
from ballots.sealing.events import BEGINNING, EventType, Head
from ballots.sealing.hashing import hexadecimal
from ballots.sealing.tallying import EncryptedTally


class Step(NamedTuple):
    """The records that one event adds, itself the last, and where the chain stands after it."""

    records: tuple[Record, ...]
    head: Head


def set_up(*, election: bytes, trustees: bytes, credentials: bytes) -> Step:
    """Open an election: its three documents, the record that names them, and `Setup`."""
    data = compact(
        {
            "election": hexadecimal(election),
            "trustees": hexadecimal(trustees),
            "credentials": hexadecimal(credentials),
        }
    )
    return _step(BEGINNING, EventType.SETUP, election, trustees, credentials, data)


def cast(head: Head, ballot: bytes) -> Step:
    """Append a ballot that was insisted on."""
    return _step(head, EventType.BALLOT, ballot)


def end_ballots(head: Head) -> Step:
    """End the casting."""
    return _step(head, EventType.END_BALLOTS)


def tallied(head: Head, tally: EncryptedTally) -> Step:
    """Append the sealed sums, and the numbers with them."""
    return _step(head, EventType.ENCRYPTED_TALLY, tally.raw, tally.sized)


def shuffled(head: Head, owner: int, shuffle: bytes) -> Step:
    """Append a shuffle by trustee number `owner`, from 1."""
    return _step(head, EventType.SHUFFLE, shuffle, _owned(owner, shuffle))


def end_shuffles(head: Head) -> Step:
    """End the shuffling."""
    return _step(head, EventType.END_SHUFFLES)


def decrypted(head: Head, owner: int, part: bytes) -> Step:
    """Append the share of trustee number `owner`, from 1, counting members of groups one by one."""
    return _step(head, EventType.PARTIAL_DECRYPTION, part, _owned(owner, part))


def resulted(head: Head, result: bytes) -> Step:
    """Append the result, which ends the election."""
    return _step(head, EventType.RESULT, result)


def _owned(owner: int, payload: bytes) -> bytes:
    return compact({"owner": owner, "payload": hexadecimal(payload)})


def _step(head: Head, kind: EventType, *documents: bytes) -> Step:
    """Append documents, the last of which the event is about."""
    data = [Record.data(document) for document in documents]
    event = head.next(kind, data[-1].hash if data else None)
    return Step((*data, Record.event(event.raw)), event.head)
