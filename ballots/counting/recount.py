"""Counting again what a record says was counted, and comparing the bytes."""

from collections import Counter
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import zip_longest

from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots, PhysicalLot
from ballots.counting.named import RULES
from ballots.counting.record import Count
from ballots.counting.sheet import json_record


class OtherContest(Exception):
    """The papers are of another contest than the record, or of a rule that is not known."""


@dataclass(frozen=True, slots=True)
class Recount:
    """A record beside what its papers give when they are counted again."""

    record: bytes
    again: bytes

    @property
    def is_same(self) -> bool:
        return self.record == self.again

    @property
    def sha256(self) -> str:
        return sha256(self.record).hexdigest()

    def first_difference(self) -> tuple[int, str, str]:
        """Give the first line that is not the same: its number, the record's and the recount's."""
        lines = zip_longest(
            self.record.splitlines(), self.again.splitlines(), fillvalue=b"(the end)"
        )
        for number, (theirs, ours) in enumerate(lines, start=1):
            if theirs != ours:
                return number, theirs.decode("utf-8", "replace"), ours.decode()
        return 0, "", ""  # they differ in the ends of lines alone


def recount(record: bytes, contest: Contest, papers: Papers) -> Recount:
    """Count papers by the rule, the contest and the lots of a record.

    From the file come the papers alone, of candidates and a contest of the same names; places, who
    withdrew and RON are the record's. So are the papers that were set aside before the count, for
    which a BLT file has no room. Raises OtherContest, and ValueError where the record is none.
    """
    kept = json_record.read(record)
    if kept.contest.candidates != contest.candidates:
        raise OtherContest("The papers have other candidates than the record.")
    if contest.title.split() not in ([], kept.contest.title.split()):
        raise OtherContest(f"The papers are of another contest than the record: {contest.title}.")
    if kept.rule.code not in RULES:
        raise OtherContest(f"The record is of a rule called {kept.rule.code}, which is not known.")
    _rule, counting = RULES[kept.rule.code]
    count = counting(kept.contest, papers, lots_of(kept))
    if set_aside := Counter(kept.papers.invalid) - Counter(count.papers.invalid):
        papers = replace(papers, invalid={**Counter(papers.invalid) + set_aside})
        count = counting(kept.contest, papers, lots_of(kept))
    return Recount(record, json_record.write(count))


def lots_of(count: Count) -> Lots:
    """Give the lots of a count anew: its seed, and those that were drawn by hand."""
    by_hand = (
        PhysicalLot(frozenset(draw.tied), draw.drawn, draw.witness)
        for draw in count.lots
        if draw.counter is None
    )
    return Lots(count.seed, tuple(by_hand))
