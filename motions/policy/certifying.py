"""A carried motion becomes policy: the committee's chair certifies it, and the clerk enters it.

Source: guide 3.2, adopt_policy; two persons.
"""

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.models import Motion
from motions.states import Act, MotionState
from motions.steps import advance, held_motion


def motion_certify(*, motion: Motion, actor: Member) -> Motion:
    """Certify the final text of a carried motion, as the committee's chair."""
    with acting(actor, motion.conference, "motion.certify") as log:
        motion = held_motion(motion)
        if motion.standing != MotionState.CARRIED:
            raise Refusal("not-carried", "Only the text of a carried motion is certified.")
        motion.certified_by = actor
        motion.save(update_fields=["certified_by"])
        text = motion.substantive
        log.record(
            "motion.certified", subject=motion, text_version=text.version, text_sha256=text.sha256
        )
    return motion


def motion_adopt_policy(*, motion: Motion, actor: Member) -> Motion:
    """Enter a carried motion as policy, as the clerk, once the committee's chair has certified."""
    with acting(actor, motion.conference, "motion.adopt_policy") as log:
        motion = held_motion(motion)
        if motion.certified_by is None or motion.certified_by == actor:
            raise Refusal(
                "not-certified",
                "The chair of the committee certifies the final text first.",
                rule="Two-person rules",
                record="act.refused",
                subject=motion.log_name,
            )
        return advance(log, motion, Act.ADOPT_POLICY, certified_by=motion.certified_by.log_name)
