"""Whether the votes in the tables are still the votes in the log.

Whoever can write to the database can change a vote, a weight or a majority test there, but not the
entry that was written with it. So a result is counted from the tables only after both have been
compared: each vote with the digest of its choice, the roll and the question with what the log said
when the vote was asked for and opened.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from audit.formats.canonical import canonical
from audit.formats.disclosure import salted_digest
from audit.models import Disclosure
from audit.selectors import leaves
from ballots.models import Ballot, RollEntry
from ballots.papers import words_of
from ballots.reconciling_elections import discrepancies_of_election
from ballots.selectors.opened import OpenedPapers

_AS_CREATED = ("class_code", "form", "majority", "text_sha256")
_AS_OPENED = ("class_code", "present", "entitled")
_ON_THEIR_WAY: Final = timedelta(minutes=1)
"""Two votes of one voter, sent one right after the other, may arrive the other way round."""

Leaf = Mapping[str, Any]


def roll_sha256(lines: Iterable[tuple[str, str, int]]) -> str:
    """Hash a roll: the credential relied on, the voter's pseudonym, and the weight of each line."""
    return hashlib.sha256(canonical(sorted(map(list, lines)))).hexdigest()


def discrepancies(ballot: Ballot, papers: OpenedPapers | None = None) -> list[str]:
    """Name what does not agree with the log: `ballot`, `roll`, or the credentials of voters.

    `papers` are those of an election, where they are at hand already.
    """
    lines = list(RollEntry.objects.filter(ballot=ballot).select_related("voter", "cast"))
    votes = {leaf["id"]: leaf for leaf in leaves("vote.cast", subject=ballot.log_name)}
    found = list(_in_the_question(ballot))
    if ballot.is_election:
        found += discrepancies_of_election(ballot, papers or OpenedPapers(ballot))
    opened = next(leaves("ballot.opened", subject=ballot.log_name), {})
    roll = roll_sha256((each.admitted, each.voter.pseudonym, each.weight) for each in lines)
    if opened.get("roll_sha256") != roll:
        found.append("roll")
    last = {leaf["by"]: leaf for leaf in votes.values()}
    return found + [each.admitted for each in lines if not _agrees(each, votes, last)]


def _in_the_question(ballot: Ballot) -> Iterator[str]:
    created = next(leaves("ballot.created", subject=ballot.log_name), {})
    opened = next(leaves("ballot.opened", subject=ballot.log_name), {})
    if (
        any(created.get(name) != getattr(ballot, name) for name in _AS_CREATED)
        or any(opened.get(name) != getattr(ballot, name) for name in _AS_OPENED)
        or created.get("options") != [option.key for option in ballot.paper]
        or created.get("_sd") != _digests_of_paper(ballot, created.get("id"))
    ):
        yield "ballot"


def _digests_of_paper(ballot: Ballot, entry: Any) -> list[str]:
    salts = dict(Disclosure.objects.filter(entry=entry).values_list("name", "salt"))
    words = words_of(ballot.question, ballot.paper)
    return sorted(salted_digest(salts.get(name, ""), name, words[name]) for name in words)


def _agrees(line: RollEntry, votes: Mapping[Any, Leaf], last: Mapping[str, Leaf]) -> bool:
    """Say whether the vote that counts is the voter's last in the log, and says what it said."""
    vote, newest = line.cast, last.get(line.voter.pseudonym)
    if vote is None or newest is None:
        return vote is None and newest is None
    leaf = votes.get(str(vote.entry_id), {})
    digest = salted_digest(vote.salt, "choice", vote.choice)
    if leaf.get("by") != line.voter.pseudonym or leaf.get("_sd") != [digest]:
        return False
    return _moment(newest) - _moment(leaf) < _ON_THEIR_WAY


def _moment(leaf: Leaf) -> datetime:
    return datetime.fromisoformat(leaf["at"])
