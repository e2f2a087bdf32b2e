"""A branch drafts an amendment, and may draft it again until it is sent."""

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Body, Member
from motions.amendment_life import AmendmentAct, AmendmentState
from motions.amendments.open_to import refuse_after_deadline, refuse_unless_open
from motions.amendments.steps import advance_amendment
from motions.models import Amendment, Motion
from motions.steps import held_amendment, held_motion, hold_floor, sha256
from motions.texts.checks import refuse_bad_words

LONGEST = 8_000  # characters: a motion and its rubrics, many times over


def amendment_draft(
    *,
    motion: Motion,
    body: Body,
    instruction: str,
    actor: Member,
    to_amendment: Amendment | None = None,
) -> Amendment:
    """Begin an amendment at a branch, to a motion or to an amendment of it. Nobody else is told."""
    with acting(actor, motion.conference, "amendment.draft", body=body) as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        refuse_after_deadline(motion)
        refuse_unless_open(motion, to_amendment)
        amendment = Amendment.objects.create(
            conference=motion.conference,
            motion=motion,
            to_amendment=to_amendment,
            reference=_next_reference(motion, body),
            lodged_by=body,
            instruction=_in_order(instruction),
            state=AmendmentState.DRAFT,
            place=motion.amendments.count() + 1,
        )
        log.record(
            "amendment.drafted",
            subject=amendment,
            to=(to_amendment or motion).log_name,
            lodged_by=body.log_name,
            text_sha256=sha256(amendment.instruction),
        )
    return amendment


def amendment_redraft(*, amendment: Amendment, instruction: str, actor: Member) -> Amendment:
    """Put a draft in other words. Once it is sent to the second officer its words stand."""
    with acting(
        actor, amendment.motion.conference, "amendment.draft", body=amendment.lodged_by
    ) as log:
        amendment = held_amendment(amendment)
        amendment.instruction = _in_order(instruction)
        return advance_amendment(log, amendment, AmendmentAct.REDRAFT)


def _in_order(instruction: str) -> str:
    instruction = instruction.replace("\r\n", "\n").strip()
    if not instruction:
        raise Refusal("no-words", "An amendment needs words: say what is to be changed, and how.")
    refuse_bad_words(instruction, most=LONGEST)
    return instruction


def _next_reference(motion: Motion, body: Body) -> str:
    """Name a draft by its branch, B08-a2: the number on the agenda comes once it is lodged."""
    prefix = f"{body.code}-a"
    drafted = motion.conference.amendments.filter(reference__startswith=prefix).count()
    return f"{prefix}{drafted + 1}"
