"""Archives made to stop the verifier, to use up the machine, or to have it say what they want."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots.sealing import archives
from ballots.sealing.appending import cast
from ballots.sealing.archives import Record, header
from ballots.sealing.audit.command import in_words as audited
from ballots.sealing.audit.spoilt import Opened
from ballots.sealing.ballots import largest_ballot
from ballots.sealing.events import Event, Head, read_event
from ballots.sealing.groups import RFC_3526_2048
from ballots.sealing.opening import Read
from ballots.sealing.questions import Answer, Question, RankedQuestion
from ballots.sealing.verify.checks import check
from ballots.sealing.verify.command import main
from ballots.sealing.verify.faults import Fault
from tests.factories.opened_votes import OpenedVote, made_together
from tests.factories.sealed_votes import BEGAN, COMMITTEE, MOTION, Vote

CLEARED = "\x1b[2J\rGOOD. Every ballot holds.\n\u202e"


@pytest.fixture(scope="module")
def vote() -> OpenedVote:
    vote = OpenedVote([MOTION, COMMITTEE], voters=3)
    vote.cast(0, (1, 0, 0), (0, 1, 1, 0, 0))
    vote.cast(1, (0, 1, 0), (1, 0, 0, 0, 0))
    vote.cast(0, (0, 1, 0), (0, 0, 0, 0, 1))
    vote.close()
    vote.open({1: vote.key})
    return vote


def fault(raw: bytes) -> Fault:
    with pytest.raises(Fault) as found:
        check(BytesIO(raw), heads={})
    return found.value


def written(records: list[Record]) -> bytes:
    return b"".join(record.written(BEGAN) for record in records)


class Endless(BytesIO):
    """A file that counts what is asked of it at once, as room is taken for that."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.most = max(self.most, size or 0)
        return super().read(size)


@pytest.mark.parametrize(
    ("said", "code"), [(archives.LARGEST_BODY, "truncated"), (8**11 - 1, "too_large")]
)
def test_record_that_says_it_is_enormous_takes_no_room(said, code):
    opening = Record.opening(BEGAN).written(BEGAN)
    archive = Endless(opening + header("0" * 64 + ".data.json", said, BEGAN) + bytes(2000))
    with pytest.raises(Fault) as found:
        check(archive, heads={})
    assert found.value.code == code
    assert archive.most <= 1 << 20


@pytest.mark.parametrize("size", [b"-0000000001", b"0000000000x", b"+0000000000", b" 0000000000"])
def test_record_of_a_size_that_is_none(size):
    block = bytearray(header("BELENIOS", 0, BEGAN))
    block[124:135] = size
    assert fault(bytes(block)).code == "truncated"


def test_million_empty_records_are_told_at_the_fifth():
    opening, stray = Record.opening(BEGAN).written(BEGAN), Record.data(b"").written(BEGAN)
    archive = BytesIO(opening + stray * 1000)
    with pytest.raises(Fault) as found:
        check(archive, heads={})
    assert found.value.code == "stray"
    assert archive.tell() < len(opening) + 10 * len(stray)


def test_ballot_that_is_far_too_long_is_held_by_nobody():
    vote = Vote(voters=1)
    raw = vote.seal(0, (1, 0, 0))
    vote.append(cast(vote.head, raw[:-1] + b" " * largest_ballot(vote.election) + b"}"))
    pieces: list[object] = []

    class Pool:
        def submit(self, *piece: object) -> None:
            pieces.append(piece)

    with pytest.raises(Fault) as found:
        check(BytesIO(vote.archive), heads={}, pool=Pool())  # type: ignore[arg-type]
    assert (found.value.code, pieces) == ("too_large", [])


@pytest.mark.parametrize(
    "election",
    [b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5_000, b'"\\ud800"', b"NaN", b"\xff\xfe", b"1e999"],
)
def test_election_that_would_stop_a_reader(vote, election):
    record = Record.data(election)
    names = ("election", "trustees", "credentials")
    held = [record, *vote.records[2:4]]
    data = Record.data(
        json.dumps(
            dict(zip(names, (each.hash for each in held), strict=True)), separators=(",", ":")
        ).encode()
    )
    event = Event(None, 0, read_event(vote.records[5].body).type, data.hash)
    raw = written([vote.records[0], *held, data, Record.event(event.raw)])
    assert fault(raw).code in {"not_json", "not_canonical", "shape"}


def test_name_writes_no_verdict_of_its_own(vote, tmp_path, capsys, monkeypatch):
    path = tmp_path / "it.bel"
    path.write_bytes(vote.archive.replace(vote.records[1].hash[:8].encode(), b"\x1b[2JGOOD", 1))
    assert main([str(path), "--processes", "1"]) == 1
    told = capsys.readouterr().out
    assert "\N{REPLACEMENT CHARACTER}[2JGOOD" in told
    assert "\x1b" not in told
    opened = Opened("t", CLEARED, "f", ((CLEARED, CLEARED),))
    said = audited(opened)
    assert not {"\x1b", "\r", "\u202e"} & set(said)
    assert "\nGOOD" not in said


def test_heads_that_contradict_each_other_are_asked_wrongly(vote, tmp_path, capsys):
    path = tmp_path / "it.bel"
    path.write_bytes(vote.archive)
    true = f"{vote.head.height}:{vote.head.hash}"
    false = f"{vote.head.height}:{'0' * 64}"
    with pytest.raises(SystemExit) as ended:
        main([str(path), "--head", false, "--head", true])
    assert ended.value.code == 2
    assert "cannot both be true" in capsys.readouterr().err


def test_ballot_that_weighs_more_than_another_is_told(tmp_path, capsys):
    opened = OpenedVote(voters=2, weights=[1, 50])
    for voter in range(2):
        opened.cast(voter, (1, 0, 0))
    path = tmp_path / "it.bel"
    path.write_bytes(opened.archive)
    assert main([str(path), "--processes", "1"]) == 3
    assert "NOT EVERY BALLOT COUNTS ONCE" in capsys.readouterr().out


# --- Any byte ---------------------------------------------------------------------------------


def plain() -> OpenedVote:
    return voted([MOTION], [(1, 0, 0)], [(0, 1, 0)])


def changed() -> OpenedVote:
    vote = OpenedVote([MOTION], voters=2)
    for voter, answer in ((0, (1, 0, 0)), (1, (0, 1, 0)), (0, (0, 1, 0)), (0, (0, 0, 1))):
        vote.cast(voter, answer)
    return opened(vote)


def blank() -> OpenedVote:
    return voted([COMMITTEE], [(0, 1, 1, 0, 0)], [(1, 0, 0, 0, 0)])


def several() -> OpenedVote:
    block = Question("Three of four", COMMITTEE.answers, 1, 3)
    return voted([MOTION, block], [(1, 0, 0), (1, 1, 0, 1)], [(0, 0, 1), (0, 0, 1, 0)])


def of_trustees() -> OpenedVote:
    together = made_together(3, 2)
    vote = OpenedVote([MOTION], voters=2, trustees=[together.key])
    for voter in range(2):
        vote.cast(voter, (0, 1, 0))
    vote.close()
    vote.open({owner: together.secrets[owner - 1] for owner in (1, 3)})
    return vote


def ranked() -> OpenedVote:
    vote = OpenedVote([RankedQuestion("Chair", ("Ada", "Bob"))], 2, group=RFC_3526_2048)
    for voter, paper in enumerate([(1, 2), (0, 1)]):
        vote.cast(voter, paper)
    vote.close()
    vote.shuffle(1)
    vote.end_shuffles()
    vote.open({1: vote.key})
    return vote


def voted(questions: Sequence[Question], *papers: Sequence[Answer]) -> OpenedVote:
    """Have one voter cast each of these, and one cast nothing."""
    vote = OpenedVote(questions, voters=len(papers) + 1)
    for voter, answers in enumerate(papers):
        vote.cast(voter, *answers)
    return opened(vote)


def opened(vote: OpenedVote) -> OpenedVote:
    vote.close()
    vote.open({1: vote.key})
    return vote


KINDS = (plain, changed, blank, several, of_trustees, ranked)


@lru_cache
def kept(kind: Callable[[], OpenedVote]) -> tuple[OpenedVote, Read]:
    """Give a vote of a kind, and what is accepted as its result."""
    vote = kind()
    result = check(BytesIO(vote.archive), heads={}).result
    assert result is not None
    return vote, result


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_archive_with_any_byte_changed_is_not_accepted(kind, data):
    raw = bytearray(kept(kind)[0].archive)
    at = data.draw(st.integers(0, len(raw) - 1))
    how = data.draw(st.sampled_from(["flip", "drop", "put"]))
    if how == "flip":
        raw[at] ^= data.draw(st.integers(1, 255))
    elif how == "drop":
        del raw[at]
    else:
        raw.insert(at, data.draw(st.integers(0, 255)))
    fault(bytes(raw))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_document_with_any_byte_changed_gives_no_other_result(kind, data):
    """A server that lies names everything anew after the change; the proofs have to tell."""
    vote, result = kept(kind)
    at = data.draw(
        st.sampled_from([n for n, each in enumerate(vote.records) if n and not each.is_event])
    )
    body = bytearray(vote.records[at].body)
    place = data.draw(st.integers(0, len(body) - 1))
    byte = data.draw(st.one_of(st.sampled_from(b'0123456789"[]{},:'), st.integers(0, 255)))
    body[place] = byte
    raw = renamed(vote.records, at, bytes(body))
    try:
        found = check(BytesIO(raw), heads={})
    except Fault:
        return
    assert found.result in (result, None)


@pytest.mark.parametrize("kind", [changed, ranked])
def test_archive_without_one_of_its_events_gives_no_other_result(kind):
    """Nor does one in which two events have changed places."""
    vote, result = kept(kind)
    events = in_events(vote.records[1:])
    for n in range(len(events)):
        others = [*events[:n], *events[n + 1 :]]
        swapped = [*events[:n], *events[n : n + 2][::-1], *events[n + 2 :]]
        for made in (others, swapped):
            if made == events:
                continue
            records = [vote.records[0], *chain.from_iterable(made)]
            raw = renamed(records, 1, records[1].body)
            try:
                found = check(BytesIO(raw), heads={})
            except Fault:
                continue
            assert found.result in (result, None)


def in_events(records: Sequence[Record]) -> list[list[Record]]:
    """Part records into events, each with its documents before it."""
    found: list[list[Record]] = [[]]
    for record in records:
        found[-1].append(record)
        if record.is_event:
            found.append([])
    return found[:-1]


def renamed(records: list[Record], at: int, body: bytes) -> bytes:
    """Put another document in, and name it anew wherever it is named, to the end of the chain."""
    made, head = list(records[:at]), Head(None, -1, None)
    names: dict[bytes, bytes] = {}
    for n, record in enumerate(records):
        if n and record.is_event:
            event = read_event(record.body)
            named = names.get((event.payload or "").encode(), b"").decode() or event.payload
            event = Event(head.hash, head.height + 1, event.type, named)
            head = event.head
            if n >= at:
                made.append(Record.event(event.raw))
        elif n >= at:
            changed = body if n == at else record.body
            for old, new in names.items():
                changed = changed.replace(old, new)
            made.append(Record.data(changed))
            names[record.hash.encode()] = made[n].hash.encode()
    return written(made)
