"""Asking about elections: a voter's own paper, the papers once they are open, and their count."""

from collections.abc import Iterator
from typing import Final

from django.db import connection, transaction
from django.db.models import Count as Number
from django.views.decorators.debug import sensitive_variables

from ballots.casting.papers import seal_of
from ballots.counting.contest import Contest, Papers, Reserved
from ballots.counting.files import blt
from ballots.counting.lots import Lots, PhysicalLot
from ballots.declaring.withholding import SMALL_GROUP_FLOOR
from ballots.election_paper import papers_sha256, read
from ballots.enums import BallotState
from ballots.models import Ballot, CountRecord, Election, Lot, Paper, RollEntry
from ballots.sealed_papers import BadPaper
from members.models import Member

_IN_MEMORY: Final = """
    SET LOCAL work_mem = '256MB';
    SET LOCAL max_parallel_workers_per_gather = 0
"""
_LINES: Final = """
    COPY (
        SELECT count(*) || ' ' || ranking || CASE ranking WHEN '' THEN '0' ELSE ' 0' END
        FROM ballots_paper WHERE ballot_id = %s GROUP BY ranking
    ) TO STDOUT
"""


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
        title=ballot.title,
        candidates=tuple(each["name"] for each in candidates),
        seats=election.seats,
        withdrawn=frozenset(each["number"] for each in candidates if each["withdrawn"]),
        ron=len(candidates) if election.ron else None,
        reserved=tuple(Reserved(each["tag"], each["seats"]) for each in election.reserved),
        tags=tuple(frozenset(each["tags"]) for each in candidates) if election.reserved else (),
    )


def piles_of(ballot: Ballot) -> Iterator[tuple[str, int]]:
    """Give each ranking with the number of papers that say it, as the database counts them."""
    rows = Paper.objects.filter(ballot=ballot).values_list("ranking").annotate(papers=Number("pk"))
    yield from rows.order_by().iterator(chunk_size=20_000)


def papers_of(ballot: Ballot) -> Papers:
    """Give the papers of a closed election, those that say the same together.

    They come as the lines of a BLT file and are read as one: so the papers that are counted here
    are those that anyone counts from the file. For officers; what may be shown says `is_withheld`.
    """
    contest = contest_of(ballot)
    return blt.read(b"".join(_blt_lines(ballot, contest)))[1]


def _blt_lines(ballot: Ballot, contest: Contest) -> Iterator[bytes]:
    yield f"{len(contest.candidates)} {contest.seats}\n".encode()
    yield from _lines(ballot)
    yield b"0\n"
    yield b'"-"\n' * (len(contest.candidates) + 1)


def _lines(ballot: Ballot) -> Iterator[bytes]:
    """Give the papers as lines of a BLT file, those that say the same on one, in blocks of bytes.

    PostgreSQL groups them in memory and writes the lines itself: no row becomes an object here.
    """
    if connection.vendor != "postgresql":
        yield from (
            f"{papers} {ranking}{' ' if ranking else ''}0\n".encode()
            for ranking, papers in piles_of(ballot)
        )
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_IN_MEMORY)
        with cursor.copy(_LINES, [ballot.pk]) as copy:
            yield from (bytes(block) for block in copy)


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


def papers_hash(ballot: Ballot) -> str:
    """Hash the papers as they are in the tables now."""
    lines = b"".join(_lines(ballot)).decode().splitlines()
    piles = (line[:-1].split(" ", 1) for line in lines)
    return papers_sha256((ranking.rstrip(), int(papers)) for papers, ranking in piles)


def is_withheld(ballot: Ballot) -> bool:
    """Say whether there are so few papers that no more may be told than who is elected (R29).

    Once the result is declared it stays as it was said then, when the papers are long destroyed.
    """
    if ballot.result and "withheld" in ballot.result:
        return bool(ballot.result["withheld"])
    return Paper.objects.filter(ballot=ballot)[:SMALL_GROUP_FLOOR].count() < SMALL_GROUP_FLOOR
