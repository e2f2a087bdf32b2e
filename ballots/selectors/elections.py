"""Asking about elections: a voter's own paper, what is contested, its lots and its count."""

from django.views.decorators.debug import sensitive_variables

from ballots.casting.papers import seal_of
from ballots.counting.contest import Contest, Reserved
from ballots.counting.files.text import legible
from ballots.counting.lots import Lots, PhysicalLot
from ballots.declaring.withholding import SMALL_GROUP_FLOOR
from ballots.election_paper import read
from ballots.enums import BallotState
from ballots.models import Ballot, CountRecord, Election, Lot, Paper, RollEntry
from ballots.sealed_papers import BadPaper
from members.models import Member


@sensitive_variables()
def paper_of(ballot: Ballot, voter: Member) -> list[int] | None:
    """Give a voter their own paper while the vote is open: [] is a blank one, None is none.

    For the voter alone: it is for the page to ask for nobody else's. After the close nobody can.
    """
    line = (
        RollEntry.objects.filter(ballot=ballot, voter=voter, cast__isnull=False)
        .values_list("cast_id", "cast__choice")
        .first()
    )
    seal = seal_of(ballot.pk) if line else None
    if line is None or seal is None:
        return None
    try:
        return read(seal.open(line[1], voter=voter.pk, request=line[0]))
    except BadPaper:
        return None


def contest_of(ballot: Ballot) -> Contest:
    """Give the contest as the counting core knows it."""
    election = Election.objects.get(pk=ballot.pk)
    candidates = election.candidates
    return Contest(
        title=legible(ballot.title),
        candidates=tuple(each["name"] for each in candidates),
        seats=election.seats,
        withdrawn=frozenset(each["number"] for each in candidates if each["withdrawn"]),
        ron=len(candidates) if election.ron else None,
        reserved=tuple(Reserved(each["tag"], each["seats"]) for each in election.reserved),
        tags=tuple(frozenset(each["tags"]) for each in candidates) if election.reserved else (),
    )


def lots_of(ballot: Ballot) -> Lots:
    """Give the lots of an election afresh: those drawn by hand, in their order, then the seed."""
    drawn = Lot.objects.filter(ballot=ballot).order_by("number")
    by_hand = [PhysicalLot(frozenset(lot.tied), lot.drawn, lot.witness) for lot in drawn]
    return Lots(seed=Election.objects.get(pk=ballot.pk).seed or None, by_hand=by_hand)


def count_of(ballot: Ballot) -> CountRecord | None:
    """Give the count that stands: the last one made. Of a void vote there is none to be seen."""
    if ballot.state not in {BallotState.CLOSED, BallotState.DECLARED}:
        return None
    return CountRecord.objects.filter(ballot=ballot).order_by("-number").first()


def is_withheld(ballot: Ballot) -> bool:
    """Say whether there are so few papers that no more may be told than who is elected (R29).

    Once the result is declared it stays as it was said then, when the papers are long destroyed.
    """
    if ballot.result and "withheld" in ballot.result:
        return bool(ballot.result["withheld"])
    return Paper.objects.filter(ballot=ballot)[:SMALL_GROUP_FLOOR].count() < SMALL_GROUP_FLOOR
