"""What is held of those who asked to speak and raised points: told to them, and how long kept.

Who spoke is the record of conference. Who asked and was never called, and in what words a point was
raised, is kept while there may be a complaint about it, and then destroyed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from audit.personal_data import Part, Row
from audit.retention import MONTHS, Destroyed, Due, Rule
from conferences.models import Conference, PointOfOrder, Speaker

KEY: Final = "asked-to-speak"
_CONFERENCE: Final = "conference:"
_NOT_CALLED: Final = Q(began_at=None)


def _spoken(person: Any) -> list[Row]:
    turns = Speaker.objects.filter(credential__member=person).select_related("conference")
    return [
        {
            "conference": one.conference.title,
            "on": one.subject,
            "as": one.part_in_words,
            "first conference, as I said": one.is_first_time,
            "asked": one.asked_at,
            "began": one.began_at,
            "ended": one.ended_at,
        }
        for one in turns
    ]


def _points(person: Any) -> list[Row]:
    mine = Q(credential__member=person) | Q(ruled_by=person)
    points = PointOfOrder.objects.filter(mine).select_related("conference", "credential")
    return [
        {
            "conference": one.conference.title,
            "point": str(one),
            "I": "raised it" if one.credential.member_id == person.pk else "ruled on it",
            "my words": one.words if one.credential.member_id == person.pk else "",
            "raised": one.raised_at,
            "ruling": one.ruling_in_words,
        }
        for one in points
    ]


class Asking:
    """Finds conferences that ended long ago, and destroys who asked in vain and points' words."""

    def due(self, before: datetime) -> Iterator[Due]:
        asked = Speaker.objects.filter(_NOT_CALLED, conference=OuterRef("pk"))
        raised = PointOfOrder.objects.exclude(words="").filter(conference=OuterRef("pk"))
        kept = Conference.objects.filter(Exists(asked) | Exists(raised), ends_on__lt=before.date())
        for conference in kept:
            what = f"Who asked to speak, and in what words points were raised: {conference.title}"
            live = conference.complaints.filter(closed_on=None).select_related("vote", "conference")
            complaints = tuple(sorted({one.concerns for one in live}))
            yield Due(KEY, conference.log_name, what[:200], conference.ends_on, complaints)

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        conference = Conference.objects.select_for_update().get(
            code=due.subject.removeprefix(_CONFERENCE)
        )
        asked, _ = Speaker.objects.filter(_NOT_CALLED, conference=conference).delete()
        words = PointOfOrder.objects.filter(conference=conference).exclude(words="")
        return Destroyed({"requests to speak": asked, "words of points": words.update(words="")})


PARTS: Final = (
    Part(
        "speeches",
        "When I asked to speak, and spoke",
        KEY,
        frozenset({"conferences.Speaker.credential"}),
        _spoken,
    ),
    Part(
        "points_of_order",
        "Points of order that I raised or ruled on",
        KEY,
        frozenset({"conferences.PointOfOrder.credential", "conferences.PointOfOrder.ruled_by"}),
        _points,
    ),
)

RULE: Final = Rule(
    KEY,
    what="Who asked to speak and was not called, and in what words points of order were raised",
    where="conferences: speakers never called, the words of points of order",
    months=MONTHS,
    counted_from="the last day of the conference",
    why="complaints about a debate; who spoke, and how points were ruled on, stays on the record",
    keeper=Asking(),
)
