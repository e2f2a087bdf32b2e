"""The replay of a conference file's votes."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from conferences.reading import UnreadableDocumentError
from motions.replay.run import Compared, replay
from tests.factories.conferences import as_file, sample_document, small_document

TIE = {
    "item": "M6",
    "form": "electronic_show",
    "votes_for": 5,
    "votes_against": 5,
    "abstentions": 2,
    "majority": "simple",
    "result": "not_carried",
}
CARDS = {
    "item": "RA2",
    "form": "card_vote",
    "majority": "two_thirds",
    "result": "carried",
    "for_branches": ["B05", "B06", "B08", "B12"],
    "against_branches": ["B11"],
    "abstain_branches": ["B13", "B16"],
    "votes_for": 2427,
    "votes_against": 250,
    "abstentions": 267,
}
CARRIED = {"item": "M9", "form": "electronic_show", "result": "carried"} | {
    "votes_for": 9,
    "votes_against": 2,
    "abstentions": 1,
    "consequence": "M10 falls",
}
AMENDED = {"item": "M5.1", "form": "electronic_show", "result": "carried"} | {
    "votes_for": 8,
    "votes_against": 3,
    "abstentions": 1,
    "consequence": "M5.2 falls",
}
VOIDED = {"item": "M6 first vote", "form": "electronic_show"} | {
    "admitted": 12,
    "unable_to_vote": 2,
    "votes_for": 6,
    "votes_against": 4,
    "abstentions": 0,
    "result": "voided_technical_failure",
}
RULING = {
    "item": "Challenge to chair's ruling",
    "form": "electronic_show",
    "votes_for": 8,
    "votes_against": 4,
    "abstentions": 0,
    "majority": "two_thirds",
    "result": "ruling_overturned",
}
REMIT = {"item": "EM1", "form": "remit_agreed", "result": "remitted_to_nec"}


def replayed(*votes: dict[str, Any]) -> list[Compared]:
    return list(replay(as_file(small_document() | {"votes": list(votes)})))


@pytest.mark.django_db
def test_every_kind_of_vote_comes_out_as_voted() -> None:
    compared = replayed(REMIT, CARDS, AMENDED, CARRIED, RULING, VOIDED, TIE)
    assert [each.differences for each in compared] == [()] * 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        [
            (REMIT, {"result": "carried"}, "expected carried, obtained remitted_to_nec"),
            (CARDS, {"votes_for": 2428}, "votes for: expected 2428, obtained 2427"),
            (CARRIED, {"consequence": "M10 does not fall"}, "M10 does not fall; it fell"),
            (VOIDED, {"unable_to_vote": 3}, "unable to vote: expected 3, obtained 2"),
            (TIE, {"result": "carried"}, "the result: expected carried, obtained not_carried"),
        ],
        [(TIE, {"majority": "two_thirds"}, "the majority: expected two_thirds_cast")],
    ],
    ids=["what came out", "what was needed"],
)
def test_a_changed_expectation_is_a_difference(
    changed: list[tuple[dict[str, Any], dict[str, Any], str]],
) -> None:
    compared = replayed(*(vote | change for vote, change, _difference in changed))
    for (_vote, _change, difference), each in zip(changed, compared, strict=True):
        assert any(difference in said for said in each.differences)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"item": "M99"}, "votes[1].item"),
        ({"item": 7}, "votes[1].item"),
        ({"form": "acclamation"}, "votes[1].form"),
        ({"votes_for": -1}, "votes[1].votes_for"),
        ({"votes_for": None}, "votes[1].votes_for"),
        ({"result": "won"}, "votes[1].result"),
    ],
)
def test_refused_when_a_vote_cannot_be_read(change: dict[str, Any], where: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        list(replay(as_file(small_document() | {"votes": [TIE | change]})))
    assert where in [problem.where for problem in error.value.problems]


@pytest.mark.long
def test_anyone_can_replay_a_file_on_a_database_that_is_thrown_away(tmp_path: Path) -> None:
    """With nothing set, and so on SQLite."""
    file = tmp_path / "two_votes.json"
    file.write_bytes(as_file(small_document() | {"votes": [CARDS, TIE]}))
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "replay_conference", str(file)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[-1] == "2 votes: 2 as expected"
    assert "VERIFIED. Every stored entry is as it was signed." in lines
    assert sum(line.startswith("  ✓") for line in lines) == 2


@pytest.mark.django_db
def test_a_changed_expectation_ends_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "changed.json"
    file.write_bytes(as_file(small_document() | {"votes": [TIE, REMIT | {"result": "lost"}]}))
    with pytest.raises(SystemExit, check=lambda stopped: stopped.code == 1):
        call_command("replay_conference", file, keep=True)
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("  ✗ EM1") for line in lines)
    assert lines[-1] == "2 votes: 1 as expected"


def test_a_file_that_cannot_be_used_is_refused_with_its_problems(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(as_file(sample_document() | {"union": None, "votes": 3}))
    with pytest.raises(CommandError, match=r"Nothing was replayed(.|\n)*votes: must be a list"):
        call_command("replay_conference", file, keep=True)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("replay_conference", tmp_path / "none.json", keep=True)
