"""The consultation of a conference file, held in small as the command holds the sample's."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ballots.models import Ballot, Cast, OpeningPiece, SealedBallot
from tests.factories.conferences import as_file, small_document

BRANCH = "B11"
RETURNED = {
    "passcodes_issued": 250,
    "not_delivered": 9,
    "reissued": 4,
    "votes_cast": 24,
    "accept": 7,
    "reject": 15,
    "blank": 2,
    "turnout_percent": 9.60,
}


def small_consultation(**returned: Any) -> bytes:
    document = small_document()
    document["indicative_ballot"] |= {
        "electorate_branches": [BRANCH],
        "electorate": 250,
        "sample_return": RETURNED | returned,
    }
    return as_file(document)


@pytest.mark.django_db
def test_it_is_held_as_a_secret_ballot_and_two_programs_check_its_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("ballots.secret.preparing", "ballots.membership.preparing"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 100)
    file = tmp_path / "small.json"
    file.write_bytes(small_consultation())
    call_command("replay_consultation", file, keep=True, archive=tmp_path / "small.bel")
    said = capsys.readouterr().out
    assert "250 of 250 credentials made beforehand" in said
    assert "✗" not in said
    assert said.count("  ✓") == 9
    assert "python -m ballots.sealing.verify: exit 0" in said
    if shutil.which("belenios-tool"):
        assert "belenios-tool election verify: exit 0" in said
    assert "VERIFIED." in said
    ballot = Ballot.objects.get(is_sealed=True)
    assert SealedBallot.objects.filter(vote=ballot.pk).count() == 24
    assert not Cast.objects.exists()
    assert not OpeningPiece.objects.exists()


@pytest.mark.django_db
def test_recorded_one_that_comes_out_otherwise_ends_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(small_consultation(turnout_percent=9.61))
    with pytest.raises(SystemExit, check=lambda stopped: stopped.code == 1):
        call_command("replay_consultation", file, keep=True, recorded=True)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("  ✗")] == ["turnout"]
