"""A secret vote from its making to its declaration; another program says that it was counted."""

import os
import subprocess
from pathlib import Path

import pytest

from ballots.enums import SealedStage
from ballots.models import Cast, RollEntry, SealedBallot
from ballots.secret.archive import archive_bytes, served
from tests.factories.ballots import make_hall
from tests.factories.secret import SealedHall, make_sealed

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
        ["belenios-tool", "election", "verify"],
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
