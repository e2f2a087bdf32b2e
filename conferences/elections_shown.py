"""The elections of a conference as everyone may see them: who stands, until when, who was elected.

Several may be open at once, and business goes on before conference meanwhile. Nothing here is
anyone's own, and no figure but the turnout is known before the declaration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ballots.enums import BallotState
from ballots.instructions import SEALED_SECRECY, SECRECY
from ballots.models import Ballot, RollEntry
from ballots.selectors import Turnout, turnout
from conferences.models import Conference, Post
from members.models import Member

_SHOWN: Final = (BallotState.OPEN, BallotState.CLOSED, BallotState.DECLARED, BallotState.VOIDED)
_ORDER: Final = {state: place for place, state in enumerate(_SHOWN)}


@dataclass(frozen=True, slots=True)
class ElectionShown:
    """One election of a conference, for a page that all are sent."""

    post: Post
    ballot: Ballot

    @property
    def turnout(self) -> Turnout:
        """Count who has voted, never how."""
        return turnout(self.ballot)


@dataclass(frozen=True, slots=True)
class ElectionsShown:
    """All of them: those open first."""

    elections: tuple[ElectionShown, ...]

    @property
    def open(self) -> list[ElectionShown]:
        """Give those in which votes are taken."""
        return [each for each in self.elections if each.ballot.state == BallotState.OPEN]

    @property
    def newest(self) -> ElectionShown | None:
        """Give the one that was declared last."""
        declared = [(at, each) for each in self.elections if (at := each.ballot.declared_at)]
        return max(declared, key=lambda found: found[0])[1] if declared else None


def secrecy_of(post: Post) -> str:
    """Say how secret a paper for a post is: that of the vote once there is one."""
    is_sealed = post.ballot.is_sealed if post.ballot else post.is_secret
    return SEALED_SECRECY if is_sealed else SECRECY


def elections_shown(conference: Conference) -> ElectionsShown:
    """Find the elections of a conference that have been opened, in one query."""
    posts = (
        Post.objects.filter(conference=conference, ballot__state__in=_SHOWN)
        .select_related("ballot__election")
        .order_by("reference")
    )
    found = [ElectionShown(post, post.ballot) for post in posts if post.ballot]
    found.sort(key=lambda each: _ORDER[BallotState(each.ballot.state)])
    return ElectionsShown(tuple(found))


def elections_conducted(conference: Conference) -> list[Post]:
    """Find the elections that wait for an officer: to be opened, closed, counted or declared."""
    waiting = (BallotState.READY, BallotState.OPEN, BallotState.CLOSED)
    posts = Post.objects.filter(conference=conference, ballot__state__in=waiting)
    return list(posts.select_related("ballot__election").order_by("reference"))


def marks_of(member: Member, ballots: Iterable[Ballot]) -> dict[str, bool]:
    """Say in which ballots a member may vote, and whether they have; by the ballot's id."""
    lines = RollEntry.objects.filter(voter=member, ballot__in=[each.pk for each in ballots])
    return {str(ballot): voted for ballot, voted in lines.values_list("ballot", "voted")}
