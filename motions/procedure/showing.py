"""Show what delegates ask for: to the chair what waits for an answer, to everyone the demand.

`procedure` on desk:<code> (motions/procedure/_asked.html) and `demand` on floor:<code>
(motions/procedure/_demand.html). Nothing in them is one person's own.
"""

from typing import Any, Final

from django.template.loader import render_to_string

from conferences.hall import Part, show
from conferences.models import Conference
from live.outbox import publish
from motions.models import Question
from motions.procedure.reading import asked_for, demand_now

ASKED: Final = "motions/procedure/_asked.html"
DEMAND: Final = "motions/procedure/_demand.html"


def show_asked(conference: Conference) -> None:
    """Show the chair what is asked for. Called with the floor's lock held."""
    publish(f"desk:{conference.code}", "procedure", render_to_string(ASKED, asked(conference)))


def show_demand(question: Question) -> None:
    """Show everyone how many branches demand a card vote, and the chair what it binds to."""
    conference = question.conference
    shown = render_to_string(DEMAND, demanded(conference))
    publish(f"floor:{conference.code}", "demand", shown)
    show_asked(conference)
    show(conference, Part.DESK)  # a demand that is met changes what the chair may do


def asked(conference: Conference) -> dict[str, Any]:
    """Give what the chair's fragment shows."""
    return {
        "conference": conference,
        "asked": asked_for(conference),
        "demand": demand_now(conference),
    }


def demanded(conference: Conference) -> dict[str, Any]:
    """Give what everyone's fragment shows."""
    return {"conference": conference, "demand": demand_now(conference)}
