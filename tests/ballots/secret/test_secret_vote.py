"""A secret vote from its making to its declaration; another program says that it was counted."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots.declaring.counts import reconciliation_of
from ballots.enums import SealedStage
from ballots.models import Cast, RollEntry, SealedBallot
from ballots.reconciling import discrepancies
from ballots.scrutiny import BallotFolder
from ballots.secret.archive import archive_bytes, served
from tests.conftest import REPOSITORY
from tests.factories.ballots import make_hall
from tests.factories.secret import SealedHall, make_sealed

ZONE = ZoneInfo("Europe/London")
CHOICES = ("for", "against", "for", "abstain", "for", "for")


@pytest.fixture
def sealed(db: None) -> SealedHall:
    return make_sealed(make_hall(delegates=6))


def verified(folder: Path, sealed: SealedHall) -> str:
    vote = sealed.vote
    what = served(vote)
    raw = b"".join(archive_bytes(vote, what.records))
    assert len(raw) == what.size
    (folder / f"{vote.uuid}.bel").write_bytes(raw)
    done = subprocess.run(
        ["belenios-tool", "election", "verify"],  # noqa: S607 - as it is installed
        cwd=folder,
        env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_secret_vote_is_counted_declared_and_verified_by_the_other_program(
    sealed: SealedHall, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    for number, choice in enumerate(CHOICES):
        sealed.cast(number, choice)
    sealed.cast(1, "for")  # the second thinks again
    assert RollEntry.objects.filter(ballot=sealed.ballot, voted=True).count() == len(CHOICES)
    assert not Cast.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        sealed.close()
    assert sealed.vote.stage == SealedStage.RESULT
    assert "no result to check" in verified(
        tmp_path, sealed
    )  # it is held back until it is declared
    result = sealed.declare().result
    assert result
    assert result["figures"] == {"for": 5, "against": 0, "abstain": 1}
    assert (result["voted"], result["roll"], result["outcome"]) == (6, 6, "carried")
    said = verified(tmp_path, sealed)
    assert "all checks passed" in said
    assert "no result to check" not in said
    assert SealedBallot.objects.count() == 7


def test_records_of_a_secret_vote_balance_and_are_signed(
    sealed: SealedHall, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    for number, choice in enumerate(CHOICES):
        sealed.cast(number, choice)
    sealed.cast(1, "for")
    with django_capture_on_commit_callbacks(execute=True):
        sealed.close()
    ballot = sealed.declare()
    sums = reconciliation_of(ballot)
    assert not [line.key for line in sums.broken]
    received = next(line for line in sums.lines if line.key == "changed")
    assert [term.number for term in (*received.left, *received.right)] == [7, 6, 1]
    sealed.hall.sign(ballot)
    folder = BallotFolder.numbered(1, ballot, ZONE)
    given = {each.path.rpartition("/")[2]: each.content for each in folder.documents()}
    assert "votes.csv" in given
    _is_checked_as_the_pack_says(given, sealed.vote.uuid, tmp_path)


def _is_checked_as_the_pack_says(given: dict[str, Any], uuid: str, folder: Path) -> None:
    """Type the commands of the pack: both programs pass, and every head of the log was compared."""
    (folder / f"{uuid}.bel").write_bytes(given[f"{uuid}.bel"])
    said = json.loads(given["sealed_archive.json"])
    assert [each["when"] for each in said["heads_in_the_log"]] == [
        "voting opened",
        "voting closed",
        "the sealed ballots were added up",
        "the result was opened",
    ]
    assert said["heads_in_the_log"][-1]["head"] == said["head"]
    for command in said["check_with"]:
        assert f"    {command}\n" in given["HOW_TO_CHECK.txt"].decode()
        program, *words = shlex.split(command)
        program = sys.executable if program == "python3" else program
        done = subprocess.run(  # noqa: S603 # what our own file says
            [program, *words],
            cwd=folder,
            env={**os.environ, "BELENIOS_USE_URANDOM": "1", "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "all checks passed" in done.stderr or "GOOD." in done.stdout
        assert "No head was compared" not in done.stdout
    rows = given["trackers.csv"].decode("utf-8-sig").split()
    assert rows[0] == "tracker,counts"
    assert len(rows) == 1 + 7
    assert sum(row.endswith(",no") for row in rows) == 1


def drop_a_mark(sealed: SealedHall) -> None:
    RollEntry.objects.filter(pk=sealed.line(0).pk).update(voted=False)


def change_the_result(sealed: SealedHall) -> None:
    vote = sealed.vote
    vote.result = vote.result.replace("6", "5")
    vote.save(update_fields=["result"])


def cut_the_end_off(sealed: SealedHall) -> None:
    vote = sealed.vote
    vote.height = (vote.height or 0) - 1
    vote.save(update_fields=["height"])


@pytest.mark.parametrize(
    ("tamper", "differs"),
    [
        (drop_a_mark, ["marks"]),
        (change_the_result, ["sealed result"]),
        (cut_the_end_off, ["archive"]),
    ],
)
def test_refused_when_the_tables_were_changed(
    sealed: SealedHall,
    tamper: Callable[[SealedHall], None],
    differs: list[str],
    django_capture_on_commit_callbacks,
) -> None:
    for number in range(6):
        sealed.cast(number, "for")
    with django_capture_on_commit_callbacks(execute=True):
        sealed.close()
    with recorded_writes():
        tamper(sealed)
    assert discrepancies(sealed.vote.ballot) == differs
    with pytest.raises(Refusal) as refused:
        sealed.declare()
    assert refused.value.code == "not-as-logged"


def test_nothing_is_opened_below_the_floor(
    sealed: SealedHall, django_capture_on_commit_callbacks
) -> None:
    for number in range(4):
        sealed.cast(number, "against")
    with django_capture_on_commit_callbacks(execute=True):
        sealed.close()
    assert sealed.vote.stage == SealedStage.UNOPENED
    with pytest.raises(Refusal) as refused:
        sealed.declare()
    assert refused.value.code == "left-sealed"


def test_nothing_is_declared_before_it_is_opened(sealed: SealedHall) -> None:
    for number in range(6):
        sealed.cast(number, "for")
    sealed.close()
    with pytest.raises(Refusal) as refused:
        sealed.declare()
    assert refused.value.code == "still-sealed"


def test_returning_officer_is_told_that_all_voted_alike(
    sealed: SealedHall, client: Client, django_capture_on_commit_callbacks
) -> None:
    for number in range(6):
        sealed.cast(number, "for")
    with django_capture_on_commit_callbacks(execute=True):
        sealed.close()
    client.force_login(sealed.hall.returning_officer)
    page = client.get(reverse("ballots:opening", args=[sealed.ballot.pk]))
    assert "All voted alike" in page.content.decode()
