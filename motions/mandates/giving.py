"""A branch tells its delegates how to use their votes on each motion, or leaves them free.

The mandate binds the branch's card by the branch's own rule (guide 3.6). It is private to the
branch and its delegates: the log says that one was given, and holds what it says as a digest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from ballots.enums import Choice
from conferences.models import Conference
from conferences.rules import acting
from members.models import Body, Member
from motions.models import Mandate, Motion
from motions.selectors import ON_THE_FLOOR
from motions.states import MotionState

FREE: Final = ""
LONGEST: Final = 300
TO_COME: Final = ON_THE_FLOOR | {MotionState.SCHEDULED, MotionState.ADJOURNED}
"""The motions that conference has still to decide: no branch is told its mandate afterwards."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a branch says on one motion: a choice, or FREE; and words, such as a condition."""

    choice: str = FREE
    words: str = ""


def mandates_give(
    *, conference: Conference, body: Body, actor: Member, given: Mapping[Motion, Instruction]
) -> list[Mandate]:
    """Enter what a branch has decided on these motions; give those that are news.

    What is entered again as it was changes nothing, and the log does not hear of it.
    """
    with acting(actor, conference, "mandate.give", body=body) as log:
        held = {
            mandate.motion_id: mandate
            for mandate in Mandate.objects.select_for_update().filter(
                body=body, motion__in=list(given)
            )
        }
        news = []
        for motion, said in given.items():
            _insist(conference, motion, said)
            before = held.get(motion.pk)
            if before and (before.choice, before.words) == (said.choice, said.words):
                continue
            mandate = before or Mandate(motion=motion, body=body)
            mandate.choice, mandate.words = said.choice, said.words
            mandate.entered_at, mandate.entered_by = timezone.now(), actor
            mandate.save()
            log.record(
                "mandate.given",
                subject=mandate,
                personal={"choice": said.choice or "free", "words": said.words},
            )
            news.append(mandate)
        if not news:
            raise Refusal("nothing-new", "Nothing was changed: these mandates stand already.")
    return news


def _insist(conference: Conference, motion: Motion, said: Instruction) -> None:
    if motion.conference_id != conference.pk:
        raise Refusal("foreign-motion", "That motion is before another conference.")
    if motion.standing not in TO_COME:
        raise Refusal(
            "decided",
            f"{motion.spoken} is not before conference any more: {motion.standing.label.lower()}.",
        )
    if said.choice not in {FREE, *Choice}:
        raise Refusal("no-such-choice", "A mandate is for, against, abstain, or free.")
    if len(said.words) > LONGEST or "\0" in said.words:
        raise Refusal("too-long", f"Say it in at most {LONGEST} letters.")
