"""Who may do what to a ballot: an office of its body, as the table of permissions says."""

from ballots.enums import BallotAct
from ballots.lifecycle import offices_for
from members.enums import Office
from members.models import Body, Member
from members.permissions import CHAIRING
from members.selectors import appointments_in_force


def may(actor: Member, act: BallotAct, body: Body | None) -> bool:
    """Say whether a member's office, in this body or in any where none is named, allows an act."""
    return _holds(actor, offices_for(act), body)


def presides(actor: Member, body: Body | None) -> bool:
    """Say whether a member may be in the chair."""
    return _holds(actor, frozenset(CHAIRING), body)


def _holds(actor: Member, offices: frozenset[Office], body: Body | None) -> bool:
    held = appointments_in_force().filter(member=actor, office__in=offices)
    return (held.filter(body=body) if body else held).exists()
