"""Whether an election in the tables is the one in the log: who stands, its papers, lots and counts.

What the log shows as salted digests is compared with what the tables hold now, under the salts that
were kept with the entries.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from audit.formats.canonical import canonical
from audit.formats.disclosure import salted_digest
from audit.models import Disclosure
from audit.selectors import leaves
from ballots.election_paper import as_put
from ballots.models import Ballot, CountRecord, Election, Lot, Paper
from ballots.selectors.elections import papers_hash

Leaf = Mapping[str, Any]


def facts_of(election: Election) -> dict[str, object]:
    """Give what the log shows of an election: no names."""
    return {
        "rule": election.rule,
        "seats": election.seats,
        "candidates": len(election.candidates),
        "ron": election.ron,
        "reserved": election.reserved,
    }


def words_of(election: Election) -> dict[str, str]:
    """Give what the log shows as a salted digest: everything on the paper, as it was put."""
    return {"candidates": canonical(as_put(election.candidates)).decode()}


def lot_words(lot: Lot) -> dict[str, str]:
    """Give what the log shows of a lot as salted digests, as nothing is declared yet."""
    tied = ", ".join(map(str, lot.tied))
    return {"lot": f"{tied}: {lot.drawn}", "witness": lot.witness}


def discrepancies_of_election(ballot: Ballot) -> Iterator[str]:
    """Name what does not agree with the log: `candidates`, `seed`, `papers`, `lots`, `counts`."""
    log = _Log(ballot)
    election = Election.objects.get(pk=ballot.pk)
    set_out = log.only("election.set_out")
    if any(set_out.get(name) != value for name, value in facts_of(election).items()):
        yield "election"
    withdrawn = {leaf["candidate"]: leaf for leaf in log.all("candidate.withdrawn")}
    if (
        not log.opens(set_out, words_of(election))
        or [option.label for option in ballot.paper] != election.names
        or any(
            not log.opens(withdrawn.get(each["number"], {}), {"withdrawn": each["withdrawn"]})
            for each in election.candidates
            if each["withdrawn"] or each["number"] in withdrawn
        )
    ):
        yield "candidates"
    fixed = log.only("seed.fixed")
    if (fixed.get("seed", ""), fixed.get("source", "")) != (election.seed, election.seed_source):
        yield "seed"
    opened = log.only("papers.opened")
    if opened and not log.opens(opened, {"papers_sha256": papers_hash(ballot)}):
        yield "papers"
    if not opened and Paper.objects.filter(ballot=ballot).exists():
        yield "papers"
    yield from _of_what_was_added(ballot, log)


def _of_what_was_added(ballot: Ballot, log: "_Log") -> Iterator[str]:
    lots = {leaf["id"]: leaf for leaf in log.all("lot.recorded")}
    kept = list(Lot.objects.filter(ballot=ballot))
    if len(kept) != len(lots) or not all(
        log.opens(lots.get(str(lot.entry_id), {}), lot_words(lot)) for lot in kept
    ):
        yield "lots"
    made = {leaf["id"]: leaf for leaf in log.all("election.counted")}
    counts = list(CountRecord.objects.filter(ballot=ballot))
    if len(counts) != len(made) or not all(
        log.opens(made.get(str(count.entry_id), {}), _as_counted(count)) for count in counts
    ):
        yield "counts"


def _as_counted(count: CountRecord) -> dict[str, str]:
    sha256 = hashlib.sha256(count.record.encode()).hexdigest()
    return {"sha256": sha256, "papers_sha256": count.papers_sha256}


class _Log:
    """What the log says of one ballot, with the salts that open it."""

    def __init__(self, ballot: Ballot) -> None:
        self._subject = ballot.log_name
        kept = Disclosure.objects.filter(entry__subject=self._subject)
        rows = kept.values_list("entry_id", "name", "salt")
        self._salts = {(str(entry), name): salt for entry, name, salt in rows}

    def all(self, kind: str) -> Iterator[Leaf]:
        return leaves(kind, subject=self._subject)

    def only(self, kind: str) -> Leaf:
        return next(self.all(kind), {})

    def opens(self, leaf: Leaf, words: Mapping[str, str]) -> bool:
        """Say whether these words are what the entry's digests stand for."""
        entry = leaf.get("id", "")
        digests = (
            salted_digest(self._salts.get((entry, name), ""), name, value)
            for name, value in words.items()
        )
        return leaf.get("_sd") == sorted(digests)
