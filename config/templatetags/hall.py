"""What the hall's pages say of a vote and of the words of conference."""

from typing import NamedTuple

from django import template

from ballots.enums import SealedStage
from ballots.models import Ballot
from ballots.secret.choosing import opening_under_way
from conferences.models import Conference, Floor
from conferences.now.glossary import Term, terms_in
from conferences.now.meanings import carried_when, meaning
from conferences.screens.agenda import AgendaLine, coming_next

register = template.Library()


@register.filter
def means(key: str, ballot: Ballot) -> str:
    """Say what a choice on the paper of a vote means."""
    return meaning(key, ballot.majority)


@register.filter
def carried_if(ballot: Ballot) -> str:
    """Say when the question of a vote is carried."""
    return carried_when(ballot.majority)


class StillSealed(NamedTuple):
    """A closed vote whose total nobody knows: left so for good, or opened by whom."""

    is_left: bool
    trustees: str
    """Such as "2 of 3 trustees"; nothing where the server opens it alone."""


@register.filter
def still_sealed(ballot: Ballot | None) -> StillSealed | None:
    """Say of a closed vote whose total nobody knows what becomes of it; None of any other."""
    opening = opening_under_way(ballot)
    if opening is None:
        return None
    board, people = opening.vote.board, len(opening.people)
    trustees = "" if board.is_server_alone else f"{board.threshold} of {people} trustees"
    return StillSealed(opening.vote.stage == SealedStage.UNOPENED, trustees)


@register.filter
def times_asked(ballot: Ballot) -> int:
    """Count how often voters asked for more time in a vote, for the desk and the chair."""
    return ballot.times_asked.count()


@register.simple_tag
def items_ahead(conference: Conference) -> list[AgendaLine]:
    """Give the next few items with their likely times: what a wall has to say between items."""
    return coming_next(conference)


@register.simple_tag
def words_explained(floor: Floor, ballot: Ballot | None = None) -> list[Term]:
    """Explain the words that stand in what is before conference."""
    vote = f"{ballot.question} {ballot.get_form_display()}" if ballot else ""
    return terms_in(floor.heading, vote, floor.effect, floor.note, floor.text)
