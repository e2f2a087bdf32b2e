"""The demand for a card vote, counted by branches, which the chair can neither hide nor pass over.

From the question's being put until its declaration (guide 3.2; a card vote refused and then ordered
at a conference of 2010 is why it is counted for everyone to see: guide L31).
"""

from dataclasses import dataclass
from typing import Final

from ballots.enums import VotingForm
from conferences.models import Credential
from motions.enums import OVER, QuestionKind
from motions.models import CardDemand, Question

_OTHER_FORMS: Final = {
    VotingForm.CARD_VOTE: "This is a card vote already.",
    VotingForm.SECRET_BALLOT: "This is a secret ballot: no recorded vote takes its place.",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """How many branches demand a card vote, and how many are needed."""

    branches: int
    needed: int

    @property
    def is_met(self) -> bool:
        """Say whether the chair is bound to take the card vote."""
        return self.branches >= self.needed

    @property
    def sentence(self) -> str:
        """Say it as a count: 3 of 5 branches."""
        return f"{self.branches} of {self.needed} branches"


def card_demand_count(question: Question) -> Demand:
    """Count the branches whose delegates demand a card vote on a question."""
    branches = (
        CardDemand.objects.filter(question=question, credential__revoked_at=None)
        .order_by()
        .values("credential__body")
        .distinct()
        .count()
    )
    return Demand(branches, question.conference.orders.card_vote_branches)


def why_no_demand(question: Question | None, credential: Credential | None) -> str:
    """Say in words why no card vote can be demanded now, or not by this credential; empty if so."""
    if question is None or question.state in OVER or question.kind == QuestionKind.TEST_VOTE:
        return "A card vote is demanded on a question that has been put and not yet declared."
    if VotingForm.CARD_VOTE not in question.conference.orders.forms:
        return "The standing orders of this conference know no card vote."
    if question.form != VotingForm.SHOW_OF_HANDS:
        return _OTHER_FORMS[VotingForm(question.form)]
    if credential and not credential.may_vote:
        return "A card vote is demanded by delegates who vote."
    if credential and not credential.is_present:
        return "Check in first: only delegates who are here may demand a card vote."
    return ""
