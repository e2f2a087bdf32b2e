"""`manage.py scrutiny_pack`, and the task that a worker runs."""

import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from audit.pack.checking import check_pack
from audit.publishing.witnessed import current_trust
from conferences.enums import PackState
from conferences.models import ScrutinyPack
from motions.packs.packing import pack_ask, packs_give_up
from motions.packs.tasks import scrutiny_pack_make
from tests.factories.conferences import Sitting


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def test_a_pack_of_a_conference_without_votes_is_whole(sitting: Sitting, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    call_command("scrutiny_pack", sitting.conference.code, file)
    assert check_pack(file, current_trust()) == []
    with zipfile.ZipFile(file) as archive:
        assert not [name for name in archive.namelist() if name.startswith("ballots/")]
        assert "roll.txt" in archive.namelist()


def test_the_roll_is_sealed_with_the_pass_phrase_of_the_environment(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELLERS_ROLL_PASS_PHRASE", "seven sample scrutineers sat")
    file = tmp_path / "pack.zip"
    call_command("scrutiny_pack", sitting.conference.code, file, seal_roll=True)
    with zipfile.ZipFile(file) as archive:
        assert archive.read("roll.csv.enc").startswith(b"Salted__")
    assert ScrutinyPack.objects.get().sealed_roll is None


def test_refused_when_the_pass_phrase_is_short(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELLERS_ROLL_PASS_PHRASE", "short")
    with pytest.raises(CommandError, match="20 characters"):
        call_command("scrutiny_pack", sitting.conference.code, tmp_path / "p.zip", seal_roll=True)
    assert not ScrutinyPack.objects.exists()


def test_refused_when_the_file_is_there_already(sitting: Sitting, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    file.write_bytes(b"evidence")
    with pytest.raises(CommandError, match="never written over"):
        call_command("scrutiny_pack", sitting.conference.code, file)
    assert file.read_bytes() == b"evidence"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("NDC99", "p.zip"), "no conference with the code NDC99"),
        (("NDC27", "no/such/folder/p.zip"), "there is no such folder"),
    ],
)
def test_refused_when_there_is_no_such_conference_or_folder(
    arguments: tuple[str, str], words: str, sitting: Sitting, tmp_path: Path
) -> None:
    code, name = arguments
    with pytest.raises(CommandError, match=words):
        call_command("scrutiny_pack", code, tmp_path / name)


def test_refused_when_there_is_no_such_ballot(sitting: Sitting, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no ballot"):
        call_command("scrutiny_pack", "NDC27", tmp_path / "p.zip", ballot=uuid4())


def test_a_pack_is_made_by_one_worker_only(sitting: Sitting) -> None:
    pack = pack_ask(conference=sitting.conference, actor=None)
    ScrutinyPack.objects.update(state=PackState.MAKING)
    scrutiny_pack_make(str(pack.pk))
    assert not pack.file.exists()


@pytest.mark.parametrize("state", [PackState.WAITING, PackState.MAKING])
def test_a_pack_whose_worker_died_is_called_failed_and_can_be_asked_for_again(
    state: PackState, sitting: Sitting
) -> None:
    pack = pack_ask(conference=sitting.conference, actor=None)
    ScrutinyPack.objects.update(state=state)
    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        assert packs_give_up() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert packs_give_up() == 1
        assert packs_give_up() == 0
    pack.refresh_from_db()
    assert (pack.state, pack.is_under_way) == (PackState.FAILED, False)
    assert "Ask for it again" in pack.trouble
    scrutiny_pack_make(str(pack.pk))  # as a worker does that comes back late
    assert not pack.file.exists()

    again = pack_ask(conference=sitting.conference, actor=None)
    scrutiny_pack_make(str(again.pk))
    again.refresh_from_db()
    assert again.state == PackState.READY


def test_a_worker_makes_a_pack(sitting: Sitting) -> None:
    pack = pack_ask(conference=sitting.conference, actor=None)
    scrutiny_pack_make(str(pack.pk))
    pack.refresh_from_db()
    assert pack.state == PackState.READY
    assert pack.file.stat().st_size == pack.size
    assert pack.file.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in pack.file.parent.iterdir()] == [pack.file.name]
