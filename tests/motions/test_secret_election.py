"""The sample's election by transfers, E1, on papers that its 55 voters encrypt: the same result.

Its archive, with two shuffles, is checked by belenios-tool, which nobody here wrote.
"""

import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from ballots.enums import SealedStage
from ballots.models import Ballot, Cast, RollEntry, SealedVote
from ballots.reconciling import discrepancies
from ballots.secret.archive import archive_bytes, served
from motions.loading.loading import file_load
from motions.replay.clock import story_time
from motions.replay.elections import Elections
from motions.replay.hall import Hall
from tests.factories.conferences import as_file, sample_document

ELECTED = "Elected, in this order: Bronwen Tallis, Ottoline Braddock and Celeste Adeyemi-Ward."
MORNING = datetime(2027, 6, 15, 9, 15, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def elected(db: None) -> Ballot:
    with story_time(MORNING) as clock:
        conference = file_load(content=as_file(sample_document()))
        hall = Hall(conference, clock)
        elections = Elections(conference, hall, secret=["E1"])
        [ballot] = elections.open(["E1"])
        elections.vote(ballot)
        return elections.finish(ballot)


def test_sample_elects_the_same_three_on_papers_that_voters_encrypt(
    elected: Ballot, tmp_path: Path
) -> None:
    assert elected.result
    assert ELECTED in elected.result["explanation"]
    assert not Cast.objects.exists()
    assert RollEntry.objects.filter(ballot=elected, voted=True).count() == 55
    assert not discrepancies(elected)
    vote = SealedVote.objects.get(pk=elected.pk)
    assert vote.stage == SealedStage.RESULT
    (tmp_path / f"{vote.uuid}.bel").write_bytes(b"".join(archive_bytes(vote, served(vote).records)))
    done = subprocess.run(
        ["belenios-tool", "election", "verify"],  # noqa: S607 - as it is installed
        cwd=tmp_path,
        env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "all checks passed" in said
    assert "no result to check" not in said
