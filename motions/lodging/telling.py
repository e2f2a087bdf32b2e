"""Telling a branch that something has happened to a paper it sent.

    branch_told(motion)            there is news of your motion: to every officer of its branch
    branch_told(amendment)         the same of an amendment
    branch_told(motion, but=actor)     all but whoever did it

Call it inside the act whose news it is: the message is made with it, or not at all. The words are
the same whatever happened and name no union and no motion (guide 2.7): what there is to read stands
behind a sign-in, at the address that the message gives.
"""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from conferences.models import Conference
from members.models import Body, Member
from members.permissions import BRANCH_OFFICERS
from members.selectors import officers_of
from members.services.dispatching import notice_dispatch
from motions.models import Amendment, Motion

NEWS = "branch-news"
SECOND_OFFICER = "branch-second-officer"
RECEIPT = "branch-receipt"
DEADLINE = "branch-deadline"


def branch_told(paper: Motion | Amendment, *, but: Member | None = None) -> int:
    """Write to the officers of the branch that sent a paper; say how many were written to."""
    return officers_told(paper.conference, paper.lodged_by, NEWS, but=but)


def officers_told(
    conference: Conference,
    body: Body,
    notice: str,
    *,
    but: Member | None = None,
    only: Iterable[Member] | None = None,
    **facts: str | int,
) -> int:
    """Send a notice to a branch's officers, with the way to what their branch has sent."""
    link = f"{settings.SITE_URL}{desk_of(conference, body)}"
    officers = list(only) if only is not None else branch_officers(body)
    sent = [
        notice_dispatch(member=each, notice=notice, facts={"link": link, **facts})
        for each in officers
        if each != but
    ]
    return sum(one is not None for one in sent)


def branch_officers(body: Body) -> list[Member]:
    """Give those who may act for a branch today, each once."""
    held = officers_of(body).filter(office__in=BRANCH_OFFICERS).select_related("member")
    return list(dict.fromkeys(each.member for each in held))


def desk_of(conference: Conference, body: Body) -> str:
    """Give the address of the page with what a branch has sent."""
    return reverse("motions:branch_desk", args=[conference.code, body.code])
