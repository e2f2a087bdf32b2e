"""Archives of ours before `belenios-tool`, and elections of the tool's before us."""

from io import BytesIO

import pytest

from ballots.sealing.archives import read_records, read_timestamp
from ballots.sealing.ballots import insist_on_ballot, read_ballot, tracker
from ballots.sealing.credentials import public_credential, published, read_credentials
from ballots.sealing.decrypting import insist_on_partial_decryption, read_partial_decryption
from ballots.sealing.elections import Election
from ballots.sealing.events import BEGINNING, read_event
from ballots.sealing.results import read_result
from ballots.sealing.tallying import read_tally, tally
from tests.belenios import Tool
from tests.factories.sealed_votes import COMMITTEE, MOTION, Vote


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """One vote with a plain question and one that allows blank; a revote; a ballot of the tool."""
    vote = Vote((MOTION, COMMITTEE), 4)
    tool = Tool(tmp_path_factory.mktemp("ours"))
    vote.cast(0, (1, 0, 0), (0, 1, 1, 0, 0))
    vote.cast(1, (0, 1, 0), (1, 0, 0, 0, 0))
    assert tool.passes(vote.archive, vote.election.uuid, result=False)
    vote.take(tool.ballot(vote.secrets[2], [[0, 0, 1], [0, 0, 0, 1, 0]]))
    vote.cast(0, (0, 1, 0), (0, 0, 0, 0, 0))
    return vote, tool, vote.finish()


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """An election that the tool alone set up, cast in, tallied and opened; weights, a revote."""
    tool = Tool(tmp_path_factory.mktemp("theirs"))
    questions = [MOTION.document(), COMMITTEE.document()]
    secrets = tool.set_up(questions, "a@x.org,,1\nb@x.org,,2000000000\nc@x.org,,3\n")
    for n, answers in enumerate(([[1, 0, 0], [0, 1, 1, 0, 0]], [[0, 1, 0], [1, 0, 0, 0, 0]])):
        tool.add("Ballot", tool.ballot(secrets[n], answers))
    tool.add("Ballot", tool.ballot(secrets[0], [[0, 0, 1], [0, 0, 0, 0, 1]]))
    tool.finish()
    return tool, list(read_records(BytesIO(tool.archive))), secrets


def test_archive_of_ours_passes_the_tool_with_its_result(finished):
    vote, tool, result = finished
    assert tool.passes(vote.archive, vote.election.uuid)
    assert result == [[0, 2, 1], [1, 0, 0, 1, 0]]


def test_weighted_archive_passes_the_tool(tmp_path):
    vote = Vote((MOTION,), 2, weights=(3, 2_000_000_000))
    vote.cast(0, (1, 0, 0))
    vote.cast(1, (0, 0, 1))
    assert vote.finish() == [[3, 0, 2_000_000_000]]
    assert Tool(tmp_path).passes(vote.archive, vote.election.uuid)


def test_tool_refuses_what_was_tampered_with(finished, tmp_path):
    vote, *_ = finished
    at = vote.archive.rindex(b"[[0,2,1]")
    forged = vote.archive[:at] + vote.archive[at:].replace(b"[[0,2,1]", b"[[2,0,1]", 1)
    (tmp_path / f"{vote.election.uuid}.bel").write_bytes(forged)
    Tool(tmp_path).run("election", "verify", fails=True)


def test_archive_of_the_tool_is_written_again_byte_for_byte(theirs):
    tool, records, _ = theirs
    timestamp = read_timestamp(records[0])
    assert b"".join(record.written(timestamp) for record in records) == tool.archive


def test_chain_of_the_tool_is_followed_to_its_end(theirs):
    _, records, _ = theirs
    head = BEGINNING
    for record in records:
        if record.is_event:
            event = read_event(record.body)
            head.insist_on(event)
            assert event.raw == record.body
            head = event.head
    assert (head.type, head.height, head.hash) == ("Result", 7, records[-1].hash)


def test_election_of_the_tool_is_checked_added_up_and_opened(theirs):
    _, records, _ = theirs
    data = [record.body for record in records if not record.is_event]
    election = Election.read(data[1])
    weights = read_credentials(data[3], election.group)
    assert published(weights) == data[3]
    ballots = [insist_on_ballot(election, raw, weights) for raw in data[5:8]]
    ours = tally(election, ballots, weights)
    assert ours.raw == data[8]
    assert ours.sized == data[9]
    assert read_tally(election, data[9], data[8]) == ours
    part = read_partial_decryption(election, data[10], ours.answers)
    insist_on_partial_decryption(election, ours.answers, election.public_key, part)
    assert part.raw == data[10]
    result = read_result(data[12], [len(answer) for answer in ours.answers])
    assert result == [[0, 2_000_000_000, 1], [2_000_000_000, 0, 0, 0, 1]]


def test_credentials_are_derived_as_the_tool_derives_them(theirs):
    tool, records, secrets = theirs
    election = Election.read(records[1].body)
    for secret in secrets[:2]:
        named = ("--uuid", election.uuid, "--group", election.group.name)
        derived = tool.run("setup", "generate-credentials", *named, "--derive", secret)
        ours = public_credential(secret, election.uuid, election.group)
        assert str(ours) == derived.decode().strip()


def test_tracker_is_what_the_tool_calls_a_ballot(finished):
    vote, tool, _ = finished
    ballot = vote.ballots[0]
    assert tool.run("sha256-b64", given=ballot.raw).decode().strip() == ballot.tracker
    assert tracker(read_ballot(vote.election, ballot.raw).raw) == ballot.tracker
