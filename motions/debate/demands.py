"""A card vote that delegates demand: once enough branches do, the chair is bound (guide 3.2)."""

from ballots.enums import VotingForm
from motions.models import Question
from motions.procedure.demands import card_demand_count


def card_is_demanded(question: Question) -> bool:
    """Say whether delegates of enough branches demand a card vote instead of this show."""
    is_show = question.form == VotingForm.SHOW_OF_HANDS
    return is_show and card_demand_count(question).is_met
