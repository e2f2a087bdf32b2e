"""The floor: what is before conference now, and the one place where it is shown.

Everyone in the hall sees the same fragments, rendered once for each change: `now` on floor:<code>,
`hall` on wall:<code>, which no phone has to carry, and `teller` on desk:<code>. The chair's
fragment belongs to the room that runs debate.
"""

from collections.abc import Callable
from typing import TypedDict, Unpack

from django.template.loader import render_to_string

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.models import Ballot
from conferences.models import AgendaItem, Conference, Floor
from conferences.selectors import credentials_by_branch, floor_of, quorum_now
from conferences.speaking.showing import show_rostrum
from live.outbox import publish


class FloorFields(TypedDict, total=False):
    """What may be set on the floor; what is left out is cleared."""

    item: AgendaItem | None
    phase: str
    subject: str
    heading: str
    text: str
    text_version: int
    difference: list[list[str]]
    effect: str
    note: str
    ballot: Ballot | None


desks: list[Callable[[Conference], None]] = []
"""What the rooms above show afresh whenever what is before conference changes: the chair's desk.

It must not be left out by any act: a page that has just been loaded would be overtaken by the last
fragment pushed, and show what was before.
"""


def desks_publish(conference: Conference) -> None:
    """Show the desks of the rooms above as things stand."""
    for show in desks:
        show(conference)


def floor_set(*, conference: Conference, **fields: Unpack[FloorFields]) -> Floor:
    """Put something before conference and show it. Called inside the entry of the act itself."""
    held = Floor.objects.select_for_update().get(conference=conference)
    _refuse_to_displace(held.ballot, by=fields.get("ballot"))
    fresh = Floor(conference=conference, **fields)
    if "item" not in fields:
        fresh.item = held.item
    fresh.save(force_update=True)
    floor = floor_publish(conference=conference)
    if (held.subject, held.phase) != (fresh.subject, fresh.phase):
        show_rostrum(conference)
    desks_publish(conference)
    return floor


def floor_publish(*, conference: Conference) -> Floor:
    """Show the floor as it stands to everyone in the hall and at the teller's desk."""
    floor = floor_of(conference)
    context = {
        "conference": floor.conference,
        "floor": floor,
        "ballot": floor.ballot,
        "quorum": quorum_now(conference),
    }
    desk, wall = f"desk:{conference.code}", f"wall:{conference.code}"
    publish(f"floor:{conference.code}", "now", render_to_string("conferences/_now.html", context))
    publish(wall, "hall", render_to_string("conferences/_hall.html", context))
    board = {"board": credentials_by_branch(conference, floor.ballot)}
    publish(desk, "teller", render_to_string("conferences/_teller.html", context | board))
    return floor


def _refuse_to_displace(vote: Ballot | None, *, by: Ballot | None) -> None:
    """Keep a vote on the floor until it is declared, voided, or taken again."""
    if vote is None or vote.state not in (BallotState.OPEN, BallotState.CLOSED):
        return
    if by is None or vote.pk not in (by.pk, by.replaces_id):
        raise Refusal(
            "vote-unfinished",
            "A vote is before conference. It is declared before anything else is taken.",
        )
