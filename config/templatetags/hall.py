"""What the hall's pages say of a vote and of the words of conference."""

from django import template

from ballots.models import Ballot
from ballots.secret.choosing import is_left_sealed, opening_under_way
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


@register.filter
def how_sealed(ballot: Ballot) -> str:
    """Say of a closed vote whose total nobody knows: `opening`, or `left` if it stays sealed."""
    if opening_under_way(ballot) is None:
        return ""
    return "left" if is_left_sealed(ballot) else "opening"


@register.filter
def opened_by(ballot: Ballot) -> str:
    """Say which trustees open a closed vote, "2 of 3 trustees"; nothing where the server does."""
    opening = opening_under_way(ballot)
    if opening is None or opening.vote.board.is_server_alone:
        return ""
    return f"{opening.vote.board.threshold} of {len(opening.people)} trustees"


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
