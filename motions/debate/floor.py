"""Put a motion or a question before conference: the words that the hall sees.

Templates: the hall's are named in conferences.services.floor; the chair's desk, which is shown with
them, in motions.debate.console.
"""

from typing import Final

from audit.refusal import Refusal
from conferences.enums import FloorPhase
from conferences.models import Conference, Floor
from conferences.services import floor_set
from motions.amendment_life import ENDED, MADE, UNDER_WAY
from motions.amendments.reading import would_read
from motions.debate.announcing import announcement
from motions.debate.presiding import presiding_words
from motions.enums import QuestionKind, QuestionState
from motions.models import Amendment, Motion, Question
from motions.order.groups import grouping_words
from motions.order.parts import divided_text
from motions.selectors import binding_consequences, open_question
from motions.states import MotionState
from motions.steps import hold_floor
from motions.wording import changes
from motions.wording.dividing import words_of

_MOTION_PHASES: Final = {
    MotionState.CALLED: FloorPhase.CALLED,
    MotionState.MOVED: FloorPhase.MOVED,
    MotionState.IN_DEBATE: FloorPhase.DEBATE,
    MotionState.AMENDMENT_IN_DEBATE: FloorPhase.AMENDMENT,
    MotionState.QUESTION_PUT: FloorPhase.QUESTION_PUT,
}
_QUESTION_PHASES: Final = {
    QuestionState.PUT: FloorPhase.QUESTION_PUT,
    QuestionState.VOTING: FloorPhase.VOTING,
    QuestionState.COUNTED: FloorPhase.COUNTED,
    QuestionState.CHALLENGED: FloorPhase.COUNTED,
    QuestionState.DECIDED: FloorPhase.DECLARED,
}
_EFFECTS: Final = {
    QuestionKind.REFERENCE_BACK: "If carried, the committee must look at this again.",
    QuestionKind.CHALLENGE_RULING: "If carried, the chair's ruling falls. If not, it stands.",
    QuestionKind.NO_CONFIDENCE: "If two thirds of the votes are for it, the chair leaves.",
    QuestionKind.PREVIOUS_QUESTION: "If carried, the motion is shelved, and not taken again here. "
    "If not, it is put to the vote at once.",
    QuestionKind.CLOSURE: "If carried, debate ends and the vote is taken after the reply.",
    QuestionKind.NEXT_BUSINESS: "If carried, the motion is shelved, and not taken again here.",
    QuestionKind.ADJOURN_DEBATE: "If carried, the debate is adjourned to a stated time.",
    QuestionKind.REMIT: "If carried, the motion goes to the executive without a vote on it.",
    QuestionKind.LEAVE_TO_WITHDRAW: "If carried, the motion is withdrawn.",
    QuestionKind.RESCIND: "If two thirds of the votes are for it, the resolution is undone.",
    QuestionKind.SUSPEND_STANDING_ORDERS: "If carried, the named standing orders are suspended.",
    QuestionKind.PART: "If carried, these words stay in the motion. If not, they are taken out. "
    "What is left is put to the vote after that.",
    QuestionKind.TAKE_IN_PARTS: "If carried, these parts are voted on by themselves, and then what "
    "is left.",
    QuestionKind.TEST_VOTE: "This is a test. Nothing is decided by it.",
}


def hold_free_floor(conference: Conference) -> None:
    """Take the floor's lock for an act on a debate; refuse while a question is before conference.

    What a question is about must not change under it: another officer may just have put one.
    """
    hold_floor(conference)
    refuse_if_question_is_open(conference)


def refuse_if_question_is_open(conference: Conference) -> None:
    """Refuse what waits until the question before conference is decided, or taken back."""
    if other := open_question(conference):
        raise Refusal(
            "question-open", f"Another question is before {conference.named.itself}: {other}."
        )


def show_motion(motion: Motion, *, effect: str = "") -> Floor:
    """Put a motion before conference as it now stands, with its substantive text."""
    text = motion.substantive
    ended = motion.state not in _MOTION_PHASES
    return _show(
        motion.conference,
        item=motion.agenda_item,
        phase=_MOTION_PHASES.get(motion.standing, FloorPhase.DECLARED),
        subject=motion.log_name,
        heading=motion.heading,
        text=text.text,
        text_version=text.version,
        effect=effect or (motion.standing.meaning if ended else effect_of_motion(motion)),
        note=". ".join(filter(None, [_moved_by(motion), grouping_words(motion)])),
    )


def show_amendment(amendment: Amendment, *, effect: str = "") -> Floor:
    """Put an amendment before conference; the main question waits."""
    return _show(
        amendment.motion.conference,
        item=amendment.motion.agenda_item,
        phase=FloorPhase.AMENDMENT,
        subject=amendment.log_name,
        heading=f"{amendment.heading} to {amendment.motion.heading}",
        text=amendment.words,
        text_version=amendment.motion.substantive.version,
        difference=_difference(amendment),
        effect=effect or effect_of_amendment(amendment),
        note=_moved_by(amendment),
    )


def show_question(question: Question) -> Floor:
    """Put a question before conference, or show its vote, or its result."""
    motion, amendment = question.motion, question.amendment
    if amendment:
        heading, text = f"{amendment.heading} to {amendment.motion.heading}", amendment.words
        effect, item = effect_of_amendment(amendment), amendment.motion.agenda_item
    elif motion and question.part:
        heading, text = motion.heading, words_of(divided_text(motion), question.part.division)
        effect, item = _EFFECTS[QuestionKind.PART], motion.agenda_item
    elif motion and question.kind == QuestionKind.MOTION:
        heading, text = motion.heading, motion.substantive.text
        effect, item = effect_of_motion(motion), motion.agenda_item
    else:
        heading, text = question.get_kind_display(), question.wording
        effect = _EFFECTS[QuestionKind(question.kind)]
        here = motion and motion.conference_id == question.conference_id
        item = motion.agenda_item if motion and here else None
    if question.state == QuestionState.DECIDED:
        effect = announcement(question)
    return _show(
        question.conference,
        **({"item": item} if item else {}),
        phase=_QUESTION_PHASES[QuestionState(question.state)],
        subject=(amendment or motion or question).log_name,
        heading=heading,
        text=text,
        text_version=question.text_version,
        difference=_difference(amendment) if amendment else [],
        effect=effect,
        note=" ".join(filter(None, [question.wording, presiding_words(question)])),
        ballot=question.ballot,
    )


def show_subject_of(question: Question) -> Floor:
    """Show what a question was about again, once it is before conference no more."""
    if question.amendment:
        return show_amendment(question.amendment)
    if question.motion and question.motion.conference_id == question.conference_id:
        under_way = question.motion.amendments.filter(state__in=UNDER_WAY).first()
        return show_amendment(under_way) if under_way else show_motion(question.motion)
    return show_between(question.conference, note="Not put after all.")


def show_between(conference: Conference, *, note: str = "") -> Floor:
    """Show that conference is between items."""
    return _show(conference, item=None, note=note)


def effect_of_motion(motion: Motion) -> str:
    """Say what a vote for does, with what falls by it (guide 3.0, consequential)."""
    union = motion.conference.body.name
    return f"If carried, this becomes a resolution of {union}.{_what_falls(motion)}"


def effect_of_amendment(amendment: Amendment) -> str:
    """Say what a vote for an amendment does."""
    changed = "If carried, the motion is changed in these words, and debate goes on."
    return f"{changed}{_what_falls(amendment)}"


def _what_falls(about: Motion | Amendment) -> str:
    fallen = [each.fallen.heading for each in binding_consequences(about)]
    return f" {_listed(fallen)} then {'falls' if len(fallen) == 1 else 'fall'}." if fallen else ""


def _difference(amendment: Amendment) -> list[list[str]]:
    """Say word by word what an amendment would change, or has, in the motion as it stands."""
    *before, now = (each.text for each in amendment.motion.texts.all())
    old = new = now
    if amendment.state not in ENDED:
        try:
            new = would_read(amendment)
        except Refusal:
            return []
    elif amendment.state in MADE and before and not amendment.to_amendment_id:
        old = before[-1]
    return [[each.kind, each.words] for each in changes(old, new)]


def _show(conference: Conference, **fields: object) -> Floor:
    return floor_set(conference=conference, **fields)  # type: ignore[arg-type]


def _moved_by(moved: Motion | Amendment) -> str:
    if moved.mover is None:
        return f"From {moved.lodged_by.name}"
    mover = f"Moved by {moved.mover.member.name}, {moved.mover.body.name}"
    if moved.seconder is None:
        return mover
    return f"{mover}; seconded by {moved.seconder.member.name}, {moved.seconder.body.name}"


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
