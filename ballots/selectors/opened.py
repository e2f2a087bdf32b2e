"""The papers of a closed election, read from the table once and then at hand.

PostgreSQL groups those that say the same, in memory, and writes them as the lines of a BLT file. So
no row becomes an object here, and the papers that are counted are those that anyone counts from the
file. At 1,300,000 papers that is a second; hashing them is another, and done only if asked for.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from django.db import connection
from django.db.models import Count

from audit.refusal import Refusal
from ballots.counting.contest import Contest, Papers
from ballots.counting.files import blt
from ballots.counting.files.faults import BadFile
from ballots.election_paper import papers_sha256
from ballots.enums import BallotAct
from ballots.models import Ballot, Paper
from ballots.planning import planned
from ballots.selectors.elections import contest_of

_LINES: Final = """
    COPY (
        SELECT count(*) || ' ' || ranking || CASE ranking WHEN '' THEN '0' ELSE ' 0' END
        FROM ballots_paper WHERE ballot_id = %s GROUP BY ranking
    ) TO STDOUT
"""
_BLANK: Final = b"0"
_END: Final = b" 0"


class OpenedPapers:
    """The papers of a closed election as they were in the table when first asked for.

    For officers; what may be shown says `is_withheld`.
    """

    def __init__(self, ballot: Ballot) -> None:
        """Say whose papers; they are read when they are needed."""
        self.ballot = ballot

    @cached_property
    def contest(self) -> Contest:
        """Give the contest that they were cast in."""
        return contest_of(self.ballot)

    @cached_property
    def papers(self) -> Papers:
        """Give them for counting, those that say the same together.

        Refuses papers that nobody could have cast: they were changed behind the log's back. The
        reason names no paper, as the papers are secret until the result is declared.
        """
        head = f"{len(self.contest.candidates)} {self.contest.seats}\n".encode()
        names = b'"-"\n' * (len(self.contest.candidates) + 1)
        try:
            return blt.read(b"".join((head, self._lines, b"0\n", names)))[1]
        except BadFile:
            raise Refusal(
                "not-as-logged",
                "Papers of this election are not as they were opened at the close, and cannot be "
                "read. Nothing can be counted or signed. Call the scrutineer.",
                record="ballot.refused",
                subject=self.ballot.log_name,
                facts={"act": str(BallotAct.COUNT), "differs": ["papers"]},
            ) from None

    @cached_property
    def sha256(self) -> str:
        """Hash them: every ranking on a line, as often as it was cast, sorted."""
        lines = (line.partition(b" ") for line in self._lines.splitlines())
        return papers_sha256({_ranking(rest): int(papers) for papers, _space, rest in lines})

    @cached_property
    def _lines(self) -> bytes:
        return b"".join(_lines(self.ballot))


def _ranking(rest: bytes) -> bytes:
    """Give a ranking without the 0 at its end, and as it stands in every other way."""
    return b"" if rest == _BLANK else rest.removesuffix(_END)


def _lines(ballot: Ballot) -> Iterator[bytes]:
    if connection.vendor != "postgresql":
        rows = Paper.objects.filter(ballot=ballot).values_list("ranking")
        for ranking, papers in rows.annotate(papers=Count("pk")).order_by():
            yield f"{papers} {ranking}{' ' if ranking else ''}0\n".encode()
        return
    with (
        planned(work_mem="256MB", max_parallel_workers_per_gather="0") as cursor,
        cursor.copy(_LINES, [ballot.pk]) as copy,
    ):
        yield from (bytes(block) for block in copy)
