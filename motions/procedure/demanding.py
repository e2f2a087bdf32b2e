"""Demanding a card vote: one press, counted at once where everyone sees it."""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Credential
from conferences.rules import acting_for, refuse_unless_present
from members.models import Member
from motions.models import CardDemand, Question
from motions.procedure.demands import Demand, card_demand_count, why_no_demand
from motions.procedure.showing import show_demand
from motions.steps import held_question, hold_floor


def card_demand(*, question: Question, credential: Credential, actor: Member | None) -> Demand:
    """Demand a card vote; give how many branches do now. Once for each delegate and question."""
    conference = question.conference
    with acting_for(actor, credential, "card_vote.demand") as log:
        hold_floor(conference)
        refuse_unless_present(credential, conference)
        held = held_question(question)
        if why := why_no_demand(held, credential):
            raise Refusal("no-card-demand", why, rule="Standing orders: demand for a card vote")
        if held.card_demands.filter(credential=credential).exists():
            raise Refusal("demanded", "You have demanded a card vote on this question.")
        CardDemand.objects.create(question=held, credential=credential, demanded_at=timezone.now())
        count = card_demand_count(held)
        log.record(
            "card_vote.demanded",
            subject=held,
            credential=credential.log_name,
            branches=count.branches,
            needed=count.needed,
        )
        show_demand(held)
    return count
