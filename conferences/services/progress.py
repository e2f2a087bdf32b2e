"""How things are coming on, when nobody acts: who is here, and how many have voted, never how.

Nothing here goes into the log: the acts themselves are there. The floor is held meanwhile, so that
nothing can be shown after the act that replaced it.
"""

from django.db import transaction
from django.template.loader import render_to_string

from ballots.enums import BallotState
from ballots.selectors import turnout
from conferences.hall import Part, Reading, show
from conferences.models import Conference
from live.outbox import publish


def presence_publish(*, conference: Conference) -> None:
    """Show on the wall and at the desks who is here: the quorum depends on it (guide 3.7)."""
    with transaction.atomic():
        show(conference, Part.WALL, Part.BOARD, Part.DESK)


def progress_publish(*, conference: Conference, desk: bool = False) -> int:
    """Show the turnout of the open vote to hall and board, and to the chair where that is asked.

    Gives how many have voted.
    """
    with transaction.atomic():
        reading = Reading(conference)
        ballot = reading.floor.ballot
        if ballot is None or ballot.state != BallotState.OPEN:
            return 0
        cast = turnout(ballot).voted
        html = render_to_string("conferences/_progress.html", reading.context)
        publish(f"floor:{conference.code}", "progress", html)
        show(conference, Part.BOARD, *([Part.DESK] if desk else []))
        return cast
