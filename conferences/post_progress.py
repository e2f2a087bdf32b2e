"""How far a post has come, as its pages show it: a way of five steps, and a word for each place."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballots.enums import BallotState
from conferences.candidates import Right, candidates, standing
from conferences.enums import Consent, PostState
from conferences.models import Nomination, Post
from conferences.nominations import Standing

_WAY = (
    gettext_lazy("Nominations"),
    gettext_lazy("Candidates"),
    gettext_lazy("Vote"),
    gettext_lazy("Count"),
    gettext_lazy("Declared"),
)
_AT = {
    BallotState.UNDER_REVIEW: 1,
    BallotState.REFUSED: 1,
    BallotState.READY: 1,
    BallotState.OPEN: 2,
    BallotState.CLOSED: 3,
    BallotState.DECLARED: 4,
    BallotState.VOIDED: 1,
}
_OF_A_VOTE = {
    BallotState.UNDER_REVIEW: (gettext_lazy("Waits for a second person"), "now"),
    BallotState.REFUSED: (gettext_lazy("Refused"), "lost"),
    BallotState.READY: (gettext_lazy("The vote opens soon"), "now"),
    BallotState.OPEN: (gettext_lazy("Vote open"), "live"),
    BallotState.CLOSED: (gettext_lazy("Being counted"), "now"),
    BallotState.DECLARED: (gettext_lazy("Declared"), "carried"),
    BallotState.VOIDED: (gettext_lazy("The vote is void"), "lost"),
}


class PostStep(NamedTuple):
    """One step of the way: behind us, here, or still to come."""

    label: str | Promise
    done: bool
    current: bool


class Funnel(NamedTuple):
    """How many were nominated in time, how many of them consent, and how many have written."""

    nominated: int
    consent: int
    statements: int
    late: int


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post with what a page says of it to one reader."""

    post: Post
    right: Right
    mine: Nomination | None = None

    @property
    def standing(self) -> Standing:
        """Give how many stand for how many places."""
        return standing(self.post)

    @property
    def candidates(self) -> list[Nomination]:
        """Give those who stand, in the order of the paper."""
        return candidates(self.post)

    @property
    def may_nominate(self) -> bool:
        """Say whether the reader may put a name forward now."""
        return bool(self.right) and self.post.takes_nominations

    @property
    def funnel(self) -> Funnel:
        """Count what has come so far. Numbers only: names are shown when nominations close."""
        came = [one for one in self.post.nominations.all() if not one.is_late]
        live = [one for one in came if one.is_live]
        late = sum(one.is_late for one in self.post.nominations.all())
        return Funnel(
            len(came),
            sum(one.consent == Consent.GIVEN for one in live),
            sum(bool(one.statement) for one in live),
            late,
        )

    @property
    def steps(self) -> list[PostStep]:
        """Set out the way, and where the post is on it."""
        at = self._place
        return [PostStep(label, n < at, n == at) for n, label in enumerate(_WAY)]

    @property
    def state(self) -> tuple[str | Promise, str]:
        """Give a word for where it is, and the tone of its pill."""
        post = self.post
        if post.ballot:
            return _OF_A_VOTE[BallotState(post.ballot.state)]
        if post.state == PostState.NOMINATIONS:
            if not post.has_opened:
                return _("Opens for nominations soon"), ""
            return (_("Nominations open"), "now") if not post.is_over else (_("Time is up"), "")
        if post.state == PostState.UNOPPOSED:
            stand = bool(self.candidates)
            return (_("Elected unopposed"), "carried") if stand else (_("Vacant"), "lost")
        if post.state == PostState.CLOSED:
            return _("Nominations closed"), ""
        return PostState(post.state).label, "lost" if post.state == PostState.REFUSED else "now"

    @property
    def _place(self) -> int:
        if self.post.ballot:
            return _AT[BallotState(self.post.ballot.state)]
        places = {PostState.CLOSED: 1, PostState.UNOPPOSED: 4, PostState.NOMINATIONS: 0}
        return places.get(PostState(self.post.state), -1)
