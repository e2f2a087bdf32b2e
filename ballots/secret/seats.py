"""What is due of trustees: which votes wait for whom, and what one person has to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from ballots.enums import BallotState, BoardState, SealedStage
from ballots.models import SealedVote, Trustee
from ballots.secret.ceremony import Standing, standing_of
from ballots.secret.decryption import Part, opening_of
from ballots.secret.shuffles import awaits_shuffle
from members.models import Member


@dataclass(frozen=True, slots=True)
class Waiting:
    """A vote that waits for people: for a shuffle of one of them, or the parts of any of them."""

    vote: SealedVote
    is_for_shuffle: bool
    people: tuple[Part, ...]


def votes_waiting(**of: object) -> Iterator[Waiting]:
    """Find the votes that wait for people, the one that closed first in front.

    `of` are conditions on the votes. A void vote waits for nobody.
    """
    closed = SealedVote.objects.filter(
        stage__in=(SealedStage.TALLIED, SealedStage.SHUFFLED),
        ballot__state__in=(BallotState.CLOSED, BallotState.DECLARED),
        board__threshold__gt=0,
        **of,
    ).select_related("board", "ballot")
    for vote in closed.order_by("ballot__closed_at"):
        opening, shuffles = opening_of(vote), awaits_shuffle(vote)
        if not shuffles and not opening.waits_for_people:
            continue
        people = [each for each in opening.people if not (each.is_given or each.is_being_checked)]
        yield Waiting(vote, shuffles, tuple(people))


def openings_awaiting(trustee: Trustee) -> list[SealedVote]:
    """List the votes that wait for a trustee's part or, ranked, for a shuffle."""
    return [
        waiting.vote
        for waiting in votes_waiting(board=trustee.board_id)
        if any(part.owner == trustee.number for part in waiting.people)
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """One seat: how far its board is, whether a step of it is due, and votes that wait for it."""

    seat: Trustee
    standing: Standing
    openings: tuple[SealedVote, ...]

    @property
    def has_step(self) -> bool:
        """Say whether a step of the making of the key is due."""
        own = self.standing.of(self.seat.member)
        return self.seat.board.state == BoardState.FORMING and own is not None and own.is_next

    @property
    def is_due(self) -> bool:
        """Say whether anything is."""
        return self.has_step or bool(self.openings)


def seats_held(member: Member) -> list[Held]:
    """List somebody's seats, those first of whom something is due.

    A retired board is left out once nothing waits to be opened.
    """
    seats = Trustee.objects.filter(member=member).select_related("board", "member")
    found = [
        Held(
            seat,
            standing_of(seat.board),
            () if seat.board.state == BoardState.FORMING else tuple(openings_awaiting(seat)),
        )
        for seat in seats.order_by("-board__created_at")
    ]
    kept = [each for each in found if each.is_due or each.seat.board.state != BoardState.RETIRED]
    return sorted(kept, key=lambda each: not each.is_due)
