import json

import pytest

from ballots.sealing.verify.command import main
from tests.factories.opened_votes import OpenedVote


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
    assert "No head was compared" not in capsys.readouterr().out


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


def test_command_says_which_file_it_cannot_read(tmp_path, capsys):
    assert main([str(tmp_path / "none.bel"), "--processes", "1"]) == 2
    assert "none.bel cannot be read" in capsys.readouterr().err
