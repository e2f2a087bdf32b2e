"""How a vote is coming on: how many have voted, never how."""

from django.db import transaction
from django.template.loader import render_to_string

from ballots.enums import BallotState
from ballots.selectors import turnout
from conferences.models import Conference, Floor
from conferences.selectors import credentials_by_branch, floor_of, quorum_now
from live.outbox import publish


def progress_publish(*, conference: Conference) -> int:
    """Show the turnout of the open vote to the hall and the desk; give how many have voted.

    Nobody's act, so nothing goes into the log. The floor is held meanwhile, so that no turnout
    can be shown after the declaration that replaced it.
    """
    with transaction.atomic():
        Floor.objects.select_for_update().get(conference=conference)
        floor = floor_of(conference)
        ballot = floor.ballot
        if ballot is None or ballot.state != BallotState.OPEN:
            return 0
        cast = turnout(ballot).voted
        context = {
            "conference": floor.conference,
            "floor": floor,
            "ballot": ballot,
            "quorum": quorum_now(conference),
            "board": credentials_by_branch(conference, ballot),
            "cast_count": cast,
        }
        hall, desk = f"floor:{conference.code}", f"desk:{conference.code}"
        publish(hall, "progress", render_to_string("conferences/_progress.html", context))
        publish(desk, "teller", render_to_string("conferences/_teller.html", context))
        return cast
