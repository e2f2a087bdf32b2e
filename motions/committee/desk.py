"""What waits for the committee now, the most urgent first: one list of motions and amendments.

`waiting(conference)` is one statement, so that a page of it costs the same whether ten things wait
or eight thousand; `counts(conference)` is two more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models import DateTimeField as Moment
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from members.models import Member
from motions.amendment_life import OPEN_TO_RULING, AmendmentState
from motions.committee.taking_part import stands_aside
from motions.enums import Decision, MotionKind
from motions.models import Amendment, Motion, Ruling
from motions.states import MotionState

A_PAGE = 25


class Urgency(IntEnum):
    """Why something waits. The least comes first."""

    OVERDUE = 0
    REFERRED_BACK = 1
    REPLIED = 2
    EMERGENCY = 3
    NOT_TAKEN_IN = 4
    WITH_COMMITTEE = 5
    AMENDMENT = 6
    QUERIED = 7
    LATE = 8

    @property
    def label(self) -> str | Promise:
        """Say it as a heading."""
        return _LABELS[self]


_LABELS = {
    Urgency.OVERDUE: _("Reply overdue"),
    Urgency.REFERRED_BACK: _("Referred back: report again"),
    Urgency.REPLIED: _("The branch has replied"),
    Urgency.EMERGENCY: _("Emergency motions"),
    Urgency.NOT_TAKEN_IN: _("Not taken in yet"),
    Urgency.WITH_COMMITTEE: _("To rule on"),
    Urgency.AMENDMENT: _("Amendments to rule on"),
    Urgency.QUERIED: _("Queried, reply to come"),
    Urgency.LATE: _("Received late"),
}

_RULED_OUT = (Decision.NOT_IN_ORDER, Decision.NO_REPLY)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the desk."""

    about: Motion | Amendment
    urgency: Urgency
    due: datetime | None
    stands_aside: bool

    @property
    def is_amendment(self) -> bool:
        """Say which of the two it is."""
        return isinstance(self.about, Amendment)

    @property
    def may_be_passed_at_once(self) -> bool:
        """Say whether it may be ruled in order together with others."""
        return isinstance(self.about, Motion) and self.about.standing == MotionState.WITH_SOC


def counts(conference: Conference) -> dict[Urgency, int]:
    """Count what waits, by why it waits."""
    found = dict.fromkeys(Urgency, 0)
    for lines in (_motions(conference), _amendments(conference)):
        for line in lines.values("urgency").annotate(n=Count("pk")).order_by():
            found[Urgency(line["urgency"])] += line["n"]
    return found


def waiting(
    conference: Conference, member: Member, only: Urgency | None = None, page: int = 1
) -> Sequence[Row]:
    """Give one page of what waits, with whether this member stands aside from it."""
    names = ("pk", "urgency", "moment", "what")
    motions, amendments = _motions(conference), _amendments(conference)
    if only is not None:
        motions, amendments = motions.filter(urgency=only), amendments.filter(urgency=only)
    lines = (
        motions.order_by()
        .values_list(*names)
        .union(amendments.order_by().values_list(*names), all=True)
    )
    first = (page - 1) * A_PAGE
    here = list(lines.order_by("urgency", "moment", "pk")[first : first + A_PAGE])
    found = _fetched([pk for pk, *_rest in here])
    declared = list(member.soc_interests.all())
    return [
        Row(found[pk], Urgency(urgency), moment, stands_aside(member, found[pk], declared))
        for pk, urgency, moment, _what in here
        if pk in found
    ]


def _fetched(ids: Sequence[UUID]) -> dict[UUID, Motion | Amendment]:
    motions = Motion.objects.filter(pk__in=ids).select_related("lodged_by")
    amendments = Amendment.objects.filter(pk__in=ids).select_related("lodged_by", "motion")
    found: dict[UUID, Motion | Amendment] = {}
    found.update((each.pk, each) for each in motions)
    found.update((each.pk, each) for each in amendments)
    return found


def _motions(conference: Conference):  # type: ignore[no-untyped-def]
    last = Ruling.objects.filter(motion=OuterRef("pk")).order_by("-at", "-pk").values("decision")
    with_soc = Q(state=MotionState.WITH_SOC)
    lodged = Q(state=MotionState.LODGED)
    return conference.motions.filter(
        state__in=(MotionState.LODGED, MotionState.WITH_SOC, MotionState.QUERY, MotionState.LATE)
    ).annotate(
        last=Subquery(last[:1]),
        urgency=Case(
            When(state=MotionState.QUERY, reply_by__lte=timezone.now(), then=Urgency.OVERDUE),
            When(state=MotionState.QUERY, then=Urgency.QUERIED),
            When(state=MotionState.LATE, then=Urgency.LATE),
            When(with_soc & Q(last__in=_RULED_OUT), then=Urgency.REFERRED_BACK),
            When(with_soc & Q(last=Decision.QUERIED), then=Urgency.REPLIED),
            When(kind=MotionKind.EMERGENCY, then=Urgency.EMERGENCY),
            When(lodged, then=Urgency.NOT_TAKEN_IN),
            default=Urgency.WITH_COMMITTEE,
            output_field=IntegerField(),
        ),
        moment=Coalesce("reply_by", "lodged_at", output_field=Moment()),
        what=Value("motion", output_field=CharField()),
    )


def _amendments(conference: Conference):  # type: ignore[no-untyped-def]
    last = Ruling.objects.filter(amendment=OuterRef("pk")).order_by("-at", "-pk").values("decision")
    return conference.amendments.filter(state__in=(*OPEN_TO_RULING, AmendmentState.LATE)).annotate(
        last=Subquery(last[:1]),
        urgency=Case(
            When(state=AmendmentState.LATE, then=Urgency.LATE),
            When(last__in=_RULED_OUT, then=Urgency.REFERRED_BACK),
            default=Urgency.AMENDMENT,
            output_field=IntegerField(),
        ),
        moment=Coalesce("lodged_at", "submitted_at", output_field=Moment()),
        what=Value("amendment", output_field=CharField()),
    )
