"""The acts on ballots of a membership, tried."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from ballots.enums import VotingForm
from ballots.guard import Attestation
from ballots.membership.planning import (
    Asked,
    membership_ballot_abandon,
    membership_ballot_approve,
    membership_ballot_plan,
)
from ballots.membership.words import paper
from ballots.models import Ballot, MembershipBallot
from members.models import Member


def _plan(stage: Any, who: Member) -> MembershipBallot:
    opens = timezone.now().replace(hour=10) + timedelta(days=7)
    return membership_ballot_plan(
        actor=who,
        body=stage.sitting.conference.body,
        title="Consultation",
        question="Do you accept the offer?",
        options=paper(["Accept", "Reject"], blank=True),
        class_code="PAY_CONSULT",
        attestation=Attestation.all_no(),
        asked=Asked(
            qualifying_on=timezone.localdate(),
            opens_at=opens,
            closes_at=opens + timedelta(days=14),
            rule="Rule 8.2",
        ),
    )


def _made_up(stage: Any) -> MembershipBallot:
    ballot = Ballot(body=stage.sitting.conference.body, form=VotingForm.SHOW_OF_HANDS)
    return MembershipBallot(ballot=ballot)


MEMBERSHIPS: Final[Mapping[str, Callable[[Any, Member], object]]] = {
    "membership_ballot.plan": _plan,
    "membership_ballot.approve": lambda stage, who: membership_ballot_approve(
        plan=_made_up(stage), actor=who
    ),
    "membership_ballot.abandon": lambda stage, who: membership_ballot_abandon(
        plan=_made_up(stage), actor=who
    ),
}
