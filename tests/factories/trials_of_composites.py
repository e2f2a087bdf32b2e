"""Trials of acts on composites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from motions.composites import consenting, grouping, proposing
from motions.models import CompositeGroup

if TYPE_CHECKING:
    from members.models import Member
    from tests.factories.trials import Stage

REASON: Final = "Said in words, for the record"
Trial = Callable[["Stage", "Member"], object]


def _group(stage: Stage) -> CompositeGroup:
    return CompositeGroup(conference=stage.sitting.conference, letter="A", title="New")


COMPOSITES: Final[Mapping[str, Trial]] = {
    "composite.group": lambda stage, who: grouping.group_propose(
        conference=stage.sitting.conference, actor=who, motions=[stage.motion], title="New"
    ),
    "composite.record_meeting": lambda stage, who: grouping.meeting_record(
        group=_group(stage), actor=who, held_at=timezone.now(), notes=REASON, present=[]
    ),
    "composite.propose_text": lambda stage, who: proposing.text_propose(
        group=_group(stage), actor=who, step=0, mover=stage.branch, seconder=stage.branch
    ),
    "composite.agree": lambda stage, who: consenting.composite_agree(
        group=_group(stage), actor=who, branch=stage.branch, version=1, sha256=""
    ),
    "composite.decline": lambda stage, who: consenting.composite_decline(
        group=_group(stage), actor=who, branch=stage.branch, reason=REASON
    ),
    "composite.break_up": lambda stage, who: consenting.composite_break_up(
        group=_group(stage), actor=who, branch=stage.branch, reason=REASON
    ),
}
