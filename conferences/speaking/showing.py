"""Show the debate: to everyone who speaks and who is next, to the chair the queue with its buttons.

`speakers` on floor:<code> (conferences/speaking/_speakers.html), `wall-speaker` on wall:<code>
(conferences/screens/_speaker.html), `rostrum` on desk:<code> (_rostrum.html). All are given
`rostrum` and `conference`, and nothing that is one person's own.
"""

from collections.abc import Iterator
from typing import Final

from django.template.loader import render_to_string

from conferences.hall import Part, Reading, drawn_by, show
from conferences.models import Conference, Floor
from conferences.speaking.reading import rostrum_of
from live.outbox import Drawn

SPEAKERS: Final = "conferences/speaking/_speakers.html"
ROSTRUM: Final = "conferences/speaking/_rostrum.html"
WALL: Final = "conferences/screens/_speaker.html"


def hold_rostrum(conference: Conference) -> Floor:
    """Take the floor's lock first, so that acts in one hall happen one after another."""
    return Floor.objects.select_for_update().get(conference=conference)


def show_rostrum(conference: Conference) -> None:
    """Show everyone who speaks, and the chair who waits. Called with the floor's lock held."""
    show(conference, Part.ROSTRUM)


def _rostrum(reading: Reading) -> Iterator[Drawn]:
    code = reading.conference.code
    rostrum = rostrum_of(reading.conference, reading.floor.subject)
    context = {"conference": reading.conference, "rostrum": rostrum}
    yield Drawn(f"floor:{code}", "speakers", render_to_string(SPEAKERS, context))
    yield Drawn(f"wall:{code}", "wall-speaker", render_to_string(WALL, context))
    yield Drawn(f"desk:{code}", "rostrum", render_to_string(ROSTRUM, context))


drawn_by[Part.ROSTRUM] = _rostrum
