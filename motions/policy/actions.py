"""What a resolution asks to be done: entered as actions, each reported on until it is done.

Source: guide 3.1, POLICY: a resolution in force, with action tracking; UNISON's retired members'
rule that whoever was asked answers before the next deadline (guide 3.0).
"""

from datetime import date

from django.db.models import Max

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.enums import ActionState
from motions.models import ActionReport, Motion, PolicyAction
from motions.states import MotionState
from motions.steps import held_motion, sha256
from motions.texts.checks import refuse_bad_words

IN_FORCE = (MotionState.CARRIED, MotionState.POLICY)
LONGEST = 4000


def action_enter(
    *, motion: Motion, actor: Member, what: str, responsible: str, due_on: date | None = None
) -> PolicyAction:
    """Enter something that a resolution asks for, and by whose office it is to be done."""
    with acting(actor, motion.conference, "policy_action.enter") as log:
        motion = held_motion(motion)
        if motion.standing not in IN_FORCE:
            raise Refusal("not-in-force", "Only a resolution in force asks for anything.")
        last = motion.actions.aggregate(last=Max("number"))["last"] or 0
        action = PolicyAction.objects.create(
            motion=motion,
            number=last + 1,
            what=_words(what, "Say what is to be done."),
            responsible=_words(responsible, "Say which committee or officer is to do it."),
            due_on=due_on,
        )
        log.record(
            "policy_action.entered",
            subject=action,
            motion=motion.log_name,
            what_sha256=sha256(action.what),
            due_on=due_on.isoformat() if due_on else None,
        )
    return action


def action_report(
    *, action: PolicyAction, actor: Member, text: str, state: ActionState
) -> ActionReport:
    """Report on an action. What was reported before stays beside it."""
    with acting(actor, action.motion.conference, "policy_action.report") as log:
        held = (
            PolicyAction.objects.select_for_update(of=("self",))
            .select_related("motion__conference")
            .get(pk=action.pk)
        )
        report = ActionReport.objects.create(
            action=held, text=_words(text, "Say what has been done."), state=state
        )
        was, held.state = held.state, state
        held.save(update_fields=["state"])
        log.record(
            "policy_action.reported",
            subject=held,
            motion=held.motion.log_name,
            was=was,
            now=state.value,
            text_sha256=sha256(report.text),
        )
    return report


def _words(typed: str, asked: str) -> str:
    words = typed.strip()
    if not words:
        raise Refusal("no-words", asked)
    refuse_bad_words(words, most=LONGEST)
    return words
