"""The guillotine: time is over, and what was not reached goes where the standing orders say."""

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.hall import Part, show
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.models import Motion
from motions.order.reaching import not_reached
from motions.states import Act
from motions.steps import advance, held_motion, hold_floor


def motion_guillotine(*, motion: Motion, actor: Member) -> Motion:
    """Record that time ran out before the motion was reached."""
    with acting(actor, motion.conference, "motion.guillotine") as log:
        hold_floor(motion.conference)
        motion = _not_reached(log, motion)
        show(motion.conference, Part.DESK)
    return motion


def section_guillotine(*, conference: Conference, actor: Member, section: str) -> list[Motion]:
    """Record that the time of a section is over, for each of its motions that was not reached.

    Each is an event of its own in the log. A debate under way is left to end, with the mover's
    reply: its motion is no longer among those that are only scheduled (lifecycle, guillotine).
    """
    with acting(actor, conference, "motion.guillotine") as log:
        hold_floor(conference)
        set_time = conference.section_times.filter(section=section).first()
        if set_time and timezone.now() < set_time.ends_at:
            until = timezone.localtime(set_time.ends_at).strftime("%-d %B, %H:%M")
            raise Refusal("time-is-left", f"{section} has time until {until}.", rule="Guillotine")
        motions = [_not_reached(log, each) for each in not_reached(conference, section)]
        if not motions:
            raise Refusal("nothing-left", f"No motion of {section} is left to be reached.")
        show(conference, Part.DESK)
    return motions


def _not_reached(log: OpenEntry, motion: Motion) -> Motion:
    motion = held_motion(motion)
    advance(log, motion, Act.GUILLOTINE, goes_to=motion.conference.orders.not_reached)
    return motion
