"""A policy goes out of force because a later conference decided otherwise.

Source: guide 3.2, supersede. In the same conference a decision is only rescinded, by two thirds:
that is a question of conference (motions.debate.questions), and no entry of the clerk.
"""

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.models import Motion, Supersession
from motions.policy.actions import IN_FORCE
from motions.states import Act
from motions.steps import advance, held_motion
from motions.texts.checks import refuse_bad_words


def motion_supersede(*, motion: Motion, by: Motion, actor: Member, reason: str) -> Motion:
    """Enter that a resolution of a later conference takes the place of a policy."""
    with acting(actor, motion.conference, "motion.supersede") as log:
        motion, by = held_motion(motion), held_motion(by)
        if by.standing not in IN_FORCE:
            raise Refusal("not-in-force", f"{by} is no resolution in force.")
        if by.conference.starts_on <= motion.conference.starts_on:
            raise Refusal(
                "not-later",
                "A policy is superseded by a later conference. In the same one it is rescinded, "
                "by two thirds.",
                rule="Motion lifecycle: supersede",
            )
        if not reason.strip():
            raise Refusal("no-reason", "Say in what the later resolution takes its place.")
        refuse_bad_words(reason, most=2000)
        Supersession.objects.create(motion=motion, by_motion=by, reason=reason.strip())
        return advance(
            log, motion, Act.SUPERSEDE, by_motion=by.log_name, personal={"reason": reason.strip()}
        )
