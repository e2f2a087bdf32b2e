"""Whether a motion, or an amendment, may be amended now; if not, why, for the branch that asks."""

from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.key_dates import key_date, open_now
from conferences.keys import Key
from motions.amendment_life import NOT_YET_LODGED, AmendmentState
from motions.models import Amendment, Motion
from motions.selectors import ON_THE_FLOOR
from motions.states import MotionState

MAY_BE_AMENDED: Final = (
    MotionState.IN_ORDER,
    MotionState.COMPOSITE_PROPOSED,
    MotionState.SCHEDULED,
)
_NOT_ADMITTED_YET: Final = (
    MotionState.DRAFT,
    MotionState.AWAITING_SECOND_OFFICER,
    MotionState.LODGED,
    MotionState.WITH_SOC,
    MotionState.QUERY,
)
_AMENDMENT_MAY_BE_AMENDED: Final = (
    AmendmentState.LODGED,
    AmendmentState.WITH_SOC,
    AmendmentState.IN_ORDER,
    AmendmentState.NOT_ACCEPTED,
    AmendmentState.GROUPED,
)


def refuse_unless_open(motion: Motion, to_amendment: Amendment | None = None) -> None:
    """Refuse an amendment to what cannot be amended: ended, decided, not admitted, composited."""
    if why := closed_because(motion):
        raise why
    if to_amendment is None:
        return
    if to_amendment.motion_id != motion.pk or to_amendment.state in NOT_YET_LODGED:
        raise Refusal("no-such-amendment", f"{motion.spoken} has no such amendment.")
    if to_amendment.to_amendment_id:
        raise Refusal(
            "too-deep",
            f"{to_amendment.heading} alters an amendment itself: only an amendment to the motion "
            "can be amended.",
        )
    state = AmendmentState(to_amendment.state)
    if state not in _AMENDMENT_MAY_BE_AMENDED:
        raise Refusal(
            f"amendment-{state.replace('_', '-')}",
            f"{to_amendment.heading} cannot be amended. It stands at: {state.label.lower()}.",
            rule="Amendment lifecycle",
        )


def closed_because(motion: Motion) -> Refusal | None:
    """Say why a motion cannot be amended, or give None."""
    state = motion.standing
    if state in MAY_BE_AMENDED:
        return None
    if state == MotionState.COMPOSITED and motion.composite:
        return Refusal(
            "motion-composited",
            f"{motion.spoken} lives on in {motion.composite.heading}. Send the amendment to "
            f"{motion.composite.spoken} instead.",
            rule="Motion lifecycle: COMPOSITED",
        )
    if state in _NOT_ADMITTED_YET:
        return Refusal(
            "motion-not-admitted",
            f"{motion.spoken} is not on the preliminary agenda yet. It can be amended once the "
            "Standing Orders Committee has ruled it in order.",
        )
    if state in ON_THE_FLOOR or state == MotionState.ADJOURNED:
        return Refusal(
            "motion-in-debate",
            f"{motion.spoken} is before conference. Amendments are sent in before that.",
        )
    return Refusal(
        f"motion-{state.value.lower().replace('_', '-')}",
        f"{motion.spoken} cannot be amended. It stands at: {state.label.lower()}.",
        rule="Motion lifecycle",
    )


def refuse_after_deadline(motion: Motion) -> None:
    """Refuse to begin an amendment once amendments have closed, by the server's clock."""
    conference = motion.conference
    if open_now(conference, None, Key.AMENDMENTS_CLOSE):
        return
    closed = key_date(conference, Key.AMENDMENTS_CLOSE)
    when = f" on {timezone.localtime(closed):%-d %B %Y at %H:%M}" if closed else ""
    raise Refusal(
        "amendments-closed",
        f"Amendments closed{when}.",
        rule="Timetable: amendments close",
    )
