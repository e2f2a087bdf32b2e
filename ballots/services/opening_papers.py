"""Opening the papers of an election at its close, and doing away with the key.

It all happens in the transaction of the close: papers that count are opened, sorted by what they
say and written without voter, time or order of arrival; then the key goes. From there on nobody
can tell from the tables which paper was whose.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.views.decorators.debug import sensitive_variables

from audit.formats.disclosure import new_salt
from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.casting.papers import seal_of
from ballots.election_paper import is_on_paper, papers_sha256
from ballots.models import Ballot, Election, Paper, PaperKey, RollEntry
from ballots.reconciling_elections import digest_of_papers, votes_sha256
from ballots.sealed_papers import BadPaper, Seal, new_key, wrapped

_CHUNK: Final = 10_000

_WRITE: Final = """
    INSERT INTO ballots_paper (ballot_id, ranking, opened_at)
    SELECT %s, pile.ranking, %s
    FROM unnest(%s::text[], %s::int[]) WITH ORDINALITY AS pile (ranking, papers, place),
         generate_series(1, pile.papers)
    ORDER BY pile.place
"""


def paper_key_make(ballot: Ballot) -> None:
    """Make the key that the papers of an election are sealed with, as it is opened."""
    key = wrapped(new_key(), ballot=ballot.pk, secret=settings.PAPER_SECRET)
    PaperKey.objects.create(ballot=ballot, wrapped=key)


def papers_open(ballot: Ballot, at: datetime, log: OpenEntry) -> int:
    """Open the papers of a ballot that is being closed, and give how many there are.

    One that does not open, or says what the paper does not allow, is set aside and counted as
    malformed. Of their hash the log has a salted digest: with few papers, whoever tried them all
    out would otherwise know the result before it is declared.
    """
    seal = seal_of(ballot.pk)
    if seal is None:
        raise Refusal("no-key", "The papers of this election have no key. Call the scrutineer.")
    piles, set_aside, entries = _piles(ballot, seal)
    PaperKey.objects.filter(pk=ballot.pk).delete()
    return papers_write(ballot, piles, log, at=at, set_aside=set_aside, entries=entries)


def papers_write(
    ballot: Ballot,
    piles: Sequence[tuple[str, int]],
    log: OpenEntry,
    *,
    at: datetime,
    entries: Iterable[UUID],
    set_aside: int = 0,
) -> int:
    """Write opened papers, sorted, and say so in the log with the entries that they came from."""
    _write(ballot, at, piles)
    salt = new_salt()
    Election.objects.filter(pk=ballot.pk).update(papers_salt=salt)
    said = {ranking.encode(): number for ranking, number in piles}
    papers = sum(said.values())
    log.record(
        "papers.opened",
        subject=ballot,
        papers=papers,
        set_aside=set_aside,
        votes_sha256=votes_sha256(entries),
        digest=digest_of_papers(salt, papers_sha256(said)),
    )
    return papers


@sensitive_variables()
def _piles(ballot: Ballot, seal: Seal) -> tuple[list[tuple[str, int]], int, list[UUID]]:
    """Open every paper that counts: give what they say, sorted, how often, and how many do not.

    Last come the entries of these votes in the log, whichever paper was whose.
    """
    piles: Counter[str] = Counter()
    set_aside, entries = 0, []
    counting = RollEntry.objects.filter(ballot=ballot, cast__isnull=False)
    rows = counting.values_list("voter_id", "cast_id", "cast__choice", "cast__entry_id")
    for voter, request, sealed, entry in rows.iterator(chunk_size=_CHUNK):
        entries.append(entry)
        try:
            piles[seal.open(sealed, voter=voter, request=request)] += 1
        except BadPaper:
            set_aside += 1
    paper = ballot.election.paper
    strange = [text for text in piles if not is_on_paper(text, paper)]
    set_aside += sum(piles.pop(text) for text in strange)
    return sorted(piles.items()), set_aside, entries


@sensitive_variables()
def _write(ballot: Ballot, at: datetime, piles: Iterable[tuple[str, int]]) -> None:
    """Write every paper, sorted: a million in one statement, where the database can."""
    if connection.vendor == "postgresql":
        rankings, papers = zip(*piles, strict=True) if piles else ((), ())
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [ballot.pk, at, list(rankings), list(papers)])
        return
    rows = (
        Paper(ballot=ballot, ranking=ranking, opened_at=at)
        for ranking, papers in piles
        for _ in range(papers)
    )
    Paper.objects.bulk_create(rows, batch_size=_CHUNK)
