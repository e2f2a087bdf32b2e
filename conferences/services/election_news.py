"""News of an election to everyone at the conference: rendered once, the same for all.

A fragment never holds anybody's ranking, nor whether a person has voted: a page adds its own
reader's marks by itself.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string

from ballots.enums import BallotState
from ballots.models import Ballot
from conferences.elections_shown import elections_shown
from conferences.models import Conference, Floor, Post
from live.outbox import publish


def election_show(*, ballot: Ballot) -> None:
    """Show an election, as an act on it has left it, at the conference that elects."""
    post = Post.objects.filter(ballot=ballot).select_related("conference").first()
    if post is not None:
        elections_publish(conference=post.conference)


def elections_publish(*, conference: Conference) -> None:
    """Show the elections to phones and to the wall."""
    with transaction.atomic():
        context = _hold(conference)
        html = render_to_string("conferences/_elections.html", context)
        publish(f"floor:{conference.code}", "elections", html)
        _publish_wall(conference, context)


def election_turnout_publish(*, conference: Conference) -> None:
    """Show on the wall how many have voted in the elections that are open."""
    with transaction.atomic():
        _publish_wall(conference, _hold(conference))


def conferences_electing(ballots: Sequence[UUID]) -> list[Conference]:
    """Find the conferences whose elections these are."""
    return list(
        Conference.objects.filter(
            posts__ballot__in=ballots, posts__ballot__state=BallotState.OPEN
        ).distinct()
    )


def _hold(conference: Conference) -> dict[str, Any]:
    """Take turns with whoever shows what is before conference: the newest fragment is the truth."""
    Floor.objects.select_for_update().get(conference=conference)
    return {"conference": conference, "shown": elections_shown(conference)}


def _publish_wall(conference: Conference, context: dict[str, Any]) -> None:
    html = render_to_string("conferences/_wall_elections.html", context)
    publish(f"wall:{conference.code}", "wall-elections", html)
