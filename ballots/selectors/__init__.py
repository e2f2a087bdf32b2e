"""Asking about ballots: who has voted (never how), the count, and what may be shown of it."""

from ballots.selectors.elections import (
    contest_of,
    count_of,
    is_withheld,
    lots_of,
    paper_of,
)
from ballots.selectors.opened import OpenedPapers
from ballots.selectors.votes import (
    BodyFigures,
    Figures,
    Turnout,
    ballots_due_to_close,
    count,
    figures_by_body,
    own_vote,
    turnout,
    who_has_voted,
)

__all__ = [
    "BodyFigures",
    "Figures",
    "OpenedPapers",
    "Turnout",
    "ballots_due_to_close",
    "contest_of",
    "count",
    "count_of",
    "figures_by_body",
    "is_withheld",
    "lots_of",
    "own_vote",
    "paper_of",
    "turnout",
    "who_has_voted",
]
