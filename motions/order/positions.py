"""The executive's position on a motion: what it asks conference to do, with a note for everyone.

The general secretary or the clerk records it as the executive decided it. It is public at once, or
on the day of the final agenda, as the standing orders say; once conference has decided the motion
it is history, and stays as it was.
"""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.enums import NecPosition
from motions.models import Motion
from motions.selectors import NOT_YET_LODGED
from motions.states import MotionState
from motions.steps import Facts, held_motion

LONGEST_NOTE = 2_000
SETTLED = frozenset(
    {
        MotionState.VOTING,
        MotionState.COUNTED,
        MotionState.CHALLENGED,
        MotionState.CARRIED,
        MotionState.LOST,
        MotionState.NOT_CARRIED,
        MotionState.POLICY,
        MotionState.SUPERSEDED,
    }
)


def position_record(
    *, motion: Motion, actor: Member, position: NecPosition, note: str = ""
) -> Motion:
    """Record what the executive asks conference to do with a motion, and its public note.

    Support with qualification says what the qualification is.
    """
    note = "\n".join(" ".join(line.split()) for line in note.strip().splitlines())
    with acting(actor, motion.conference, "position.record") as log:
        motion = held_motion(motion)
        if motion.standing in NOT_YET_LODGED:
            raise Refusal("not-lodged", "The branch has not sent this motion in.")
        if motion.standing in SETTLED:
            raise Refusal("settled", f"{motion.spoken}: the vote is past. The position stays.")
        if position == NecPosition.SUPPORT_WITH_QUALIFICATION and not note:
            raise Refusal("no-qualification", "Say in the note what the qualification is.")
        if len(note) > LONGEST_NOTE or "\0" in note:
            raise Refusal("note-too-long", f"The note has {LONGEST_NOTE:,} letters at most.")
        motion.nec_position, motion.nec_note = position, note
        motion.save(update_fields=["nec_position", "nec_note"])
        words = {"note": note}
        facts: Facts = {}
        if positions_are_shown(motion.conference):
            facts["position"] = position.value
        else:
            words["position"] = position.value  # until then a salted digest in the log
        log.record("position.recorded", subject=motion, personal=words, **facts)
    return motion


def positions_are_shown(conference: Conference) -> bool:
    """Say whether the executive's positions are public yet."""
    if conference.orders.positions_shown == "at_once":
        return True
    day = key_date(conference, Key.FINAL_AGENDA)
    return day is not None and timezone.now() >= day
