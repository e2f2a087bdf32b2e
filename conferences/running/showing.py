"""Shows everyone how far the day has got.

`plan` on floor:<code> is small: every phone carries it. `agenda` on agenda:<code> is the whole
agenda with the picture of the day, for those who have that page open.
"""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from conferences.models import Conference
from conferences.running.picture import picture_of
from conferences.running.reading import current_session, sessions_planned
from conferences.screens.showing import agenda_publish
from conferences.selectors import floor_of
from live.outbox import publish


def plan_publish(conference: Conference) -> None:
    """Show how the session that sits is going. Called in the transaction of an act."""
    context = plan_context(conference)
    small = render_to_string("conferences/running/_plan.html", context)
    publish(f"floor:{conference.code}", "plan", small)
    context["floor"] = floor_of(conference)
    whole = render_to_string("conferences/running/_day.html", context)
    publish(f"agenda:{conference.code}", "agenda", whole)
    agenda_publish(conference)


def plan_context(conference: Conference) -> dict[str, Any]:
    """Give what the fragment is made of: one plan, its picture, and the moment it is true of."""
    now = timezone.now()
    planned = sessions_planned(conference, now)
    here = current_session(planned)
    return {
        "conference": conference,
        "planned": planned,
        "here": here,
        "plan": here.plan if here else None,
        "picture": picture_of(here.plan, now) if here and here.plan else None,
        "as_at": now,
    }
