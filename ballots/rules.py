"""Who may do what to a ballot: an office of the body that holds it, as the lifecycle table says."""

from ballots.enums import BallotAct
from ballots.lifecycle import offices_for
from ballots.models import Ballot
from members.enums import Office
from members.models import Body, Member
from members.selectors import appointments_in_force


def may(actor: Member, act: BallotAct, body: Body | None) -> bool:
    """Say whether a member's office allows an act on the ballots of a body."""
    return holds_one_of(actor, offices_for(act), body)


def holds_one_of(actor: Member, offices: frozenset[Office], body: Body | None) -> bool:
    """Say whether a member holds one of these offices in a body, or in any where none is named."""
    held = appointments_in_force().filter(member=actor, office__in=offices)
    return (held.filter(body=body) if body else held).exists()


def may_see_figures(actor: Member, ballot: Ballot) -> bool:
    """Say whether an officer may see the figures between close and declaration (guide 3.1)."""
    return may(actor, BallotAct.DECLARE, ballot.body)
