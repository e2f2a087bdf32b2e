"""Shows everyone how far the day has got.

`plan` on floor:<code> is small: every phone carries it. `agenda` on agenda:<code> is the whole
agenda with the picture of the day, for those who have that page open.
"""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from conferences.hall import Part, Reading, drawn_by, show
from conferences.models import Conference
from conferences.running.picture import picture_of
from conferences.running.reading import current_session, sessions_planned
from conferences.screens.showing import agenda_drawn
from live.outbox import Drawn


def plan_publish(conference: Conference) -> None:
    """Show how the session that sits is going. Called in the transaction of an act."""
    show(conference, Part.PLAN)


def _plan(reading: Reading) -> Iterator[Drawn]:
    conference = reading.conference
    context = plan_context(conference)
    small = render_to_string("conferences/running/_plan.html", context)
    yield Drawn(f"floor:{conference.code}", "plan", small)
    context["floor"] = reading.floor
    whole = render_to_string("conferences/running/_day.html", context)
    yield Drawn(f"agenda:{conference.code}", "agenda", whole)
    yield from agenda_drawn(conference)


drawn_by[Part.PLAN] = _plan


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
