"""Branches are told what becomes of their motions in a composite: each of their officers.

The words name no motion (guide 2.7); what there is to read stands at the address in the message.
"""

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.urls import reverse

from members.models import Body, Member
from members.services.dispatching import notice_dispatch
from motions.lodging.telling import branch_officers
from motions.models import CompositeGroup

NEWS: Final = "composite-news"


def branches_told(
    group: CompositeGroup, branches: Iterable[Body], *, but: Member | None = None
) -> None:
    """Write to the officers of branches that there is news of a composite, inside its act."""
    page = reverse("motions:composite", args=[group.conference.code, group.letter])
    for branch in branches:
        for officer in branch_officers(branch):
            if officer != but:
                notice_dispatch(
                    member=officer, notice=NEWS, facts={"link": f"{settings.SITE_URL}{page}"}
                )
