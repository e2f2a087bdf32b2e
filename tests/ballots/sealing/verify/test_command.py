import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.formats.tiles import bundle
from ballots.sealing.ballots import tracker
from ballots.sealing.events import read_event
from ballots.sealing.verify.command import main
from tests.factories.opened_votes import OpenedVote
from tests.factories.sealed_votes import BEGAN


@pytest.fixture(scope="module")
def vote() -> OpenedVote:
    vote = OpenedVote(voters=1)
    vote.cast(0, (1, 0, 0))
    vote.close()
    vote.open({1: vote.key})
    return vote


@pytest.fixture
def archive(vote, tmp_path):
    path = tmp_path / "it.bel"
    path.write_bytes(vote.archive)
    return path


def test_command_says_that_an_archive_is_good(vote, archive, capsys):
    assert main([str(archive), "--processes", "1"]) == 0
    said = capsys.readouterr().out
    assert "GOOD. Every ballot" in said
    assert "1  For" in said
    assert "No head was compared" in said
    noted = f"{vote.head.height}:{vote.head.hash}"
    assert main([str(archive), "--processes", "1", "--head", noted]) == 0
    assert "One head was compared, the newest of event 5.\n" in capsys.readouterr().out


def test_command_tells_programs_what_it_found(vote, archive, capsys):
    assert main([str(archive), "--processes", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fault"] is None
    assert told["head"] == {"height": vote.head.height, "hash": vote.head.hash}
    assert told["result"][0]["sums"] == [["For", 1], ["Against", 0], ["Abstain", 0]]


def test_command_names_the_first_fault(vote, archive, capsys):
    archive.write_bytes(vote.archive[:-512])
    assert main([str(archive), "--processes", "1"]) == 1
    assert "NOT GOOD." in capsys.readouterr().out
    assert main([str(archive), "--processes", "1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["fault"]["code"] == "truncated"


def test_command_says_that_there_is_no_result_yet(vote, archive, capsys):
    archive.write_bytes(b"".join(record.written(1_795_365_574) for record in vote.records[:6]))
    assert main([str(archive), "--processes", "1"]) == 3
    assert "no result yet" in capsys.readouterr().out


@pytest.mark.parametrize("head", ["5", "x:" + "0" * 64, "5:" + "0" * 63, "5:" + "G" * 64])
def test_command_is_refused_a_head_that_is_none(archive, head, capsys):
    with pytest.raises(SystemExit) as ended:
        main([str(archive), "--head", head])
    assert ended.value.code == 2
    assert "hexadecimal" in capsys.readouterr().err


def test_command_finds_a_ballot_by_its_tracker_and_says_whether_it_counts(tmp_path, capsys):
    vote = OpenedVote(voters=2)
    replaced, _, counts = (
        vote.cast(voter, answer).tracker
        for voter, answer in ((0, (1, 0, 0)), (1, (0, 1, 0)), (0, (0, 1, 0)))
    )
    path = tmp_path / "it.bel"
    path.write_bytes(b"".join(record.written(BEGAN) for record in vote.records))
    asked = [str(path), "--processes", "1"]
    assert main([*asked, "--tracker", counts, "--tracker", f"{replaced}="]) == 3
    said = capsys.readouterr().out
    assert f"The ballot {counts} is here, and counts." in said
    assert f"The ballot {replaced} is here; a later one of its voter counts." in said
    assert main([*asked, "--tracker", tracker(b"never cast")]) == 1
    assert "not in this archive" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["", "A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "-"])
def test_command_is_refused_a_tracker_that_is_none(archive, given, capsys):
    with pytest.raises(SystemExit) as ended:
        main([str(archive), "--tracker", given])
    assert ended.value.code == 2
    assert "a tracker, which has 43" in capsys.readouterr().err


def log_of(vote: OpenedVote, *, without: int = 0, last: str = "") -> bytes:
    """Write a log as a scrutiny pack has it, with the heads of this vote and of another."""
    events = [read_event(record.body) for record in vote.records if record.is_event]
    heads = [(event.height, event.head.hash) for event in events[: len(events) - without]]
    if last:
        heads[-1] = (heads[-1][0], last)
    first = {"t": "sealed_vote.set_up", "uuid": vote.election.uuid}
    lines = [
        {"of": "ballot:other", "height": 0, "head": "0" * 64, "t": "sealed_vote.set_up"},
        *(
            {"of": "ballot:1", "height": height, "head": head, **(first if height == 0 else {})}
            for height, head in heads
        ),
    ]
    return b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines)


def test_command_compares_every_head_of_the_log(vote, archive, tmp_path, capsys):
    log, asked = tmp_path / "audit_log.jsonl", [str(archive), "--processes", "1", "--log"]
    log.write_bytes(log_of(vote))
    assert main([*asked, str(log)]) == 0
    assert "6 heads were compared, the newest of event 5.\n" in capsys.readouterr().out
    log.write_bytes(log_of(vote, without=1))
    assert main([*asked, str(log)]) == 0
    assert "What comes after it was not" in capsys.readouterr().out
    log.write_bytes(log_of(vote, last="1" * 64))
    assert main([*asked, str(log)]) == 1
    assert "(event 5)" in capsys.readouterr().out
    bundles = tmp_path / "exported" / "tile" / "entries"
    bundles.mkdir(parents=True)
    (bundles / "000").write_bytes(bundle(log_of(vote).splitlines()))
    assert main([*asked, str(tmp_path / "exported")]) == 0
    assert "6 heads were compared" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (b"", "no entry that opens the archive"),
        (b'{"height":\n', "One of its entries is none"),
        (b'{"head":"x","height":1,"of":[]}\n', "no entry that opens the archive"),
        (b'{"head":"x","height":1,"of":{}}\n', "no entry that opens the archive"),
        (b"x" * 65_536, "longer than any entry"),
        (None, "cannot be read"),
    ],
)
def test_command_is_refused_a_log_that_says_nothing_of_the_vote(
    archive, tmp_path, capsys, log, words
):
    path = tmp_path / "audit_log.jsonl"
    if log is not None:
        path.write_bytes(log)
    assert main([str(archive), "--processes", "1", "--log", str(path)]) == 2
    assert words in capsys.readouterr().err


def test_command_takes_no_room_for_a_bundle_that_is_larger_than_any(archive, tmp_path, capsys):
    bundles = tmp_path / "exported" / "tile" / "entries"
    bundles.mkdir(parents=True)
    with (bundles / "000").open("wb") as endless:
        endless.truncate(1 << 40)
    asked = [str(archive), "--processes", "1", "--log", str(tmp_path / "exported")]
    assert main(asked) == 2
    assert "larger than any can be" in capsys.readouterr().err


def run(*asked: object) -> subprocess.Popen[str]:
    """Start the program as people do."""
    return subprocess.Popen(  # noqa: S603 # words of our own
        [sys.executable, "-m", "ballots.sealing.verify", *map(str, asked)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def long_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose check takes some seconds."""
    long = OpenedVote(voters=1)
    for _ in range(300):
        long.cast(0, (1, 0, 0))
    path = tmp_path_factory.mktemp("long") / "it.bel"
    path.write_bytes(b"".join(record.written(BEGAN) for record in long.records))
    return path


def workers_of(running: subprocess.Popen[str], due: int) -> list[int]:
    """Wait until so many processes are at work for it; a signal while they start may be lost."""
    path = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = path.read_text().split()
        if len(found) == due and all(worked(each) for each in found):
            return [int(each) for each in found]
        time.sleep(0.02)
    raise AssertionError("no process was started")


def worked(process: str) -> bool:
    """Say whether a process has had a tenth of a second of a processor."""
    *_, after_its_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")
    return int(after_its_name.split()[11]) >= os.sysconf("SC_CLK_TCK") // 10


@pytest.fixture
def _keyboard_is_heard() -> Iterator[None]:
    """Let what is started be stopped, even where these tests run in the background and may not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_keyboard_is_heard")
@pytest.mark.parametrize("stop", ["a process of its own is ended", "from the keyboard"])
def test_check_that_was_stopped_is_no_fault_of_the_archive(long_archive: Path, stop: str) -> None:
    running = run(long_archive, "--processes", "2")
    one, _ = workers_of(running, 2)
    if stop == "from the keyboard":
        running.send_signal(signal.SIGINT)
    else:
        os.kill(one, signal.SIGKILL)
    said, error = running.communicate(timeout=100)
    assert (running.returncode, said) == (2, "")
    assert "says nothing of the archive" in error
    assert "Traceback" not in error


def test_command_says_of_a_page_of_the_web_that_it_is_no_archive(tmp_path, capsys):
    path = tmp_path / "it.bel"
    path.write_bytes(b"<!doctype html><title>Not found</title>" * 40)
    assert main([str(path), "--processes", "1"]) == 1
    assert "no archive of a sealed vote" in capsys.readouterr().out


def test_command_says_which_file_it_cannot_read(tmp_path, capsys):
    assert main([str(tmp_path / "none.bel"), "--processes", "1"]) == 2
    assert "none.bel cannot be read" in capsys.readouterr().err
