"""Show the debate: to everyone who speaks and who is next, to the chair the queue with its buttons.

`speakers` on floor:<code> (conferences/speaking/_speakers.html), `wall-speaker` on wall:<code>
(conferences/screens/_speaker.html), `rostrum` on desk:<code> (_rostrum.html). All are given
`rostrum` and `conference`, and nothing that is one person's own.
"""

from typing import Final

from django.template.loader import render_to_string

from conferences.models import Conference, Floor
from conferences.speaking.reading import rostrum_of
from live.outbox import publish

SPEAKERS: Final = "conferences/speaking/_speakers.html"
ROSTRUM: Final = "conferences/speaking/_rostrum.html"
WALL: Final = "conferences/screens/_speaker.html"


def hold_rostrum(conference: Conference) -> Floor:
    """Take the floor's lock first, so that acts in one hall happen one after another."""
    return Floor.objects.select_for_update().get(conference=conference)


def show_rostrum(conference: Conference) -> None:
    """Show everyone who speaks, and the chair who waits. Called with the floor's lock held."""
    context = {"conference": conference, "rostrum": rostrum_of(conference)}
    publish(f"floor:{conference.code}", "speakers", render_to_string(SPEAKERS, context))
    publish(f"wall:{conference.code}", "wall-speaker", render_to_string(WALL, context))
    publish(f"desk:{conference.code}", "rostrum", render_to_string(ROSTRUM, context))
