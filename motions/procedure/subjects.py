"""What one may ask to speak on in this room: a motion from the agenda on, an amendment likewise.

The queue of a motion is kept while an amendment is debated and while the debate is adjourned.
Nobody joins it once the question is put, which only the mover's reply may follow (guide 3.4,
closure); it ends when the vote opens, for till then the question may be taken back.
"""

from typing import Final

from conferences.enums import SpeakingAs
from conferences.models import Conference, Credential
from conferences.speaking.subjects import Subject, kinds
from motions.amendment_life import UNDER_WAY, WAITING, AmendmentState
from motions.models import Amendment, Motion
from motions.states import MotionState

_MAY_BE_SPOKEN_ON: Final = frozenset(
    {
        MotionState.SCHEDULED,
        MotionState.CALLED,
        MotionState.MOVED,
        MotionState.IN_DEBATE,
        MotionState.AMENDMENT_IN_DEBATE,
        MotionState.ADJOURNED,
    }
)
_MAY_BE_REPLIED_ON: Final = frozenset({MotionState.IN_DEBATE, MotionState.QUESTION_PUT})
_UNDER_DEBATE: Final = frozenset({*WAITING, *UNDER_WAY}) - {
    AmendmentState.QUESTION_PUT,
    AmendmentState.VOTING,
}


def motion_spoken_on(conference: Conference, reference: str) -> Subject | None:
    """Find a motion that may be spoken on; one that its branch still drafts is nobody's."""
    motion = (
        conference.motions.filter(reference=reference)
        .exclude(number="")
        .select_related("mover__member", "mover__body", "seconder__member", "seconder__body")
        .first()
    )
    if motion is None:
        return None
    state = motion.standing
    ended = f"{motion.spoken}: {state.label.lower()}. The debate on it is over."
    if state not in _MAY_BE_SPOKEN_ON and motion.place is None:
        ended = f"{motion.spoken} is not on the agenda."
    return Subject(
        motion.log_name,
        motion.spoken,
        over="" if state in _MAY_BE_SPOKEN_ON else ended,
        reply_over="" if state in _MAY_BE_REPLIED_ON else ended,
        parts=_parts(motion, has_reply=state in _MAY_BE_REPLIED_ON),
    )


def amendment_spoken_on(conference: Conference, reference: str) -> Subject | None:
    """Find an amendment that may be spoken on. Its own mover has no reply (guide 3.3)."""
    amendment = (
        conference.amendments.filter(reference=reference)
        .exclude(number="")
        .select_related("mover__member", "mover__body", "seconder__member", "seconder__body")
        .first()
    )
    if amendment is None:
        return None
    is_open = amendment.state in _UNDER_DEBATE
    label = AmendmentState(amendment.state).label.lower()
    ended = "" if is_open else f"{amendment.heading}: {label}. The debate on it is over."
    return Subject(
        amendment.log_name,
        amendment.heading,
        ended,
        ended,
        mover_time="amendment_mover",
        parts=_parts(amendment, has_reply=False),
    )


def _parts(
    moved: Motion | Amendment, *, has_reply: bool
) -> tuple[tuple[SpeakingAs, Credential], ...]:
    """Give who moves, seconds and replies, as the chair has recorded them."""
    parts = [(SpeakingAs.MOVER, moved.mover), (SpeakingAs.SECONDER, moved.seconder)]
    if has_reply:
        parts.append((SpeakingAs.REPLY, moved.mover))
    return tuple((part, who) for part, who in parts if who is not None)


def make_known() -> None:
    """Tell the conferences room what may be spoken on here."""
    kinds["motion"] = motion_spoken_on
    kinds["amendment"] = amendment_spoken_on
