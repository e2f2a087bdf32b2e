"""What every act on a motion shares: the lock, the table, the record, a new version of words."""

import hashlib
from collections.abc import Callable
from typing import Any

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.models import Conference, Floor
from conferences.speaking.closing import subject_over
from motions.clock import clock_starts, clock_stops
from motions.lifecycle import is_terminal, line_for
from motions.models import Amendment, Motion, MotionText, Question
from motions.states import Act, MotionState

Facts = dict[str, Any]
"""What an act adds to its event in the log: text, whole numbers, yes or no."""

TEXT_IS_LOCKED = frozenset(MotionState) - {
    MotionState.DRAFT,
    MotionState.WITH_SOC,
    MotionState.QUERY,
    MotionState.IN_ORDER,
    MotionState.IN_DEBATE,
    MotionState.AMENDMENT_IN_DEBATE,
}


AS_DRAFTED_AGAIN = "as drafted again"
"""Why there is a version that a branch wrote after its second officer had sent one back."""

followers: list[Callable[[OpenEntry, Motion], None]] = []
"""What follows the end of a motion, in the same act: each is told once it has ended."""


def sha256(text: str) -> str:
    """Hash the exact text, as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def hold_floor(conference: Conference) -> None:
    """Take the floor's lock first, so that acts in one hall happen one after another."""
    Floor.objects.select_for_update().get(conference=conference)


def held_motion(motion: Motion) -> Motion:
    """Read a motion afresh, locked until the act is done."""
    return (
        Motion.objects.select_for_update(of=("self",))
        .select_related(
            "conference__body", "lodged_by", "agenda_item", "mover__member", "seconder__member"
        )
        .get(pk=motion.pk)
    )


def held_amendment(amendment: Amendment) -> Amendment:
    """Read an amendment afresh, with its motion, both locked until the act is done."""
    held = (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("conference", "lodged_by", "mover__member", "seconder__member")
        .get(pk=amendment.pk)
    )
    held.motion = held_motion(held.motion)
    return held


def held_question(question: Question) -> Question:
    """Read a question afresh, with what it is about, all locked until the act is done."""
    held = (
        Question.objects.select_for_update(of=("self",))
        .select_related("conference__body", "ballot")
        .get(pk=question.pk)
    )
    if held.amendment_id:
        held.amendment = held_amendment(Amendment(pk=held.amendment_id))
    if held.motion_id:
        held.motion = held_motion(Motion(pk=held.motion_id))
    return held


def advance(log: OpenEntry, motion: Motion, act: Act, *, finding: str = "", **facts: Any) -> Motion:
    """Move a motion along one line of the table, and record it with its text's version and hash."""
    line = line_for(motion.standing, act, finding=finding)
    clock_starts(log, motion, was=line.source, now=line.target)
    motion.state = line.target
    motion.save()
    text = motion.substantive
    log.record(
        f"motion.{act.done}",
        subject=motion,
        was=str(line.source),
        now=str(line.target),
        text_version=text.version,
        text_sha256=text.sha256,
        **facts,
    )
    clock_stops(log, motion, was=line.source, now=line.target)
    has_ended = is_terminal(motion.standing)
    if has_ended or motion.standing == MotionState.VOTING:  # till then it may be taken back
        subject_over(log, conference=motion.conference, subject=motion.log_name)
    if has_ended:
        for follow in followers:
            follow(log, motion)
    return motion


def add_text(motion: Motion, text: str, *, why: str) -> MotionText:
    """Keep a new version of the words beside the old. What is put to the vote is locked."""
    if motion.standing in TEXT_IS_LOCKED:
        raise Refusal("text-locked", "The words of this motion can no longer be changed.")
    return MotionText.objects.create(
        motion=motion,
        version=motion.substantive.version + 1,
        text=text,
        sha256=sha256(text),
        why=why,
    )
