"""How a ballot of the members is voted on, as its pages say it: secret or recorded, and who opens.

An officer chooses between the two with a plain sentence of what each means, and reads it again
before approving. Members read it before they vote.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballots.enums import BallotState, SealedStage, VotingForm
from ballots.membership.holding_up import HeldUp, held_up
from ballots.membership.preparing import OF_PREPARATION, preparation_of
from ballots.models import MembershipBallot, SealedVote
from ballots.secret.booth_paper import who_opens
from ballots.secret.choosing import opening_under_way
from ballots.secret.decryption import Opening
from ballots.secret.outcome import is_unanimous
from ballots.secret.preparing import Prepared

MEANS: Final[dict[VotingForm, str | Promise]] = {
    VotingForm.SECRET_BALLOT: gettext_lazy(
        "Each member's own device encrypts the vote, and no single vote is ever opened, only the "
        "sum. The roll shows who has voted. Every member can check that their vote is counted, and "
        "anybody can check the count with a program that is not ours."
    ),
    VotingForm.SHOW_OF_HANDS: gettext_lazy(
        "The system keeps with each member's name how they voted. Figures are published as totals, "
        "and the log shows a digest that tells nobody; but whoever runs the system could look."
    ),
}
"""What each form means, as an officer reads it."""


@dataclass(frozen=True, slots=True)
class Secrecy:
    """How far a secret ballot is, apart from its turnout; most of it is None at any one time."""

    vote: SealedVote
    opens: str
    preparation: Prepared | None
    opening: Opening | None
    is_unanimous: bool

    @property
    def is_left_sealed(self) -> bool:
        """Say whether too few voted for it ever to be opened."""
        return self.vote.stage == SealedStage.UNOPENED

    @property
    def who_is_awaited(self) -> str:
        """Say how many trustees have still to come, if any has."""
        if self.opening is None or not self.opening.waits_for_people:
            return ""
        return _("It waits for %(number)s of its trustees.") % {"number": self.opening.missing}


def secrecy_of(plan: MembershipBallot) -> Secrecy | None:
    """Say how far a secret ballot is; None of one whose votes are recorded."""
    ballot = plan.ballot
    if not ballot.is_sealed:
        return None
    vote = SealedVote.objects.select_related("board").defer("credentials").get(pk=plan.pk)
    is_closed = ballot.state == BallotState.CLOSED
    return Secrecy(
        vote,
        opens=who_opens(vote.board),
        preparation=preparation_of(plan),
        opening=opening_under_way(ballot),
        is_unanimous=is_closed and vote.stage == SealedStage.RESULT and is_unanimous(ballot),
    )


def in_the_way(plan: MembershipBallot, secrecy: Secrecy | None) -> HeldUp | None:
    """Give what keeps an approved ballot from opening, if anything does still."""
    if plan.approved_at is None or plan.abandoned_at is not None:
        return None
    why, so_far = held_up(plan), secrecy.preparation if secrecy else None
    is_made = so_far is not None and not so_far.left
    return None if why is None or (why.code in OF_PREPARATION and is_made) else why
