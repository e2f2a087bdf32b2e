"""The floor: what is before conference now, and the one place where it is shown.

Everyone in the hall sees the same fragments, rendered once for each change: `now` on floor:<code>,
`hall` on wall:<code>, which no phone has to carry, and `teller` on desk:<code>. The chair's
fragment belongs to the room that runs debate. When they are drawn: see conferences.hall.
"""

from collections.abc import Iterator
from typing import TypedDict, Unpack

from django.template.loader import render_to_string

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.models import Ballot
from conferences.hall import FLOOR, Part, Reading, drawn_by, show
from conferences.models import AgendaItem, Conference, Floor
from conferences.selectors import credentials_by_branch
from live.outbox import Drawn


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


def floor_set(*, conference: Conference, **fields: Unpack[FloorFields]) -> Floor:
    """Put something before conference and show it. Called inside the entry of the act itself.

    The chair's desk is shown with it whatever the act: a page that has just been loaded would be
    overtaken by the last fragment pushed, and show what was before.
    """
    held = (
        Floor.objects.select_for_update(of=("self",))
        .select_related("ballot")
        .get(conference=conference)
    )
    _refuse_to_displace(held.ballot, by=fields.get("ballot"))
    fresh = Floor(conference=conference, **fields)
    if "item" not in fields:
        fresh.item_id = held.item_id
    fresh.save(force_update=True)
    show(conference, *FLOOR, Part.DESK)
    if (held.subject, held.phase) != (fresh.subject, fresh.phase):
        show(conference, Part.ROSTRUM)
    return fresh


def _now(reading: Reading) -> Iterator[Drawn]:
    html = render_to_string("conferences/_now.html", reading.context)
    yield Drawn(f"floor:{reading.conference.code}", "now", html)


def _hall(reading: Reading) -> Iterator[Drawn]:
    html = render_to_string("conferences/_hall.html", reading.context)
    yield Drawn(f"wall:{reading.conference.code}", "hall", html)


def _board(reading: Reading) -> Iterator[Drawn]:
    board = {"board": credentials_by_branch(reading.conference, reading.floor.ballot)}
    html = render_to_string("conferences/_teller.html", reading.context | board)
    yield Drawn(f"desk:{reading.conference.code}", "teller", html)


drawn_by |= {Part.NOW: _now, Part.WALL: _hall, Part.BOARD: _board}


def _refuse_to_displace(vote: Ballot | None, *, by: Ballot | None) -> None:
    """Keep a vote on the floor until it is declared, voided, or taken again."""
    if vote is None or vote.state not in (BallotState.OPEN, BallotState.CLOSED):
        return
    if by is None or vote.pk not in (by.pk, by.replaces_id):
        raise Refusal(
            "vote-unfinished",
            "A vote is not finished. It is declared before anything else is taken.",
        )
