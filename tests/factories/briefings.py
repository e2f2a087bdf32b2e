"""Briefings for tests, announced and come to by the same services as in life.

briefing = make_briefing(union)
guest = make_guest(briefing, purposes=("joining",))
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conferences.briefings.consents import Purpose, wording
from conferences.briefings.links import Wish
from conferences.briefings.organising import briefing_create
from conferences.briefings.registering import guest_register
from conferences.models import Briefing, Guest
from members.models import Body

LINK = "https://meet.example.org/j/8412?pwd=open"


def make_briefing(body: Body, **told: Any) -> Briefing:
    starts = told.pop("starts_at", timezone.now() + timedelta(days=7))
    return briefing_create(
        **{
            "actor": None,
            "body": body,
            "title": "Pay: what comes next",
            "about": "The general secretary speaks, and answers questions.",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=1),
            "join_link": LINK,
            "access_contact": "The office, access@example.org",
            "access_note": "Live captions and BSL",
            **told,
        }
    )


def make_guest(
    briefing: Briefing,
    *,
    name: str = "Wren Ashdown",
    email: str = "wren@example.org",
    purposes: Sequence[str] = (),
) -> Guest:
    versions = [wording(Purpose(each)).version for each in purposes]
    wish = Wish(briefing.slug, name, email, list(purposes), versions)
    guest = guest_register(wish=wish).guest
    assert guest is not None
    return guest
