"""Whether an election in the tables is the one in the log: who stands, its papers, lots and counts.

What the log shows as salted digests is compared with what the tables hold now, under the salts that
were kept with the entries.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audit.formats.canonical import canonical
from audit.formats.disclosure import salted_digest
from audit.models import Disclosure
from audit.selectors import leaves
from ballots.election_paper import as_put
from ballots.models import Ballot, CountRecord, Election, Lot, Paper, RollEntry
from ballots.secret.outcome import counted_ballots
from ballots.selectors.opened import OpenedPapers

Leaf = Mapping[str, Any]


def facts_of(election: Election) -> dict[str, Any]:
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


def votes_sha256(entries: Iterable[Any]) -> str:
    """Hash the entries of the votes whose papers were opened at the close, one id on a line.

    What a voter's last entry is, anyone sees in the log. So nobody can have an earlier paper of a
    voter opened, or none, and put the roll right again afterwards.
    """
    lines = sorted(f"{entry}\n" for entry in entries)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def digest_of_papers(salt: str, papers: str) -> str:
    """Give what the log shows of the hash of all papers.

    The salt is kept in this room, where nobody is shown it before the result is declared: whoever
    had it could try out what few papers may say, and so know the result, or a void one.
    """
    return salted_digest(salt, "papers_sha256", papers)


def digest_of_count(count: CountRecord) -> str:
    """Give what the log shows of a count: of its record as it is now, and of its papers."""
    sha256 = hashlib.sha256(count.record.encode()).hexdigest()
    return salted_digest(count.salt, "count", f"{sha256} {count.papers_sha256}")


def digest_of_lot(lot: Lot) -> str:
    """Give what the log shows of a lot: a tie is part of a result that is not declared yet."""
    return salted_digest(lot.salt, "lot", f"{', '.join(map(str, lot.tied))}: {lot.drawn}")


def discrepancies_of_election(ballot: Ballot, papers: OpenedPapers) -> Iterator[str]:
    """Name what does not agree with the log: `candidates`, `papers`, `lots` and so on."""
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
    opening = log.only("papers.opened")
    opened = opening.get("digest", "")
    kept = digest_of_papers(election.papers_salt, papers.sha256) if opened else ""
    if opened != kept or (not opened and Paper.objects.filter(ballot=ballot).exists()):
        yield "papers"
    if opening and opening.get("votes_sha256") != votes_sha256(_votes_that_count(ballot)):
        yield "votes opened"
    lots = {leaf["id"]: leaf for leaf in log.all("lot.recorded")}
    if not _same(lots, {str(lot.entry_id): digest_of_lot(lot) for lot in ballot.lots.all()}):
        yield "lots"
    made = {leaf["id"]: leaf for leaf in log.all("election.counted")}
    if not _same(made, {str(one.entry_id): digest_of_count(one) for one in ballot.counts.all()}):
        yield "counts"


def _votes_that_count(ballot: Ballot) -> Iterable[Any]:
    if ballot.is_sealed:
        return counted_ballots(ballot.sealed_vote).values_list("entry_id", flat=True)
    counting = RollEntry.objects.filter(ballot=ballot, cast__isnull=False)
    return counting.values_list("cast__entry_id", flat=True)


def _same(leaves: Mapping[str, Leaf], digests: Mapping[str, str]) -> bool:
    """Say whether the log has just these digests, each in its entry."""
    return {entry: leaf.get("digest") for entry, leaf in leaves.items()} == digests


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
