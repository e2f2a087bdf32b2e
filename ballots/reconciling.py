"""Whether the votes in the tables are still the votes in the log.

Whoever can write to the database can change a vote, a weight or a majority test there, but not the
entry that was written with it. So a result is counted from the tables only after both have been
compared: each vote with the digest of its choice, the roll and the question with what the log said
when the vote was asked for and opened.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from django.db import connection
from django.db.models.functions import Collate

from audit.formats.canonical import canonical
from audit.formats.disclosure import salted_digest
from audit.models import Disclosure
from audit.selectors import leaves
from ballots.models import Ballot, RollEntry
from ballots.papers import words_of
from ballots.reconciling_elections import discrepancies_of_election
from ballots.reconciling_votes import not_as_logged
from ballots.secret.reconciling import discrepancies_of_sealed
from ballots.selectors.opened import OpenedPapers

_AS_CREATED = ("class_code", "form", "majority", "text_sha256")
_AS_OPENED = ("class_code", "present", "entitled")
_AT_ONCE: Final = 10_000


def roll_sha256(lines: Iterable[tuple[str, str, int]]) -> str:
    """Hash a roll: the credential relied on, the voter's pseudonym, and the weight of each line."""
    return _sha256_of(sorted(lines))


def discrepancies(ballot: Ballot, papers: OpenedPapers | None = None) -> list[str]:
    """Name what does not agree with the log: `ballot`, `roll`, or the credentials of voters.

    `papers` are those of an election, where they are at hand already.
    """
    found = list(_in_the_question(ballot))
    if ballot.is_election:
        found += discrepancies_of_election(ballot, papers or OpenedPapers(ballot))
    opened = next(leaves("ballot.opened", subject=ballot.log_name), {})
    if opened.get("roll_sha256") != _roll_sha256_now(ballot):
        found.append("roll")
    if ballot.is_sealed:
        return found + list(discrepancies_of_sealed(ballot))
    return found + list(not_as_logged(ballot))


def _roll_sha256_now(ballot: Ballot) -> str:
    binary = "C" if connection.vendor == "postgresql" else "BINARY"
    order = Collate("admitted", binary), Collate("voter__pseudonym", binary), "weight"
    lines = RollEntry.objects.filter(ballot=ballot).order_by(*order)
    return _sha256_of(lines.values_list("admitted", "voter__pseudonym", "weight").iterator())


def _sha256_of(lines: Iterable[tuple[str, str, int]]) -> str:
    """Hash lines that are in order, some at a time: there may be a million."""
    hashed, between = hashlib.sha256(b"["), b""
    lines = iter(lines)
    while some := list(islice(lines, _AT_ONCE)):
        hashed.update(between + canonical(some)[1:-1])
        between = b","
    hashed.update(b"]")
    return hashed.hexdigest()


def _in_the_question(ballot: Ballot) -> Iterator[str]:
    created = next(leaves("ballot.created", subject=ballot.log_name), {})
    opened = next(leaves("ballot.opened", subject=ballot.log_name), {})
    if (
        any(created.get(name) != getattr(ballot, name) for name in _AS_CREATED)
        or any(opened.get(name) != getattr(ballot, name) for name in _AS_OPENED)
        or bool(opened.get("steps_up")) is not ballot.steps_up
        or created.get("options") != [option.key for option in ballot.paper]
        or created.get("_sd") != _digests_of_paper(ballot, created.get("id"))
    ):
        yield "ballot"


def _digests_of_paper(ballot: Ballot, entry: Any) -> list[str]:
    salts = dict(Disclosure.objects.filter(entry=entry).values_list("name", "salt"))
    words = words_of(ballot.question, ballot.paper)
    return sorted(salted_digest(salts.get(name, ""), name, words[name]) for name in words)
