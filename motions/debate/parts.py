"""Taking a motion in parts: each part put by itself, then what is left as a whole (guide 3.4).

The chair rules it so, or conference carries a procedural motion. The parts are questions put while
the motion is in debate, as amendments are: a part that is lost is taken out, which makes a new
version of the words, and the debate is closed on what is left. So the words that the last vote
binds to are fixed and hashed when that question is put, as for every motion.

Where every part before it was lost, the last part is all there is: it is put as the motion, and a
motion that loses all its parts is lost by a vote on it, not by a sum.
"""

from typing import Final

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Outcome
from conferences.rules import acting
from members.models import Member
from motions.debate.floor import hold_free_floor, show_motion, show_question
from motions.enums import PartState, QuestionKind
from motions.models import Motion, MotionPart, Question
from motions.order.parts import divided_text, is_last_left, parts_waiting
from motions.selectors import amendments_waiting, open_question
from motions.states import MotionState
from motions.steps import add_text, held_motion, sha256
from motions.wording.dividing import division_read, text_left, words_of

BY_THE_CHAIR: Final = "the chair's ruling"


def motion_divide(*, motion: Motion, actor: Member, division: str) -> Motion:
    """Rule that a motion is taken in parts, before it is put to the vote."""
    with acting(actor, motion.conference, "motion.divide") as log:
        hold_free_floor(motion.conference)
        motion = held_motion(motion)
        parts_make(motion, division, PartState.WAITING)
        _record_division(log, motion, agreed=BY_THE_CHAIR)
        show_motion(motion)
    return motion


def motion_rejoin(*, motion: Motion, actor: Member) -> Motion:
    """Take a motion whole after all, while no part of it has been put."""
    with acting(actor, motion.conference, "motion.divide") as log:
        hold_free_floor(motion.conference)
        motion = held_motion(motion)
        if not parts_waiting(motion):
            raise Refusal("not-in-parts", f"{motion.spoken} is not taken in parts.")
        if Question.objects.filter(part__motion=motion).exists():
            raise Refusal("part-was-put", "A part has been put: the others are put in their turn.")
        motion.parts.all().delete()
        log.record("motion.rejoined", subject=motion)
        show_motion(motion)
    return motion


def part_put(*, motion: Motion, actor: Member) -> Question:
    """Put the next part to the vote: that these words stay in the motion."""
    with acting(actor, motion.conference, "part.put") as log:
        hold_free_floor(motion.conference)
        motion = held_motion(motion)
        refuse_unless_in_debate(motion)
        waiting = parts_waiting(motion)
        if not waiting:
            raise Refusal("no-part", f"No part of {_lower(motion.spoken)} is still to be put.")
        if is_last_left(motion):
            raise Refusal(
                "all-that-is-left",
                f"The {waiting[0]} is all that is left: put the motion.",
                rule="Procedural motions: take in parts",
            )
        part = waiting[0]
        words = words_of(divided_text(motion), part.division)
        question = Question.objects.create(
            conference=motion.conference,
            kind=QuestionKind.PART,
            motion=motion,
            part=part,
            wording=f"That the {part} stand part of {_lower(motion.spoken)}",
            majority=motion.majority,
            form=motion.form,
            text_version=motion.substantive.version,
            text_sha256=sha256(words),
        )
        log.record(
            "part.put",
            subject=motion,
            question=question.log_name,
            part=part.number,
            lines=[part.first, part.last],
            of_version=part.text_version,
            text_sha256=question.text_sha256,
        )
        show_question(question)
    return question


def part_decided(log: OpenEntry, question: Question, outcome: Outcome) -> None:
    """Keep a part, or take it out of the motion: then there is a new version of the words."""
    motion, part = question.motion, question.part
    if motion is None or part is None:
        return
    part.state = PartState.CARRIED if outcome == Outcome.CARRIED else PartState.LOST
    part.save(update_fields=["state"])
    if part.state == PartState.LOST:
        lost = [each.division for each in motion.parts.filter(state=PartState.LOST)]
        left = text_left(divided_text(motion), lost)
        add_text(motion, left, why=f"Taken in parts: {part} lost")
    text = motion.texts.latest("version")
    log.record(
        "part.decided",
        subject=motion,
        question=question.log_name,
        part=part.number,
        outcome=outcome.value,
        text_version=text.version,
        text_sha256=text.sha256,
    )


def parts_end(motion: Motion, outcome: Outcome) -> None:
    """Let the part that was put as the motion itself end as the motion did."""
    state = PartState.CARRIED if outcome == Outcome.CARRIED else PartState.LOST
    motion.parts.filter(state=PartState.WAITING).update(state=state)


def parts_proposed(motion: Motion, division: str) -> str:
    """Keep the parts that a procedural motion names, until it is decided; give them in words."""
    parts = parts_make(motion, division, PartState.PROPOSED)
    return "; ".join(str(part) for part in parts)


def parts_agreed(log: OpenEntry, question: Question, outcome: Outcome) -> None:
    """Take the motion in the parts proposed, or as a whole if that was not carried."""
    motion = question.motion
    if motion is None:
        return
    proposed = motion.parts.filter(state=PartState.PROPOSED)
    if outcome == Outcome.CARRIED:
        proposed.update(state=PartState.WAITING)
        _record_division(log, motion, agreed=question.log_name)
    else:
        proposed.delete()


def parts_make(motion: Motion, division: str, state: PartState) -> list[MotionPart]:
    """Divide the words as they now stand, once no amendment is left that could change them."""
    refuse_unless_in_debate(motion)
    if waiting := amendments_waiting(motion):
        numbers = ", ".join(each.number for each in waiting)
        raise Refusal("amendments-waiting", f"Amendments are taken first: {numbers}.")
    if open_question(motion.conference):
        raise Refusal("question-open", "Another question is before conference.")
    if motion.parts.exists():
        raise Refusal("in-parts-already", f"{motion.spoken} is taken in parts already.")
    text = motion.substantive
    parts = [
        MotionPart(
            motion=motion,
            number=number,
            text_version=text.version,
            name=part.name,
            first=part.first,
            last=part.last,
            state=state,
        )
        for number, part in enumerate(division_read(division, text.text), start=1)
    ]
    return MotionPart.objects.bulk_create(parts)


def refuse_while_parts_wait(motion: Motion) -> None:
    """Refuse to put the motion before its parts, but for the one that is all that is left."""
    waiting = parts_waiting(motion)
    if waiting and not is_last_left(motion):
        names = ", ".join(str(part) for part in waiting)
        raise Refusal("parts-waiting", f"Parts still to be put: {names}.")


def refuse_unless_in_debate(motion: Motion) -> None:
    """Refuse what is done to a motion in debate alone."""
    if motion.standing != MotionState.IN_DEBATE:
        state = motion.standing.label.lower()
        raise Refusal("no-debate", f"{motion.spoken} is not in debate: {state}.")


def _record_division(log: OpenEntry, motion: Motion, *, agreed: str) -> None:
    text = motion.substantive
    log.record(
        "motion.divided",
        subject=motion,
        agreed=agreed,
        parts=[[part.first, part.last] for part in motion.parts.all()],
        text_version=text.version,
        text_sha256=text.sha256,
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
