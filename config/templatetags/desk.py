"""The chair's buttons: each with the form for what has to be given with it."""

from collections.abc import Sequence

from django import template

from ballots.enums import BallotState
from ballots.guard import Verdict
from ballots.models import Ballot
from conferences.desk.confirming import Words, words_on
from conferences.elections_shown import elections_conducted
from conferences.models import Conference, Post
from conferences.selectors import voters_present
from motions.debate.chair import LawfulAct
from motions.debate.forms import ActForm
from motions.models import Question
from motions.selectors import Business, RunItem
from motions.selectors import run_sheet as run_sheet_of

register = template.Library()


@register.simple_tag
def act_form(act: LawfulAct, business: Business, conference: Conference) -> ActForm:
    """Give the empty form of an act: no fields, where nothing has to be given."""
    return ActForm(act=act, business=business, conference=conference)


@register.simple_tag
def run_sheet(conference: Conference) -> Sequence[RunItem]:
    """Give the order of business item by item with its motions, to a page that knows no motion."""
    return run_sheet_of(conference)


@register.simple_tag
def elections_at_desk(conference: Conference) -> Sequence[Post]:
    """Give the elections of a conference that wait to be opened, closed, counted or declared."""
    return elections_conducted(conference)


@register.simple_tag
def tellers_words(conference: Conference, ballot: Ballot | None) -> Words | None:
    """Give what tellers say of a counted vote, where the standing orders have them asked."""
    if ballot is None or ballot.state != BallotState.CLOSED:
        return None
    is_asked = conference.orders.tellers_confirm and ballot.asked_for != conference.log_name
    return words_on(ballot, conference) if is_asked else None


@register.filter
def ordinary(acts: Sequence[LawfulAct]) -> list[LawfulAct]:
    """Choose the acts beside the main one after which the same business goes on."""
    return [act for act in acts if not act.main and not act.ends]


@register.filter
def ending(acts: Sequence[LawfulAct]) -> list[LawfulAct]:
    """Choose the acts that end the business: the page asks again before it does them."""
    return [act for act in acts if act.ends]


@register.filter
def would_admit(question: Question) -> int:
    """Count who would be on the roll of a vote opened now."""
    return voters_present(question.conference, question.form).count()


@register.filter
def verdict_words(verdict: str) -> str:
    """Say what the guard found, as a person reads it."""
    return str(Verdict(verdict).label)


@register.filter
def is_open(ballot: Ballot | None) -> bool:
    """Say whether votes are being taken."""
    return ballot is not None and ballot.state == BallotState.OPEN


@register.filter
def retake_at(conference: Conference, ballot: Ballot) -> int:
    """Give the number unable to vote from which the standing orders have the vote taken again."""
    return conference.orders.retake_from(ballot.roll_size)
