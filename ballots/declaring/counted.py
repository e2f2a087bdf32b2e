"""What is given out of a count: its sheet, its papers as a file, and how to count them again.

Everything is drawn from the record that was stored when the count was made, so that page, files and
a recount at home say the same, byte for byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from shlex import quote
from typing import Final

import numpy as np
from django.core.cache import cache

from ballots.counting.contest import Papers
from ballots.counting.files import blt, json_papers
from ballots.counting.record import Count
from ballots.counting.sheet import comparison, html_sheet, json_record
from ballots.models import Ballot, CountRecord, SealedVote
from ballots.sealing.groups import BELENIOS_2048
from ballots.selectors import OpenedPapers

_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Recount:
    """How anyone counts the same papers again: two files, two commands, and their SHA-256.

    `check` counts again and compares with the record; `command` counts with no record at hand.
    """

    papers: str
    kind: str
    papers_sha256: str
    record: str
    record_sha256: str
    check: str
    command: str


@lru_cache(maxsize=16)
def sheet_of(record: str) -> str:
    """Draw the sheet of a stored count; drawn once, as its record never changes."""
    return html_sheet.fragment(read(record))


def read(record: str) -> Count:
    """Read a stored count."""
    return json_record.read(record.encode())


MADE_OF_SUMS: Final = b"""\
# Nobody cast these papers one by one. The ballots were sealed, and only the sums of their crosses
# were opened: the papers are made to have just these sums, so that any program can count them.
"""


def papers_file(ballot: Ballot, kind: str) -> bytes:
    """Write the papers of a closed election as `blt` or `json`, sorted by what they say.

    A file of papers that are made from sums says so at its end, where every program has read what
    it wants.
    """
    opened = OpenedPapers(ballot)
    contest, papers = opened.contest, _sorted(opened.papers)
    if kind == "blt":
        return blt.write(contest, papers) + (MADE_OF_SUMS if are_made_of_sums(ballot) else b"")
    return json_papers.write(contest, papers)


def are_made_of_sums(ballot: Ballot) -> bool:
    """Say whether an election's papers were never cast as such: of sealed crosses sums are opened.

    Ranked papers are sealed in a group of their own, shuffled, and opened as they were cast.
    """
    votes = SealedVote.objects.filter(pk=ballot.pk, suite__endswith=f"/{BELENIOS_2048.name}")
    return ballot.is_sealed and votes.exists()


def _sorted(papers: Papers) -> Papers:
    """Put papers in the order of what they say, whatever order the database gave them in."""
    if not papers.rankings.size:
        return papers
    order = np.lexsort(papers.rankings.T[::-1])
    return Papers(papers.rankings[order], papers.weights[order], papers.notes, papers.invalid)


def recount(ballot: Ballot, kept: CountRecord, count: Count, name: str) -> Recount:
    """Say how to count the papers again with nothing but this program and the file of them.

    A file in BLT says everything but what places are reserved for: then it is JSON.
    """
    kind = "json" if count.contest.reserved else "blt"
    papers = f"papers-{name}.{kind}"
    hashed = cache.get_or_set(
        f"papers-file:{kept.pk}:{kind}",
        lambda: sha256(papers_file(ballot, kind)).hexdigest(),
        timeout=_DAY,
    )
    record = f"count-{name}.json"
    return Recount(
        papers=papers,
        kind=kind,
        papers_sha256=str(hashed),
        record=record,
        record_sha256=kept.sha256,
        check=f"python -m ballots.counting {papers} --check {record}",
        command=" ".join(["python -m ballots.counting", papers, *_options(count, kind)]),
    )


def _options(count: Count, kind: str) -> Iterator[str]:
    """Give what the file of the papers does not say: the rule, the lots and who is RON."""
    yield f"--rule {count.rule.code}"
    if count.seed is not None:
        yield f"--seed={quote(count.seed)}"  # which may begin with a hyphen
    for draw in count.lots:
        if draw.counter is None:
            yield f"--lot {','.join(map(str, draw.tied))}={draw.drawn}"
            yield f"--witness={quote(draw.witness)}"
    if kind == "blt" and count.contest.ron is not None:
        yield f"--ron {count.contest.ron}"
    yield "--format json"


def other_rules(ballot: Ballot, kept: CountRecord) -> list[comparison.OtherRule]:
    """Count the same papers under every other rule that applies; worked out once for a count."""
    key = f"other-rules:{kept.pk}"
    found: list[comparison.OtherRule] | None = cache.get(key)
    if found is None:
        found = list(comparison.compare(read(kept.record), OpenedPapers(ballot).papers))
        cache.set(key, found, timeout=_DAY)
    return found
