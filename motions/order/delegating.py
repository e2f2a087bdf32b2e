"""A motion that conference did not take, decided by a body whose power to do so a rule gives.

Trades Union Congress 2020: the General Council decided on the motions of a congress that could not
be held in full.
"""

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.models import Motion
from motions.states import Act
from motions.steps import advance, held_motion, hold_floor

LONGEST = 200


def motion_delegate(*, motion: Motion, actor: Member, to: str, rule: str, decided: str) -> Motion:
    """Record that a body decided a scheduled motion in place of conference: which, by which rule.

    `decided` says in words what it decided. All three are public, and in the log.
    """
    said = {"to": to, "rule": rule, "decided": decided}
    words = {name: " ".join(text.replace("\0", " ").split()) for name, text in said.items()}
    with acting(actor, motion.conference, "motion.delegate") as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        asked = {
            "to": "which body decided",
            "rule": "the rule that gives it the power",
            "decided": "what it decided",
        }
        for name, what in asked.items():
            if not words[name] or len(words[name]) > LONGEST:
                raise Refusal("no-rule", f"Say {what}, in {LONGEST} letters at most.")
        motion.ruling_reason = f"{words['to']} decided under {words['rule']}: {words['decided']}"
        return advance(log, motion, Act.DELEGATE_TO_BODY, rule=words["rule"], personal={**words})
