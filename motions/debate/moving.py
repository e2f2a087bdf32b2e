"""Debate: from the chair's call to the question, and the ways a motion ends without a vote.

The chair calls, and records who moves and seconds. Conference's own acts (adjourn, next business,
remit, leave to withdraw) follow from a procedural question that was carried; where nobody objects,
the chair may find that conference agrees without a division, and the log says so.
"""

from datetime import datetime
from typing import Any

from audit.refusal import Refusal
from conferences.models import Credential
from conferences.rules import acting, refuse_unless_present
from conferences.selectors import quorum_now
from members.models import Member
from motions.debate.floor import hold_free_floor, show_motion
from motions.models import Motion
from motions.order.groups import still_to_be_moved
from motions.selectors import Business, amendments_waiting, business
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, hold_floor

WITHOUT_A_DIVISION = "without a division"


def motion_call(*, motion: Motion, actor: Member) -> Motion:
    """Call a motion. The session must be quorate and nothing else may be before conference."""
    with acting(actor, motion.conference, "motion.call") as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        _refuse_unless_sitting(motion)
        quorum = quorum_now(motion.conference)
        if not quorum.is_met:
            raise Refusal(
                "not-quorate", f"{quorum.named.begins} is not quorate. {quorum.sentence}."
            )
        now = business(motion.conference)
        other = now.question or now.motion
        if other and not (now.motion and joins_debate(motion, now)):
            raise Refusal("business-unfinished", f"Finish what is under way first: {other}.")
        advance(log, motion, Act.CALL, present=quorum.present.delegates)
        show_motion(motion)
    return motion


def motion_not_moved(*, motion: Motion, actor: Member) -> Motion:
    """Record that nobody entitled moved the motion when it was called: it falls."""
    return _by_the_chair(motion, actor, Act.NOT_MOVED)


def motion_move(
    *, motion: Motion, mover: Credential, actor: Member, formally: bool = False
) -> Motion:
    """Record who moves the motion: someone present from the body that lodged it.

    Where the standing orders ask for no seconder, debate is open at once.
    """
    with acting(actor, motion.conference, "motion.move") as log:
        hold_free_floor(motion.conference)
        motion = held_motion(motion)
        refuse_unless_present(mover, motion.conference)
        if mover.body_id != motion.lodged_by_id:
            raise Refusal(
                "not-of-the-lodging-body",
                f"{motion.heading} is moved by a delegate of {motion.lodged_by.name}.",
                rule="Motion lifecycle: move",
            )
        motion.mover = mover
        advance(log, motion, Act.MOVE, mover=mover.log_name, formally=formally)
        if not motion.conference.orders.seconder_needed:
            advance(log, motion, Act.SECOND, seconder=None)
        show_motion(motion)
    return motion


def motion_second(*, motion: Motion, seconder: Credential, actor: Member) -> Motion:
    """Record who seconds the motion: another delegate who is present."""
    with acting(actor, motion.conference, "motion.second") as log:
        hold_free_floor(motion.conference)
        motion = held_motion(motion)
        refuse_unless_present(seconder, motion.conference)
        if seconder.pk == motion.mover_id:
            raise Refusal("same-delegate", "The mover cannot second the same motion.")
        motion.seconder = seconder
        advance(log, motion, Act.SECOND, seconder=seconder.log_name)
        show_motion(motion)
    return motion


def motion_not_seconded(*, motion: Motion, actor: Member) -> Motion:
    """Record that nobody seconded the motion: where a seconder is needed, it falls."""
    if not motion.conference.orders.seconder_needed:
        raise Refusal("no-seconder-needed", "The standing orders ask for no seconder.")
    return _by_the_chair(motion, actor, Act.NO_SECONDER)


def motion_adjourn(
    *, motion: Motion, actor: Member, until: datetime, agreed: str = WITHOUT_A_DIVISION
) -> Motion:
    """Adjourn the debate to a stated time, as conference has agreed."""
    return _by_the_chair(motion, actor, Act.ADJOURN, until=until.isoformat(), agreed=agreed)


def motion_resume(*, motion: Motion, actor: Member) -> Motion:
    """Resume an adjourned debate when nothing else is before conference."""
    if business(motion.conference).motion:
        raise Refusal("business-unfinished", "Finish what is under way first.")
    return _by_the_chair(motion, actor, Act.RESUME)


def motion_shelve(*, motion: Motion, actor: Member, agreed: str = WITHOUT_A_DIVISION) -> Motion:
    """Pass to next business, as conference has agreed: the motion cannot come back here."""
    return _by_the_chair(motion, actor, Act.NEXT_BUSINESS, agreed=agreed)


def motion_remit(
    *, motion: Motion, actor: Member, mover_agrees: bool, agreed: str = WITHOUT_A_DIVISION
) -> Motion:
    """Remit the motion to the executive, if its mover agrees; if not, debate goes on (3.4)."""
    if not mover_agrees:
        raise Refusal(
            "mover-does-not-agree",
            "A motion is remitted only with its mover's agreement. Debate goes on.",
            rule="Procedural motions: remit",
        )
    return _by_the_chair(motion, actor, Act.REMIT, agreed=agreed, mover_agrees=True)


def motion_withdraw_with_leave(
    *, motion: Motion, actor: Member, agreed: str = WITHOUT_A_DIVISION
) -> Motion:
    """Withdraw a motion under debate, as conference has given leave."""
    return _by_the_chair(motion, actor, Act.LEAVE_TO_WITHDRAW, agreed=agreed)


def _refuse_unless_sitting(motion: Motion) -> None:
    sessions = motion.conference.sessions
    if not sessions.filter(opened_at__isnull=False, closed_at__isnull=True).exists():
        raise Refusal("not-sitting", "No session is sitting: open one first.")


def joins_debate(motion: Motion, now: Business) -> bool:
    """Say whether a motion may be called beside the one in debate: they are debated together."""
    if now.question or now.motion is None or now.motion.standing != MotionState.IN_DEBATE:
        return False
    return motion.pk in {each.pk for each in still_to_be_moved(now.motion)}


def refuse_while_amendments_wait(motion: Motion) -> None:
    """Refuse to put a motion while admitted amendments have not been taken."""
    if waiting := amendments_waiting(motion):
        numbers = ", ".join(each.number for each in waiting)
        raise Refusal("amendments-waiting", f"Amendments still to be taken: {numbers}.")


def _by_the_chair(motion: Motion, actor: Member | None, act: Act, **facts: Any) -> Motion:
    with acting(actor, motion.conference, "motion.direct") as log:
        hold_free_floor(motion.conference)
        motion = held_motion(motion)
        advance(log, motion, act, **facts)
        show_motion(motion)
    return motion
