"""What is one person's own on the page that everyone is shown: credential, branch, vote, speech."""

from typing import Any

from ballots.models import Ballot, RollEntry
from ballots.selectors import own_vote
from conferences.models import Credential, Floor
from conferences.selectors import delegation
from conferences.speaking.reading import Rostrum, own_speaking
from members.models import Member


def own_context(
    member: Member, credential: Credential | None, floor: Floor, rostrum: Rostrum | None = None
) -> dict[str, Any]:
    """Give everything on Now that is the reader's own; of a visitor, nothing but their vote."""
    mine = own_vote(floor.ballot, member) if floor.ballot else None
    voted = bool(floor.ballot and floor.ballot.is_sealed and _has_voted(floor.ballot, member))
    if credential is None:
        return {"mine": mine, "has_voted": voted}
    return {
        "mine": mine,
        "has_voted": voted,
        "own": own_speaking(credential, rostrum=rostrum),
        **credential_context(credential, floor.ballot),
    }


def _has_voted(ballot: Ballot, member: Member) -> bool:
    """Say whether somebody has voted: of a sealed vote that is all the roll knows."""
    return RollEntry.objects.filter(ballot=ballot, voter=member, voted=True).exists()


def credential_context(credential: Credential, ballot: Ballot | None) -> dict[str, Any]:
    """Give what a credential carries, and how its delegation is doing."""
    colleagues = delegation(credential, ballot)
    holders = (each.credential for each in colleagues if each.credential.is_leader)
    return {
        "credential": credential,
        "delegation": colleagues,
        "leader": next(holders, None),
        "may_show": credential.may_vote,
        "may_card": credential.may_vote and credential.is_leader and credential.card_strength > 0,
    }
