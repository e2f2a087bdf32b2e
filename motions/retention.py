"""How motions hang together, so that a hold on one covers the votes on it.

Motions and their texts are the record of conference, and kept for good; who moved and seconded them
is a seat, whose holder's name goes with the register entry.
"""

from collections.abc import Iterator
from uuid import UUID

from audit.holding import belongings
from motions.models import Question


def belongs_to(subject: str) -> Iterator[str]:
    """Name the conference of a question, and the motion and the amendment that it is about."""
    kind, _, name = subject.partition(":")
    if kind != "question" or not _is_uuid(name):
        return
    about = Question.objects.filter(pk=name).select_related(
        "conference", "motion__conference", "amendment__motion__conference"
    )
    for question in about:
        yield question.conference.log_name
        if question.motion:
            yield question.motion.log_name
        if question.amendment:
            yield question.amendment.log_name
            yield question.amendment.motion.log_name


def _is_uuid(name: str) -> bool:
    try:
        return bool(UUID(name))
    except ValueError:
        return False


belongings.append(belongs_to)
