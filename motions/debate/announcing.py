"""What the chair says: what would fall before a result is declared, and what did fall after it.

    "If it is carried, Motion 10 falls, as report 1 paragraph 1.5 says."
    "Motion 9 is carried. Motion 10 therefore falls, as report 1 paragraph 1.5 says."

Only what conference has adopted with a report binds (guide 3.0, consequential).
"""

from ballots.enums import Outcome
from motions.amendment_life import WAITING, AmendmentState
from motions.enums import QuestionKind
from motions.models import Amendment, AmendmentConsequence, Motion, MotionConsequence, Question
from motions.order.parts import in_parts
from motions.selectors import binding_consequences
from motions.states import MotionState

Consequence = MotionConsequence | AmendmentConsequence


def announcement(question: Question) -> str:
    """Say what a decided question means, for the chair to read out; empty if nothing followed."""
    if question.amendment:
        said = f"{question.amendment.heading} is {_outcome(question)}."
        fallen = _fallen(question, question.amendment)
    elif question.motion and question.kind == QuestionKind.PART:
        part = str(question.part)
        ending = "stays in" if question.outcome == Outcome.CARRIED else "is taken out of"
        return f"The {part} {ending} {_lower(question.motion.spoken)}. {in_parts(question.motion)}"
    elif question.motion and question.kind == QuestionKind.MOTION:
        said = f"{question.motion.spoken} is {_outcome(question)}."
        if parts := in_parts(question.motion):
            said = f"{said} {parts}"
        fallen = _fallen(question, question.motion)
    else:
        return ""
    return " ".join([said, *fallen])


def would_fall(question: Question) -> str:
    """Tell the chair before the declaration what falls if this is carried; empty if nothing."""
    about = question.amendment or (
        question.motion if question.kind == QuestionKind.MOTION else None
    )
    if about is None:
        return ""
    falling = [each for each in binding_consequences(about) if _can_fall(each)]
    return " ".join(
        f"If it is carried, {_called(each.fallen)} falls, as {_source(each)} says."
        for each in falling
    )


def _fallen(question: Question, about: Motion | Amendment) -> list[str]:
    if question.outcome != Outcome.CARRIED:
        return []
    return [
        f"{_called(each.fallen)} therefore falls, as {_source(each)} says."
        for each in binding_consequences(about)
        if each.fallen.state in (MotionState.FELL_CONSEQUENTIAL, AmendmentState.FALLEN)
    ]


def _called(each: Motion | Amendment) -> str:
    return each.spoken if isinstance(each, Motion) else each.heading


def _can_fall(each: Consequence) -> bool:
    return each.fallen.state in (MotionState.SCHEDULED, *WAITING)


def _source(each: Consequence) -> str:
    return f"report {each.paragraph.report.number} paragraph {each.paragraph.ref}"


def _outcome(question: Question) -> str:
    return str(question.get_outcome_display()).lower()


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
