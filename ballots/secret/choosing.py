"""Which board opens a body's next sealed vote, and how far the opening of one is."""

from django.db.models import QuerySet

from ballots.enums import BallotState, BoardState, SealedStage
from ballots.marking import is_ranked_by
from ballots.models import Ballot, SealedVote, TrusteeBoard
from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048
from ballots.secret.decryption import Opening, opening_of
from ballots.secret.making import Sealing
from members.models import Body


def board_for(
    body: Body, *, asked_for: str = "", group: str = BELENIOS_2048.name
) -> TrusteeBoard | None:
    """Give the board of people that opens votes of this kind: the newest that is ready.

    One that was made for something else is left alone. None: the server alone opens them.
    """
    return boards_for(body, asked_for=asked_for, group=group).first()


def boards_for(
    body: Body, *, asked_for: str = "", group: str = BELENIOS_2048.name
) -> QuerySet[TrusteeBoard]:
    """List the boards of people that could open votes of this kind, the newest first."""
    ready = TrusteeBoard.objects.filter(
        body=body, group=group, state=BoardState.READY, threshold__gt=0
    )
    return ready.filter(asked_for__in=("", asked_for)).order_by("-ready_at")


def group_for(rule: str, *, confirms: bool = False) -> str:
    """Name the group that papers of an election will be sealed in, before there is a ballot of it.

    One who is put to be confirmed has a cross or none, whatever the rule.
    """
    ranked = is_ranked_by(rule) and not confirms
    return (RFC_3526_2048 if ranked else BELENIOS_2048).name


def sealing_for(body: Body, *, asked_for: str = "", group: str = BELENIOS_2048.name) -> Sealing:
    """Say how the next vote of this kind is sealed: by people where they have a key ready."""
    return Sealing(board=board_for(body, asked_for=asked_for, group=group))


def opening_under_way(ballot: Ballot | None) -> Opening | None:
    """Give the opening of a closed vote whose total nobody knows yet; None of any other vote.

    It is still there where so few voted that the vote stays sealed for good.
    """
    if ballot is None or not ballot.is_sealed or ballot.state != BallotState.CLOSED:
        return None
    vote = SealedVote.objects.select_related("board", "ballot").get(pk=ballot.pk)
    return None if vote.stage == SealedStage.RESULT else opening_of(vote)


def is_left_sealed(ballot: Ballot) -> bool:
    """Say whether so few voted that the vote is never opened: it can only be taken again."""
    left = SealedVote.objects.filter(pk=ballot.pk, stage=SealedStage.UNOPENED)
    return ballot.is_sealed and left.exists()


def is_waited_for(ballot: Ballot) -> bool:
    """Say whether a closed vote waits for its trustees: until they come it has no result."""
    opening = opening_under_way(ballot)
    return opening is not None and opening.waits_for_people
