"""The act of a branch that binds its delegates, tried by everyone."""

from typing import Final

from motions.mandates.giving import Instruction, mandates_give
from tests.factories.trials_of_members import Trial

MANDATES: Final[dict[str, Trial]] = {
    "mandate.give": lambda stage, who: mandates_give(
        conference=stage.sitting.conference,
        body=stage.branch,
        actor=who,
        given={stage.motion: Instruction("for")},
    ),
}
