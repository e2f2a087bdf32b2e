"""Amendments in debate: accepted by the mover, or opened one at a time and voted on (guide 3.3)."""

from typing import Any

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Outcome
from conferences.models import Credential
from conferences.rules import acting, refuse_unless_present
from members.models import Member
from motions.debate.floor import show_amendment, show_motion
from motions.enums import AmendmentState
from motions.models import Amendment, Motion
from motions.selectors import WAITING, amendments_waiting
from motions.states import Act, MotionState
from motions.steps import add_text, advance, held_amendment, hold_floor, sha256
from motions.wording import apply_amendment


def amendment_accept(*, amendment: Amendment, actor: Member) -> Amendment:
    """Take an amendment that the mover accepts into the motion, without a vote."""
    with acting(actor, amendment.motion.conference, "amendment.accept") as log:
        amendment = _next_to_be_taken(amendment)
        motion = amendment.motion
        if not motion.conference.orders.mover_may_accept_amendments:
            raise Refusal("not-for-the-mover", "Conference itself decides on each amendment here.")
        if amendment.mover_accepts is False:
            raise Refusal("not-accepted", f"The mover does not accept {amendment.heading}.")
        _incorporate(amendment, why=f"{amendment.number} accepted by the mover")
        _set(amendment, AmendmentState.ACCEPTED)
        advance(log, motion, Act.ACCEPT_AMENDMENT, amendment=amendment.log_name)
        _conflicting_fall(log, amendment)
        show_motion(motion)
    return amendment


def amendment_open(
    *, amendment: Amendment, mover: Credential, seconder: Credential | None, actor: Member
) -> Amendment:
    """Open debate on the next admitted amendment; one at a time, in the order of the agenda."""
    with acting(actor, amendment.motion.conference, "amendment.open") as log:
        amendment = _next_to_be_taken(amendment)
        conference = amendment.motion.conference
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
        amendment.mover, amendment.seconder = mover, seconder
        apply_amendment(amendment.motion.substantive.text, amendment.instruction)
        _set(amendment, AmendmentState.IN_DEBATE)
        advance(
            log,
            amendment.motion,
            Act.OPEN_AMENDMENT,
            amendment=amendment.log_name,
            mover=mover.log_name,
            seconder=seconder.log_name if seconder else None,
        )
        show_amendment(amendment)
    return amendment


def amendment_not_moved(*, amendment: Amendment, actor: Member) -> Amendment:
    """Record that nobody moved or seconded an amendment when its turn came: it falls."""
    return _leave_out(amendment, actor, AmendmentState.NOT_MOVED)


def amendment_withdraw(*, amendment: Amendment, actor: Member) -> Amendment:
    """Record that an amendment is withdrawn before it is moved."""
    return _leave_out(amendment, actor, AmendmentState.WITHDRAWN)


def amendment_decided(log: OpenEntry, amendment: Amendment, outcome: Outcome) -> None:
    """Settle an amendment by its declared vote; carried, it makes the substantive motion."""
    if outcome == Outcome.CARRIED:
        _incorporate(amendment, why=f"{amendment.number} carried")
    _set(amendment, AmendmentState(outcome.value))
    advance(
        log,
        amendment.motion,
        Act.AMENDMENT_DECIDED,
        amendment=amendment.log_name,
        outcome=outcome.value,
    )
    if outcome == Outcome.CARRIED:
        _conflicting_fall(log, amendment)


def amendments_fall(log: OpenEntry, motion: Motion) -> None:
    """Let the amendments still waiting fall with a motion that has ended."""
    for amendment in motion.amendments.filter(state__in=WAITING):
        amendment.motion = motion
        _fall(log, amendment, because=motion.log_name)


def would_read_sha256(amendment: Amendment) -> str:
    """Hash the motion as it would read with this amendment made."""
    return sha256(apply_amendment(amendment.motion.substantive.text, amendment.instruction))


def _next_to_be_taken(amendment: Amendment) -> Amendment:
    hold_floor(amendment.motion.conference)
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


def _leave_out(amendment: Amendment, actor: Member, state: AmendmentState) -> Amendment:
    with acting(actor, amendment.motion.conference, "amendment.leave_out") as log:
        hold_floor(amendment.motion.conference)
        amendment = held_amendment(amendment)
        if amendment.state not in WAITING:
            raise Refusal("not-waiting", f"{amendment.heading} has been taken already.")
        _set(amendment, state)
        log.record(f"amendment.{state.value}", subject=amendment)
        if amendment.motion.state == MotionState.IN_DEBATE:
            show_motion(amendment.motion)
    return amendment


def _incorporate(amendment: Amendment, *, why: str) -> None:
    motion = amendment.motion
    add_text(motion, apply_amendment(motion.substantive.text, amendment.instruction), why=why)


def _conflicting_fall(log: OpenEntry, carried: Amendment) -> None:
    for consequence in carried.consequences.select_related("fallen", "paragraph__report"):
        fallen = consequence.fallen
        fallen.motion = carried.motion
        if fallen.state in WAITING and consequence.paragraph.report.adopted_at:
            _fall(log, fallen, because=carried.log_name, paragraph=consequence.paragraph.ref)


def _fall(log: OpenEntry, amendment: Amendment, **facts: Any) -> None:
    _set(amendment, AmendmentState.FALLEN)
    log.record("amendment.fallen", subject=amendment, **facts)


def _set(amendment: Amendment, state: AmendmentState) -> None:
    amendment.state = state
    amendment.save()
