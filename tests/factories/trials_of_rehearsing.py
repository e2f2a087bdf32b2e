"""Trials of what happens before the day: test votes and rehearsals."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from conferences.models import Rehearsal, TestVote
from conferences.rehearsing import testing
from conferences.rehearsing.crowd import Crowd
from conferences.rehearsing.rehearsals import rehearsal_clear, rehearsal_run
from motions.rehearsing.laying_out import rehearsal_start

if TYPE_CHECKING:
    from tests.factories.trials import Stage, Trial


def _rehearsal(stage: "Stage") -> Rehearsal:
    return Rehearsal(conference=stage.sitting.conference)


REHEARSING: Final[Mapping[str, "Trial"]] = {
    "test_vote.open": lambda stage, who: testing.test_vote_open(
        conference=stage.sitting.conference, actor=who, seconds=600
    ),
    "test_vote.conclude": lambda stage, who: testing.test_vote_conclude(
        test_vote=TestVote(conference=stage.sitting.conference),
        actor=who,
        was_successful=True,
        note="",
    ),
    "rehearsal.start": lambda stage, who: rehearsal_start(
        conference=stage.sitting.conference, actor=who
    ),
    "rehearsal.run": lambda stage, who: rehearsal_run(
        rehearsal=_rehearsal(stage), actor=who, crowd=Crowd()
    ),
    "rehearsal.clear": lambda stage, who: rehearsal_clear(rehearsal=_rehearsal(stage), actor=who),
}
