"""How things are coming on, when nobody acts: who is here, and how many have voted, never how.

Nothing here goes into the log: the acts themselves are there. The floor is held meanwhile, so that
nothing can be shown after the act that replaced it.
"""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from ballots.enums import BallotState
from ballots.selectors import turnout
from conferences.models import Conference, Floor
from conferences.selectors import credentials_by_branch, floor_of, quorum_now
from live.outbox import publish


def presence_publish(*, conference: Conference) -> None:
    """Show on the wall and at the desk who is here: the quorum depends on it (guide 3.7)."""
    with transaction.atomic():
        context = _hold(conference)
        publish(
            f"wall:{conference.code}", "hall", render_to_string("conferences/_hall.html", context)
        )
        _publish_board(conference, context)


def progress_publish(*, conference: Conference) -> int:
    """Show the turnout of the open vote to the hall and the desk; give how many have voted."""
    with transaction.atomic():
        context = _hold(conference)
        ballot = context["ballot"]
        if ballot is None or ballot.state != BallotState.OPEN:
            return 0
        cast = turnout(ballot).voted
        publish(
            f"floor:{conference.code}",
            "progress",
            render_to_string("conferences/_progress.html", context | {"cast_count": cast}),
        )
        _publish_board(conference, context)
        return cast


def _hold(conference: Conference) -> dict[str, Any]:
    Floor.objects.select_for_update().get(conference=conference)
    floor = floor_of(conference)
    return {
        "conference": floor.conference,
        "floor": floor,
        "ballot": floor.ballot,
        "quorum": quorum_now(conference),
    }


def _publish_board(conference: Conference, context: dict[str, Any]) -> None:
    board = {"board": credentials_by_branch(conference, context["ballot"])}
    html = render_to_string("conferences/_teller.html", context | board)
    publish(f"desk:{conference.code}", "teller", html)
