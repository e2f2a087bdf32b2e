"""A motion finds its place in the order of business."""

from audit.refusal import Refusal
from conferences.models import AgendaItem
from conferences.rules import acting
from members.models import Member
from motions.models import Motion
from motions.states import Act
from motions.steps import advance, held_motion


def motion_schedule(*, motion: Motion, actor: Member, item: AgendaItem, place: int) -> Motion:
    """Give a motion its place in the order of business."""
    if item.session.conference_id != motion.conference_id:
        raise Refusal("foreign-item", "That item is on another conference's agenda.")
    with acting(actor, motion.conference, "motion.schedule") as log:
        motion = held_motion(motion)
        motion.agenda_item, motion.place = item, place
        return advance(log, motion, Act.SCHEDULE, item=item.log_name, place=place)
