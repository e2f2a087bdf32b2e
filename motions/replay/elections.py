"""The elections of a replay: put to the vote, papers handed in, counted and declared."""

from collections.abc import Collection
from uuid import uuid4

from ballots.casting import paper_cast
from ballots.models import Ballot
from ballots.secret.tasks import opening_go_on
from ballots.services import ballot_close, ballot_declare, election_count, seed_fix
from conferences.enums import PostState
from conferences.models import Conference, Post
from conferences.services.electing import (
    nomination_withdraw,
    post_put_to_vote,
    post_vote_open,
)
from motions.replay.booth import pass_for, sealed_cast
from motions.replay.hall import Hall
from motions.replay.papers import DICE, WITHDRAWS, papers

WINDOW_SECONDS = 600


class Elections:
    """The posts of a conference, elected beside its other business."""

    def __init__(self, conference: Conference, hall: Hall, secret: Collection[str] = ()) -> None:
        self.conference = conference
        self.hall = hall
        self.secret = frozenset(secret)
        """The references of the posts whose papers are encrypted by their voters."""

    def open(
        self, references: Collection[str] = (), *, window_seconds: int = WINDOW_SECONDS
    ) -> list[Ballot]:
        """Open the vote for these posts of the sample, or for all that can be put to it.

        Any other file says nothing of its papers, so that there is nothing to replay.
        """
        if not self.conference.is_sample:
            return []
        posts = self.conference.posts.filter(state=PostState.CLOSED)
        chosen = posts.filter(reference__in=references) if references else posts
        return [self._opened(post, window_seconds) for post in chosen]

    def vote(self, ballot: Ballot) -> None:
        """Have the delegates hand in their papers, as many as there are."""
        said = papers(ballot.post.reference, ballot.election.names)
        for line, ranking in zip(self.hall.roll(ballot), said, strict=False):
            if ballot.is_sealed:
                sealed_cast(line, ranking)
                continue
            paper_cast(
                ballot_id=ballot.pk,
                voter=line.voter,
                ranking=ranking,
                request_id=uuid4(),
                booth_pass=pass_for(ballot, line.voter),
            )

    def finish(self, ballot: Ballot) -> Ballot:
        """Close a vote when its time is up, count it, and declare who is elected."""
        officer = self.hall.returning_officer
        self.hall.wait_for_the_end_of(ballot)
        ballot_close(ballot=ballot, actor=None)
        if ballot.is_sealed:
            opening_go_on(ballot.pk)  # here, whether or not a worker has begun
        election_count(ballot=ballot, actor=officer)
        return ballot_declare(ballot=ballot, actor=officer)

    def _opened(self, post: Post, window_seconds: int) -> Ballot:
        officer = self.hall.returning_officer
        ballot = post_put_to_vote(
            post=post, actor=officer, is_secret=post.reference in self.secret or None
        )
        if name := WITHDRAWS.get(post.reference):
            gone = post.nominations.select_related("post__conference", "nominee")
            for one in gone.filter(nominee__name=name):
                nomination_withdraw(nomination=one, actor=one.nominee, reason="Moved away.")
        seed_fix(
            ballot=ballot,
            actor=officer,
            seed=DICE.get(post.reference, "1 2 3 4 5 6"),
            source="Ten throws of a die by two tellers (sample)",
        )
        post.refresh_from_db()
        return post_vote_open(post=post, actor=self.hall.chair, window_seconds=window_seconds)
