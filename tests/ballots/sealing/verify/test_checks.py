"""Each test but the first ones is an attack that steals, drops or adds a vote, and is named.

The other program lets many of them pass; what it says is not asked here.
"""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO

import pytest

from ballots.sealing.appending import (
    Step,
    cast,
    decrypted,
    end_ballots,
    resulted,
    set_up,
    shuffled,
    tallied,
)
from ballots.sealing.archives import Record
from ballots.sealing.ballots import seal
from ballots.sealing.credentials import new_secret, published
from ballots.sealing.decrypting import decrypt
from ballots.sealing.documents import compact
from ballots.sealing.events import Event, EventType, Head, read_event
from ballots.sealing.groups import RFC_3526_2048
from ballots.sealing.hashing import hexadecimal
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.results import build_result
from ballots.sealing.shuffling import shuffle
from ballots.sealing.tallying import EncryptedTally, tally
from ballots.sealing.trustees import Trustees
from ballots.sealing.verify.checks import Checked, check
from ballots.sealing.verify.faults import Fault
from tests.belenios import Tool
from tests.factories.forged_ballots import overvote, signed
from tests.factories.opened_votes import OpenedVote
from tests.factories.sealed_votes import BEGAN, COMMITTEE, MOTION

BLANK = (1, 0, 0, 0, 0)
PAPERS = ((1, 0, 0), BLANK)


def checked(vote: OpenedVote, heads: Mapping[int, str] | None = None) -> Checked:
    return check(BytesIO(vote.archive), heads=heads or {})


def fault(vote: OpenedVote, heads: Mapping[int, str] | None = None) -> Fault:
    with pytest.raises(Fault) as found:
        checked(vote, heads)
    return found.value


def begun() -> OpenedVote:
    """Give an open vote of three, of a motion and a committee; the first voted twice."""
    vote = OpenedVote([MOTION, COMMITTEE], voters=3)
    vote.cast(0, (1, 0, 0), (0, 1, 1, 0, 0))
    vote.cast(1, (0, 1, 0), BLANK)
    vote.cast(0, (0, 1, 0), (0, 0, 0, 0, 1))
    return vote


@pytest.fixture(scope="module")
def kept() -> OpenedVote:
    return begun()


@pytest.fixture
def vote(kept: OpenedVote) -> OpenedVote:
    """Give that open vote, to go on with."""
    vote = object.__new__(OpenedVote)
    vote.__dict__.update(
        kept.__dict__,
        records=list(kept.records),
        ballots=list(kept.ballots),
        weights=dict(kept.weights),
    )
    return vote


def finished(vote: OpenedVote) -> OpenedVote:
    vote.close()
    vote.open({1: vote.key})
    return vote


def test_archive_that_holds_is_checked_to_its_result(vote):
    found = checked(finished(vote), {vote.head.height: vote.head.hash or ""})
    assert found.result == [[0, 2, 0], [1, 0, 0, 0, 1]]
    assert (found.ballots, found.voters, found.head) == (3, 2, vote.head)


def test_archive_is_checked_by_other_processes(vote):
    finished(vote)
    told: list[tuple[str, int, int]] = []
    with ProcessPoolExecutor(1) as pool:
        found = check(
            BytesIO(vote.archive), heads={}, pool=pool, progress=lambda *how: told.append(how)
        )
    assert found.result == [[0, 2, 0], [1, 0, 0, 0, 1]]
    assert told == [
        ("the chain, in MB", 0, 0),
        ("those who did not vote", 1, 1),
        ("ballots", 3, 3),
        ("openings", 1, 1),
    ]


def test_fault_of_a_ballot_comes_back_from_another_process(vote):
    body = vote.records[-2].body.replace(b'"response":"', b'"response":"1', 1)
    replaced(vote, -2, body)
    with ProcessPoolExecutor(1) as pool, pytest.raises(Fault) as found:
        check(BytesIO(vote.archive), heads={}, pool=pool)
    assert found.value.height == 3


def test_open_vote_is_checked_so_far(vote):
    found = checked(vote)
    assert found.result is None
    assert found.stage is EventType.BALLOT


def test_election_of_the_tool_holds(tmp_path):
    tool = Tool(tmp_path)
    secrets = tool.set_up([MOTION.document()], 2)
    for secret in secrets:
        tool.add("Ballot", tool.ballot(secret, [[1, 0, 0]]))
    tool.finish()
    assert check(BytesIO(tool.archive), heads={}).result == [[2, 0, 0]]


# --- Attacks on the chain ---------------------------------------------------------------------


def rechained(vote: OpenedVote, start: int) -> None:
    """Name every event after the one before it, from a record on, as a server that lies would."""
    head = next(
        (
            read_event(record.body).head
            for record in reversed(vote.records[:start])
            if record.is_event
        ),
        Head(None, -1, None),
    )
    for n in range(start, len(vote.records)):
        if vote.records[n].is_event:
            event = read_event(vote.records[n].body)
            payload = None if event.payload is None else vote.records[n - 1].hash
            made = Event(head.hash, head.height + 1, event.type, payload)
            vote.records[n], head = Record.event(made.raw), made.head


def replaced(vote: OpenedVote, place: int, body: bytes) -> None:
    place %= len(vote.records)
    vote.records[place] = Record.data(body)
    rechained(vote, place)


def forced(vote: OpenedVote, kind: EventType, *documents: bytes) -> None:
    """Append an event that may not come here."""
    records = [Record.data(document) for document in documents]
    payload = records[-1].hash if records else None
    event = Event(vote.head.hash, vote.head.height + 1, kind, payload)
    vote.append(Step((*records, Record.event(event.raw)), event.head))


def test_old_ballot_posted_again_after_a_later_one(vote):
    vote.append(cast(vote.head, vote.ballots[0].raw))
    assert fault(vote).code == "repeated"


def test_ballots_split_by_an_early_end(vote):
    vote.append(end_ballots(vote.head))
    forced(vote, EventType.BALLOT, vote.seal(2, *PAPERS))
    assert fault(vote).code == "order"


def test_second_set_up_that_replaces_the_electorate(vote):
    documents = [record.body for record in vote.records[1:5]]
    forced(vote, EventType.SETUP, *documents)
    assert fault(vote).code == "order"


def test_archive_cut_at_an_event_is_seen_by_a_head_that_was_noted(vote):
    noted = {vote.head.height: vote.head.hash or ""}
    vote.records = vote.records[:-2]
    assert checked(vote).ballots == 2
    assert fault(vote, noted).code == "head"


def test_history_written_anew_is_seen_by_a_head_that_was_noted(vote):
    noted = {vote.head.height: vote.head.hash or ""}
    replaced(vote, -2, vote.seal(0, *PAPERS))
    assert checked(vote).ballots == 3
    assert fault(vote, noted).code == "head"


@pytest.mark.parametrize("place", [1, 6, -1])
def test_event_that_names_no_longer_what_stands_before_it(vote, place):
    del vote.records[place]
    assert fault(vote).code in {"stray", "unfinished", "chain", "reference"}


def test_document_that_no_event_names(vote):
    vote.records.insert(-2, Record.data(b"{}"))
    assert fault(vote).code == "stray"
    vote.records[-3:] = [*vote.records[-2:], Record.data(b"{}")]
    assert fault(vote).code == "unfinished"


@pytest.mark.parametrize("cut", [1, 300, 600])
def test_archive_cut_inside_a_record(vote, cut):
    with pytest.raises(Fault) as found:
        check(BytesIO(vote.archive[:-cut]), heads={})
    assert found.value.code in {"truncated", "padding", "unfinished"}


def test_archive_that_is_none():
    for raw in (b"", b"\0" * 512, b"PK" * 400, Record.opening(BEGAN).written(BEGAN)):
        with pytest.raises(Fault):
            check(BytesIO(raw), heads={})


# --- Attacks on ballots -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda raw: raw.replace(b'"answers":', b'"answers": '), "not_canonical"),
        (lambda raw: raw.replace(b'"credential":"', b'"credential":"0'), "number"),
        (lambda raw: raw.replace(b'"blank_proof"', b'"blank"'), "blank_part"),
        (lambda raw: raw.replace(b'{"election_uuid"', b'{"x":1,"election_uuid"'), "shape"),
        (lambda raw: raw[:-1], "not_json"),
    ],
)
def test_ballot_that_is_not_spelt_as_it_has_to_be(vote, change: Callable[[bytes], bytes], code):
    replaced(vote, -2, change(vote.records[-2].body))
    found = fault(vote)
    assert (found.code, found.height, found.record) == (code, 3, vote.records[-2].hash)


def test_ballot_of_somebody_who_is_not_listed(vote):
    vote.append(cast(vote.head, seal(vote.election, new_secret(), PAPERS)))
    assert fault(vote).code == "unlisted"


def test_ballot_whose_answers_are_another_voters(vote):
    first, second = (json.loads(ballot.raw) for ballot in vote.ballots[:2])
    vote.append(cast(vote.head, compact({**first, "answers": second["answers"]})))
    assert fault(vote).code == "signature"


@pytest.mark.parametrize(
    "answers",
    [
        (((1, 0, 0), BLANK), ((0, 1, 0), BLANK)),
        (((1, 0, 0), (0, 1, 1, 0, 0)), ((1, 0, 0), (0, 0, 0, 1, 1))),
        (((1, 0, 0), (0, 1, 1, 0, 0)), ((1, 0, 0), BLANK)),
    ],
    ids=["for and against", "four of two places", "blank, and marked"],
)
def test_overvote_of_which_each_place_is_proven(vote, answers):
    vote.append(cast(vote.head, overvote(vote, 2, *answers)))
    found = fault(vote)
    assert found.code in {"overall_proof", "blank_proof"}
    assert found.height == 4


@pytest.mark.parametrize(
    ("question", "proof", "code"),
    [
        (0, "individual_proofs", "individual_proof"),
        (0, "overall_proof", "overall_proof"),
        (1, "blank_proof", "blank_proof"),
    ],
)
def test_ballot_with_a_proof_of_another_ballot(vote, question, proof, code):
    ballot, other = (json.loads(vote.seal(2, *PAPERS)) for _ in range(2))
    ballot["answers"][question][proof] = other["answers"][question][proof]
    vote.append(cast(vote.head, signed(vote, ballot, voter=2)))
    assert fault(vote).code == code


def listed(vote: OpenedVote, lines: list[str]) -> None:
    """Write the list of who may vote anew, and everything after it."""
    vote.records[3] = Record.data(compact(lines))
    names = ("election", "trustees", "credentials")
    vote.records[4] = Record.data(
        compact({name: vote.records[n].hash for n, name in enumerate(names, start=1)})
    )
    rechained(vote, 4)


def test_credential_listed_twice(vote):
    lines = json.loads(vote.records[3].body)
    listed(vote, [*lines, lines[0]])
    assert fault(vote).code == "credential"


def test_credential_of_nobody_who_voted_is_no_element_of_the_group(vote):
    lines = json.loads(vote.records[3].body)
    listed(vote, [*lines, "2"])
    found = fault(vote)
    assert (found.code, found.height, found.record) == ("not_an_element", 0, vote.records[3].hash)


def test_weight_that_was_altered_after_the_count(vote):
    finished(vote)
    noted = {0: read_event(vote.records[5].body).head.hash or ""}
    lines = json.loads(vote.records[3].body)
    listed(vote, [f"{line},9" for line in lines])
    assert fault(vote).code == "tally"
    assert fault(vote, noted).code == "head"


def test_set_up_of_a_key_that_the_trustees_do_not_have(vote):
    other = OpenedVote([MOTION, COMMITTEE], voters=1)
    documents = (vote.election.raw, other.trustees.raw, published(vote.weights))
    step = set_up(election=documents[0], trustees=documents[1], credentials=documents[2])
    vote.records = [vote.records[0], *step.records]
    assert fault(vote).code == "public_key"


# --- Attacks on the count ---------------------------------------------------------------------


def test_tally_that_is_not_of_these_ballots(vote):
    vote.append(end_ballots(vote.head))
    true, before, head = vote.tally, list(vote.records), vote.head
    for lie in (
        EncryptedTally(true.ballots + 1, true.weight, true.answers),
        EncryptedTally(true.ballots, true.weight + 1, true.answers),
        EncryptedTally(true.ballots, true.weight, true.answers[::-1]),
        tally(vote.election, vote.ballots[:2], vote.weights),
        tally(vote.election, vote.ballots, dict.fromkeys(vote.weights, 2)),
    ):
        vote.records, vote.head = list(before), head
        vote.append(tallied(vote.head, lie))
        assert fault(vote).code == "tally"


def test_tally_that_is_garbage(vote):
    vote.append(end_ballots(vote.head))
    sized = compact({"num_tallied": 2, "total_weight": 2, "encrypted_tally": hexadecimal(b"[]")})
    forced(vote, EventType.ENCRYPTED_TALLY, b"[]", sized)
    assert fault(vote).code == "tally"


def test_part_of_another_key_or_given_twice(vote):
    vote.close()
    before, head = list(vote.records), vote.head
    false = decrypt(vote.election, vote.answers, vote.key + 1)
    vote.append(decrypted(vote.head, 1, false.raw))
    assert fault(vote).code == "decryption_proof"
    vote.records, vote.head = list(before), head
    part = decrypt(vote.election, vote.answers, vote.key).raw
    vote.append(decrypted(vote.head, 2, part))
    assert fault(vote).code == "owner"
    vote.records, vote.head = list(before), head
    vote.append(decrypted(vote.head, 1, part))
    forced(vote, EventType.PARTIAL_DECRYPTION, *(record.body for record in vote.records[-3:-1]))
    assert fault(vote).code == "owner"


def test_result_that_is_another(vote):
    vote.close()
    vote.decrypt(1, vote.key)
    vote.append(resulted(vote.head, build_result([[2, 0, 0], [1, 0, 0, 0, 1]])))
    assert fault(vote).code == "result"


def test_shuffle_of_what_is_not_ranked(vote):
    vote.close()
    vote.append(shuffled(vote.head, 1, b"{}"))
    assert fault(vote).code == "not_ranked"


def test_ranked_papers_exchanged_by_a_mixer_or_opened_unshuffled():
    vote = OpenedVote([RankedQuestion("Chair", ("Ada", "Bob"))], 2, group=RFC_3526_2048)
    for voter in range(2):
        vote.cast(voter, (1, 2))
    vote.close()
    before, head = list(vote.records), vote.head
    vote.shuffle(1)
    vote.end_shuffles()
    assert vote.open({1: vote.key}) == [[(1, 2), (1, 2)]]
    assert checked(vote).shuffles == 1

    vote.records, vote.head, vote.answers = list(before), head, vote.tally.answers
    papers = [[vote.answers[0][0], vote.answers[0][0]]]
    vote.append(shuffled(vote.head, 1, shuffle(vote.election, papers).raw))
    assert fault(vote).code == "another"

    vote.records, vote.head = list(before), head
    vote.decrypt(1, vote.key)
    assert fault(vote).code == "not_shuffled"


def test_trustees_are_those_of_the_archive(vote):
    assert checked(vote).trustees == Trustees.read(vote.records[2].body, vote.election.group)
