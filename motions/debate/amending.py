"""Amendments in debate: accepted by the mover, or opened one at a time and voted on (guide 3.3).

What a report listed and conference adopted falls by itself. An amendment whose words turn out to be
gone from the substantive motion falls too, since no vote could bind to words that it cannot make;
but that is found by a machine, so the chair says it (`amendment_fall`) and the log keeps why.
"""

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Outcome
from conferences.models import Conference, Credential
from conferences.rules import acting, refuse_unless_present
from members.models import Member
from motions.amendment_life import WAITING, AmendmentAct
from motions.amendments.falling import amendment_falls, amendments_to_it_fall
from motions.amendments.reading import obstacle, would_read
from motions.amendments.steps import advance_amendment
from motions.debate.floor import (
    hold_free_floor,
    refuse_if_question_is_open,
    show_amendment,
    show_motion,
)
from motions.models import Amendment
from motions.selectors import ON_THE_FLOOR, amendments_waiting, binding_consequences
from motions.states import Act, MotionState
from motions.steps import add_text, advance, held_amendment, hold_floor, sha256


def amendment_accept(*, amendment: Amendment, actor: Member) -> Amendment:
    """Take an amendment that the mover accepts into the motion, without a vote."""
    with acting(actor, amendment.motion.conference, "amendment.accept") as log:
        amendment = _next_to_be_taken(amendment)
        motion = amendment.motion
        if not motion.conference.orders.mover_may_accept_amendments:
            raise Refusal("not-for-the-mover", "Each amendment is decided by a vote here.")
        if amendment.mover_accepts is False:
            raise Refusal("not-accepted", f"The mover does not accept {amendment.heading}.")
        _refuse_if_it_cannot_be_made(amendment)
        _incorporate(amendment, why=f"{amendment.number} accepted by the mover")
        advance_amendment(log, amendment, AmendmentAct.ACCEPT)
        advance(log, motion, Act.ACCEPT_AMENDMENT, amendment=amendment.log_name)
        _conflicting_fall(log, amendment)
        amendments_to_it_fall(log, amendment)
        show_motion(motion)
    return amendment


def amendment_open(
    *, amendment: Amendment, mover: Credential, seconder: Credential | None, actor: Member
) -> Amendment:
    """Open debate on the next admitted amendment; one at a time, in the order of the text."""
    with acting(actor, amendment.motion.conference, "amendment.open") as log:
        amendment = _next_to_be_taken(amendment)
        conference = amendment.motion.conference
        _refuse_mover_or_seconder(amendment, conference, mover, seconder)
        _refuse_if_it_cannot_be_made(amendment)
        amendment.mover, amendment.seconder = mover, seconder
        seconded_by = seconder.log_name if seconder else None
        advance_amendment(log, amendment, AmendmentAct.MOVE, mover=mover.log_name)
        advance_amendment(log, amendment, AmendmentAct.SECOND, seconder=seconded_by)
        advance(
            log,
            amendment.motion,
            Act.OPEN_AMENDMENT,
            amendment=amendment.log_name,
            mover=mover.log_name,
            seconder=seconded_by,
        )
        show_amendment(amendment)
    return amendment


def amendment_not_moved(*, amendment: Amendment, actor: Member) -> Amendment:
    """Record that nobody moved or seconded an amendment when its turn came: it falls."""
    return _leave_out(amendment, actor, AmendmentAct.NOT_MOVED)


def amendment_withdraw(*, amendment: Amendment, actor: Member) -> Amendment:
    """Record that an amendment is withdrawn before it is moved."""
    return _leave_out(amendment, actor, AmendmentAct.WITHDRAW)


def amendment_fall(*, amendment: Amendment, actor: Member) -> Amendment:
    """Say that an amendment falls: what was decided before it left nothing for it to change."""
    with acting(actor, amendment.motion.conference, "amendment.leave_out") as log:
        amendment = _next_to_be_taken(amendment)
        why = obstacle(amendment)
        if not why:
            raise Refusal("can-be-made", f"{amendment.heading} can still be made: it is taken.")
        advance_amendment(log, amendment, AmendmentAct.FALL, because=why.code)
        amendments_to_it_fall(log, amendment)
        show_motion(amendment.motion)
    return amendment


def amendment_withdraw_with_leave(*, amendment: Amendment, actor: Member) -> Amendment:
    """Withdraw an amendment that has been moved, as conference gives leave without a division."""
    with acting(actor, amendment.motion.conference, "amendment.leave_out") as log:
        hold_free_floor(amendment.motion.conference)
        amendment = held_amendment(amendment)
        advance_amendment(
            log, amendment, AmendmentAct.LEAVE_TO_WITHDRAW, agreed="without a division"
        )
        _back_to_the_motion(log, amendment, outcome="withdrawn")
        show_motion(amendment.motion)
    return amendment


def amendment_decided(log: OpenEntry, amendment: Amendment, outcome: Outcome) -> None:
    """Settle an amendment by its declared vote; carried, it makes the substantive motion."""
    if outcome == Outcome.CARRIED:
        _incorporate(amendment, why=f"{amendment.number} carried")
    advance_amendment(log, amendment, AmendmentAct.DECLARE, finding=outcome.value)
    _back_to_the_motion(log, amendment, outcome=outcome.value)
    if outcome == Outcome.CARRIED:
        _conflicting_fall(log, amendment)


def would_read_sha256(amendment: Amendment) -> str:
    """Hash the motion as it would read with this amendment made."""
    return sha256(would_read(amendment))


def _next_to_be_taken(amendment: Amendment) -> Amendment:
    hold_free_floor(amendment.motion.conference)
    amendment = held_amendment(amendment)
    if amendment.state not in WAITING:
        state = amendment.get_state_display().lower()
        raise Refusal("not-waiting", f"{amendment.heading} cannot be taken: {state}.")
    first = amendments_waiting(amendment.motion)[0]
    if first.pk != amendment.pk and amendment.motion.state == MotionState.IN_DEBATE:
        raise Refusal(
            "not-in-turn",
            f"{first.heading} comes first: amendments are taken in the order of the text.",
            rule="Amendment lifecycle",
        )
    return amendment


def _refuse_mover_or_seconder(
    amendment: Amendment, conference: Conference, mover: Credential, seconder: Credential | None
) -> None:
    refuse_unless_present(mover, conference)
    if amendment.lodged_by_id not in (mover.body_id, conference.body_id):
        raise Refusal(
            "not-of-the-lodging-body",
            f"{amendment.heading} is moved by a delegate of {amendment.lodged_by.name}.",
        )
    if seconder is None and conference.orders.seconder_needed:
        raise Refusal("no-seconder", "The standing orders need a seconder.")
    if seconder:
        refuse_unless_present(seconder, conference)
        if seconder.pk == mover.pk:
            raise Refusal("same-delegate", "The mover cannot second the same amendment.")


def _refuse_if_it_cannot_be_made(amendment: Amendment) -> None:
    if amendment.motion.state == MotionState.IN_DEBATE and (why := obstacle(amendment)):
        raise why


def _leave_out(amendment: Amendment, actor: Member, act: AmendmentAct) -> Amendment:
    with acting(actor, amendment.motion.conference, "amendment.leave_out") as log:
        hold_floor(amendment.motion.conference)
        amendment = held_amendment(amendment)
        if amendment.state not in WAITING:
            raise Refusal("not-waiting", f"{amendment.heading} has been taken already.")
        if amendment.motion.state in ON_THE_FLOOR:
            refuse_if_question_is_open(amendment.motion.conference)
        advance_amendment(log, amendment, act)
        amendments_to_it_fall(log, amendment)
        if amendment.motion.state == MotionState.IN_DEBATE:
            show_motion(amendment.motion)
    return amendment


def _incorporate(amendment: Amendment, *, why: str) -> None:
    """Make the words; those of an amendment to an amendment wait for the one that they alter."""
    if amendment.to_amendment_id is None:
        add_text(amendment.motion, would_read(amendment), why=why)


def _back_to_the_motion(log: OpenEntry, amendment: Amendment, *, outcome: str) -> None:
    advance(
        log,
        amendment.motion,
        Act.AMENDMENT_DECIDED,
        amendment=amendment.log_name,
        outcome=outcome,
    )
    amendments_to_it_fall(log, amendment)


def _conflicting_fall(log: OpenEntry, carried: Amendment) -> None:
    for each in binding_consequences(carried):
        if isinstance(each.fallen, Amendment) and each.fallen.state in WAITING:
            paragraph = each.paragraph.ref
            amendment_falls(log, each.fallen, because=carried.log_name, paragraph=paragraph)
