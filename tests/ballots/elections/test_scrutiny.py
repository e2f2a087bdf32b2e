"""What an election gives to a scrutiny pack, and that anyone counts the same from it."""

import json
import shlex
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from audit.formats.disclosure import salted_digest
from audit.selectors import leaves
from ballots import services
from ballots.counting.contest import Reserved
from ballots.counting.sheet import json_record
from ballots.declaring.counted import recount
from ballots.election_paper import Nominee
from ballots.models import Ballot
from ballots.scrutiny import BallotFolder
from ballots.selectors import count_of
from tests.conftest import REPOSITORY
from tests.factories.booths import Booth, make_booth

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

TIE: tuple[list[int], ...] = ([1, 3], [1], [2], [2], [3], [])


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=6)


def files(ballot: Ballot) -> dict[str, bytes]:
    folder = BallotFolder.numbered(1, ballot, ZoneInfo("Europe/London"))
    found = {}
    for each in folder.documents():
        assert isinstance(each.content, bytes)
        found[each.path.rpartition("/")[2]] = each.content
    return found


def decided_by_hand(booth: Booth) -> Ballot:
    ballot = booth.closed(*TIE, seats=1, rule="ers97")
    tied = booth.count(ballot).tied
    assert tied
    services.lot_record(
        ballot=ballot, actor=booth.hall.teller, tied=tied, drawn=tied[-1], witness="Olive Hart"
    )
    booth.count(ballot)
    return booth.declare(ballot)


def test_pack_has_papers_counts_lots_and_their_sums(booth: Booth) -> None:
    given = files(decided_by_hand(booth))
    assert set(given) == {
        "question.json",
        "declaration.json",
        "declaration.pdf",
        "participation.csv",
        "could_not_vote.csv",
        "rejected.csv",
        "papers.blt",
        "count.json",
        "count.csv",
        "count-1.json",
        "count-1.csv",
        "salts.json",
        "lots.csv",
        "sums.json",
    }
    assert json.loads(given["sums.json"])["balances"] is True
    assert b"Olive Hart" in given["lots.csv"]
    assert json.loads(given["question.json"])["election"]["candidates"][0]["name"] == "Ada Byrne"


@pytest.mark.parametrize("way", ["by hand", "seed", "reserved"])
def test_anyone_counts_the_same_bytes_from_the_pack_alone(
    booth: Booth, tmp_path: Path, way: str
) -> None:
    if way == "by hand":
        ballot = decided_by_hand(booth)
    elif way == "seed":
        ballot = booth.open(seats=1, ron=False)
        services.seed_fix(ballot=ballot, actor=booth.hall.chair, seed="4 6 2 1", source="dice")
        booth.cast(ballot, *TIE)
        booth.close(ballot)
        booth.count(ballot)
        booth.declare(ballot)
    else:
        nominees = [Nominee("Ada", tags=("women",)), Nominee("Bo"), Nominee("Cy")]
        kept = [Reserved("women", 1)]
        ballot = booth.declared(
            [2, 3], [2, 3], [2], [3], [2], [1], candidates=nominees, reserved=kept, rule="plurality"
        )
    ballot.refresh_from_db()
    given, record = files(ballot), count_of(ballot)
    assert record
    how = recount(ballot, record, json_record.read(given["count.json"]), "x")
    kind = how.papers.rpartition(".")[2]
    (tmp_path / how.papers).write_bytes(given[f"papers.{kind}"])
    command = [sys.executable, "-m", *shlex.split(how.command)[2:]]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=tmp_path, env={"PYTHONPATH": str(REPOSITORY)}, capture_output=True, check=True
    )
    assert done.stdout == given["count.json"] == record.record.encode()


def test_salts_open_the_digests_of_the_log(booth: Booth) -> None:
    ballot = decided_by_hand(booth)
    given = files(ballot)
    salts = json.loads(given["salts.json"])
    opened = next(leaves("papers.opened", subject=ballot.log_name))
    papers = json.loads(given["declaration.json"])["election"]["papers_sha256"]
    assert opened["digest"] == salted_digest(salts["papers"]["salt"], "papers_sha256", papers)
    assert opened["id"] == salts["papers"]["entry"]


def test_pack_of_few_papers_withholds_them(booth: Booth) -> None:
    ballot = booth.declared([1], [1], [2], seats=1)
    given = files(ballot)
    assert "WITHHELD.txt" in given
    assert not set(given) & {"papers.blt", "count.json", "count.csv", "salts.json"}
    kept = count_of(ballot)
    assert kept
    everything = b"".join(given.values())
    assert kept.papers_sha256.encode() not in everything
    assert kept.sha256.encode() not in everything
