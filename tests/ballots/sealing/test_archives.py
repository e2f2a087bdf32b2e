"""The archive, byte for byte, and its chain."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.sealing.appending import (
    cast,
    decrypted,
    end_ballots,
    end_shuffles,
    resulted,
    set_up,
    shuffled,
)
from ballots.sealing.archives import BadArchive, Record, header, read_records
from ballots.sealing.documents import BadDocument
from ballots.sealing.events import BEGINNING, EventType, read_event

TIME = 1_795_365_574
OPENING = Record.opening(TIME)


def archive(*bodies):
    records = (OPENING, *map(Record.data, bodies))
    return b"".join(record.written(TIME) for record in records)


def read(raw):
    return list(read_records(BytesIO(raw)))


def refused(raw):
    with pytest.raises(BadArchive) as refusal:
        read(raw)
    return refusal.value.code


@given(st.lists(st.binary(max_size=1_100), max_size=4))
def test_records_are_read_as_they_were_written(bodies):
    assert [record.body for record in read(archive(*bodies))[1:]] == bodies


@given(st.data(), st.integers(1, 255))
@settings(max_examples=200)
def test_no_byte_can_be_changed(data, change):
    raw = bytearray(archive(b"one", b"x" * 512))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= change
    refused(bytes(raw))


@given(st.integers(0, 511))
def test_archive_that_ends_inside_a_record_is_refused(missing):
    raw = archive(b"one", b"two")
    cut = raw[: len(raw) - 1 - missing]
    assert refused(cut) in {"truncated", "padding"}


def test_archive_with_tar_blocks_at_its_end_is_refused():
    assert refused(archive() + bytes(1024)) == "truncated"


def test_archive_without_its_opening_is_refused():
    assert refused(b"") == "opening"
    assert refused(Record.data(b"one").written(TIME)) == "opening"
    assert refused(archive() + OPENING.written(TIME)) == "name"


def test_record_at_another_time_is_refused():
    assert refused(archive() + Record.data(b"one").written(TIME + 1)) == "header"


def test_record_under_another_name_is_refused():
    assert refused(archive() + Record("0" * 64 + ".data.json", b"one").written(TIME)) == "name"


def test_record_too_large_for_a_header_is_refused():
    with pytest.raises(BadArchive):
        header("x", 8**11, TIME)


def test_steps_of_an_election_chain_in_their_order():
    step = set_up(election=b"e", trustees=b"t", credentials=b"c")
    names = [step]
    for make, given_to in (
        (cast, (b"one",)),
        (cast, (b"two",)),
        (end_ballots, ()),
    ):
        step = make(step.head, *given_to)
        names.append(step)
    assert [len(each.records) for each in names] == [5, 2, 2, 1]
    assert (step.head.height, step.head.type) == (3, EventType.END_BALLOTS)
    assert read_event(names[2].records[-1].body).parent == names[1].head.hash
    for again in (cast, resulted):
        with pytest.raises(BadArchive) as refusal:
            again(step.head, b"three")
        assert refusal.value.code == "order"


def test_shuffles_and_shares_name_their_trustee():
    head = BEGINNING._replace(type=EventType.ENCRYPTED_TALLY)
    step = shuffled(head, 2, b"s")
    assert step.records[1].body.startswith(b'{"owner":2,"payload":"')
    step = decrypted(end_shuffles(step.head).head, 1, b"d")
    assert resulted(step.head, b"r").head.type == EventType.RESULT


def test_event_that_does_not_name_the_one_before_is_refused():
    step = set_up(election=b"e", trustees=b"t", credentials=b"c")
    event = step.head.next(EventType.BALLOT, "0" * 64)
    for wrong in (event._replace(parent="1" * 64), event._replace(height=7)):
        with pytest.raises(BadArchive) as refusal:
            step.head.insist_on(wrong)
        assert refusal.value.code == "chain"
    with pytest.raises(BadArchive) as refusal:
        step.head.insist_on(event._replace(payload=None))
    assert refusal.value.code == "payload"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"height":0,"type":"Nonsense"}',
        b'{"height":-1,"type":"Setup"}',
        b'{"type":"Setup","height":0}',
        b'{"parent":"00","height":1,"type":"Ballot"}',
        b'{"parent":null,"height":1,"type":"Ballot"}',
        b'{"height":0,"type":"Setup","payload":"' + b"G" * 64 + b'"}',
    ],
)
def test_event_of_another_shape_is_refused(raw):
    with pytest.raises(BadDocument):
        read_event(raw)
