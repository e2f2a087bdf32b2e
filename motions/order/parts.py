"""Asking about a motion taken in parts: which are still to be put, and how it ended in words."""

from motions.enums import PartState
from motions.models import Motion, MotionPart
from motions.states import MotionState
from motions.wording.dividing import only_part_left, parts_sentence

_ENDS = {
    MotionState.CARRIED: "carried",
    MotionState.POLICY: "carried",
    MotionState.SUPERSEDED: "carried",
    MotionState.LOST: "lost",
    MotionState.NOT_CARRIED: "not carried",
}


def parts_waiting(motion: Motion) -> list[MotionPart]:
    """Give the parts that are still to be put, in their order."""
    return [each for each in motion.parts.all() if each.state == PartState.WAITING]


def parts_taken(motion: Motion) -> list[MotionPart]:
    """Give the parts of a motion that is taken in parts; none of a mere proposal."""
    return [each for each in motion.parts.all() if each.state != PartState.PROPOSED]


def divided_text(motion: Motion) -> str:
    """Give the words that were divided: the version that every part's lines are counted in."""
    version = motion.parts.all()[0].text_version
    return next(text.text for text in motion.texts.all() if text.version == version)


def is_last_left(motion: Motion) -> bool:
    """Say whether one part is still to be put and is all that is left of the motion."""
    waiting = parts_waiting(motion)
    lost = [each.division for each in motion.parts.all() if each.state == PartState.LOST]
    return bool(waiting) and only_part_left(
        divided_text(motion), [each.division for each in waiting], lost
    )


def in_parts(motion: Motion) -> str:
    """Say how the parts went so far: "Taken in parts: last paragraph LOST, ..."; or nothing."""
    voted = (PartState.CARRIED, PartState.LOST)
    parts = [each for each in motion.parts.all() if each.state in voted]
    if not parts:
        return ""
    covers_all = not _is_anything_else(motion)
    rest = "" if covers_all and _all_lost(motion) else _ENDS.get(motion.standing, "")
    return parts_sentence([(str(part), part.get_state_display()) for part in parts], rest)


def _is_anything_else(motion: Motion) -> bool:
    divisions = [each.division for each in parts_taken(motion)]
    return not only_part_left(divided_text(motion), divisions[-1:], divisions[:-1])


def _all_lost(motion: Motion) -> bool:
    return all(each.state == PartState.LOST for each in parts_taken(motion))
