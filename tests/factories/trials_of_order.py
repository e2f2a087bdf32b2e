"""The acts of the order of business and of the executive, tried by everyone."""

from typing import Final

from django.utils import timezone

from motions.debate import parts
from motions.enums import GroupKind, NecPosition
from motions.models import PriorityBallot
from motions.order import (
    consequences,
    delegating,
    grouping,
    notes,
    positions,
    priority,
    section_times,
)
from tests.factories.trials_of_members import REASON, Trial

ORDER: Final[dict[str, Trial]] = {
    "debate_group.set": lambda stage, who: grouping.debate_group_set(
        conference=stage.sitting.conference, actor=who, kind=GroupKind.TOGETHER, motions=[]
    ),
    "consequence.enter": lambda stage, who: consequences.motion_consequence_enter(
        carried=stage.motion, fallen=stage.motion, actor=who
    ),
    "section_time.set": lambda stage, who: section_times.section_time_set(
        conference=stage.sitting.conference, actor=who, section="Pay", ends_at=timezone.now()
    ),
    "priority_ballot.set_up": lambda stage, who: priority.priority_ballot_set_up(
        conference=stage.sitting.conference, actor=who, items=[], ranks=6, line=3
    ),
    "priority_ballot.open": lambda stage, who: priority.priority_ballot_open(
        priority=PriorityBallot(conference=stage.sitting.conference), actor=who
    ),
    "priority_ballot.apply": lambda stage, who: priority.priority_ballot_apply(
        priority=PriorityBallot(conference=stage.sitting.conference), actor=who
    ),
    "position.record": lambda stage, who: positions.position_record(
        motion=stage.motion, actor=who, position=NecPosition.SUPPORT
    ),
    "speaking_note.keep": lambda stage, who: notes.speaking_note_keep(
        motion=stage.motion, actor=who, text=REASON
    ),
    "motion.delegate": lambda stage, who: delegating.motion_delegate(
        motion=stage.motion, actor=who, to="General Council", rule="Rule 8", decided="Agreed"
    ),
    "motion.divide": lambda stage, who: parts.motion_divide(
        motion=stage.motion, actor=who, division="last paragraph"
    ),
    "part.put": lambda stage, who: parts.part_put(motion=stage.motion, actor=who),
}
