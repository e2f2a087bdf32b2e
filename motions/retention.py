"""How motions hang together, so that a hold on one covers the votes on it.

Motions and their texts are the record of conference, and kept for good; who moved and seconded them
is a seat, whose holder's name goes with the register entry.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from audit.holding import belongings
from audit.retention import sweepers
from motions.models import Question, StagedImport

FILES_WAIT: Final = timedelta(days=30)
"""How long a file of motions lies that nobody has decided on."""


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


def forget_what_ran_out() -> dict[str, int]:
    """Forget files of motions that nobody has decided on for 30 days."""
    old = StagedImport.objects.filter(sent_at__lt=timezone.now() - FILES_WAIT)
    return {"files of motions": old.delete()[0]}


belongings.append(belongs_to)
sweepers.append(forget_what_ran_out)
