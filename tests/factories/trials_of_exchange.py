"""The trial of entering motions from a file."""

from typing import Final

from motions.exchange import entering
from motions.models import StagedImport
from tests.factories.trials_of_members import Trial

EXCHANGE: Final[dict[str, Trial]] = {
    "motion.import": lambda stage, who: entering.motion_import_apply(
        staged=StagedImport(conference=stage.sitting.conference), actor=who, choices={}
    ),
}
