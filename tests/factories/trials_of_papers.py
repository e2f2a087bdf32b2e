"""Trials of issuing papers, and of withdrawing an issue."""

from typing import Final

from motions.enums import PaperKind
from motions.models import Paper
from motions.papers import issuing
from tests.factories.trials_of_members import REASON, Trial

PAPERS: Final[dict[str, Trial]] = {
    "paper.issue": lambda stage, who: issuing.paper_issue(
        conference=stage.sitting.conference, kind=PaperKind.FINAL_AGENDA, actor=who
    ),
    "paper.withdraw": lambda stage, who: issuing.paper_withdraw(
        paper=Paper(conference=stage.sitting.conference), actor=who, because=REASON
    ),
}
