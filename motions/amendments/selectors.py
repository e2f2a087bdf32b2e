"""Amendments by branch: those it has sent, those to its motions; and whom a member acts for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from conferences.models import Conference
from members.models import Body, Member
from members.permissions import BRANCH_OFFICERS
from members.selectors import appointments_in_force
from motions.amendment_life import NOT_YET_LODGED, WAITING
from motions.models import Amendment

_WITH = ("conference", "motion__conference", "lodged_by", "to_amendment", "submitted_by")


@dataclass(frozen=True, slots=True)
class Ours:
    """The amendments of one branch, on its page of what it sends."""

    sent: Sequence[Amendment]
    to_our_motions: Sequence[Amendment]


def is_officer_of(member: Member, body: Body) -> bool:
    """Say whether a member may act for a body."""
    held = appointments_in_force().filter(member=member, office__in=BRANCH_OFFICERS, body=body)
    return held.exists()


def amendment_named(conference: Conference, reference: str) -> Amendment:
    """Find one amendment by the name it was drafted under. Raises Amendment.DoesNotExist."""
    beside = Amendment.objects.select_related("lodged_by").prefetch_related("amendments")
    return (
        conference.amendments.select_related(*_WITH, "motion__lodged_by", "motion__composite")
        .prefetch_related(
            "motion__texts", Prefetch("motion__amendments", beside), "approvals", "amendments"
        )
        .get(reference=reference)
    )


def amendments_of_body(conference: Conference, body: Body) -> Ours:
    """Give what a branch has drafted and sent, and what others would do to its motions."""
    found = conference.amendments.select_related(*_WITH).prefetch_related("amendments")
    told = found.exclude(state__in=NOT_YET_LODGED)
    return Ours(
        list(found.filter(lodged_by=body).order_by("motion__lodged_order", "place")),
        list(
            told.filter(motion__lodged_by=body, state__in=WAITING)
            .exclude(lodged_by=body)
            .order_by("motion__lodged_order", "place")
        ),
    )
