"""Casting the paper of an election: sealed before it is written, and by nobody opened till then.

What a voter put on the paper reaches neither a statement, nor the log, nor a receipt.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from audit.formats.merkle import leaf_hash
from audit.models import Entry
from audit.refusal import Refusal
from ballots.booth_pass import BoothPass
from ballots.casting.refusing import insist_on_session, refuse, used
from ballots.casting.writing import Vote, directly, write
from ballots.election_paper import as_put, longest, written
from ballots.marking import ElectionPaper
from ballots.models import Ballot, Cast, Election, PaperKey
from ballots.receipts import Receipt, code_of
from ballots.sealed_papers import BadPaper, Seal, unwrapped
from members.claims import SessionClaim
from members.models import Member

_KEY: Final = "SELECT wrapped FROM ballots_paperkey WHERE ballot_id = %(ballot)s"


@sensitive_variables()
def paper_cast(
    *,
    ballot_id: UUID,
    voter: Member | SessionClaim,
    ranking: Sequence[int],
    request_id: UUID,
    booth_pass: BoothPass | None = None,
) -> Receipt:
    """Cast the paper of an election, or change it: the last one before the close counts.

    `ranking` has candidates by number, in order of preference, or in any order where they are
    marked with crosses; an empty one is a blank paper, cast on purpose. What the paper does not
    allow is refused here, so that nobody spoils theirs unawares (guide L29). The same request again
    gives the same receipt and changes nothing.
    """
    seal, paper = _seal(ballot_id), _paper(ballot_id)
    marks = paper.marked(ranking) if paper else None
    wrong = " ".join(fault.message for fault in marks.faults) if marks else ""
    text = written(marks.choice) if marks else ""
    done = None
    if seal and paper and not wrong:
        length = longest(len(paper.candidates))
        sealed = seal.close(text, length=length, voter=voter.pk, request=request_id)
        vote = Vote(ballot_id, voter, sealed, request_id, is_paper=True, booth_pass=booth_pass)
        done = write(vote)
    if done is None:
        vote = Vote(ballot_id, voter, "", request_id, is_paper=True, booth_pass=booth_pass)
        insist_on_session(vote)
        return _replayed_or_refused(vote, seal, text, wrong)
    return Receipt(
        code=code_of(done.leaf_hash),
        at=done.entry.at,
        entry_id=done.entry.id,
        ballot_id=ballot_id,
        choice="",
        choice_label=_("Your paper"),
        leaf_hash=done.leaf_hash,
    )


def seal_of(ballot_id: UUID) -> Seal | None:
    """Take up the key of an election, while it has one."""
    return _seal(ballot_id)


def _seal(ballot_id: UUID) -> Seal | None:
    if connection.vendor == "postgresql":
        (sealed,) = directly(_KEY, {"ballot": ballot_id}) or (None,)
    else:
        sealed = PaperKey.objects.filter(pk=ballot_id).values_list("wrapped", flat=True).first()
    if sealed is None:
        return None
    try:
        return Seal(ballot_id, unwrapped(sealed, ballot=ballot_id, secret=settings.PAPER_SECRET))
    except BadPaper:
        raise Refusal(
            "papers-cannot-be-sealed",
            "This server cannot seal papers of this election: its secret is another one than when "
            "voting began. Tell the returning officer.",
        ) from None


def _paper(ballot_id: UUID) -> ElectionPaper | None:
    """Find the paper as it was put: the count passes over whoever withdraws later."""
    try:
        return _paper_as_put(ballot_id)
    except Election.DoesNotExist:
        return None


@lru_cache(maxsize=256)
def _paper_as_put(ballot_id: UUID) -> ElectionPaper:
    """Keep papers at hand: who is on one, and its rule, never change."""
    election = Election.objects.get(pk=ballot_id)
    return ElectionPaper.from_records(
        election.rule, election.seats, as_put(election.candidates), ron=election.ron
    )


@sensitive_variables()
def _replayed_or_refused(vote: Vote, seal: Seal | None, text: str, wrong: str) -> Receipt:
    """Give the receipt of a request that was already carried out, or say why there is none.

    While the vote is open the paper must be the same one; after the close nobody can tell.
    """
    before = Cast.objects.select_related("roll_entry__ballot").filter(pk=vote.request_id).first()
    if before is None:
        refuse(vote, lambda ballot: _wrong(ballot, wrong))
    line = before.roll_entry
    if (line.ballot_id, line.voter_id) != (vote.ballot_id, vote.voter.pk):
        raise used()
    if not line.ballot.is_election or (seal and _says(before, seal) != text):
        raise used()
    leaf = Entry.objects.values_list("leaf", flat=True).get(pk=before.entry_id)
    hashed = leaf_hash(bytes(leaf))
    return Receipt(
        code=code_of(hashed),
        at=before.at,
        entry_id=before.entry_id,
        ballot_id=vote.ballot_id,
        choice="",
        choice_label=_("Your paper"),
        counts=line.cast_id == before.pk,
        leaf_hash=hashed,
    )


@sensitive_variables()
def _says(cast: Cast, seal: Seal) -> str | None:
    """Open a paper for its own voter."""
    try:
        return seal.open(cast.choice, voter=cast.roll_entry.voter_id, request=cast.pk)
    except BadPaper:
        return None


@sensitive_variables()
def _wrong(ballot: Ballot, wrong: str) -> Iterator[Refusal]:
    if not ballot.is_election:
        yield Refusal("not-an-election", "This is no election: choose one of its options.")
    if wrong:
        yield Refusal("paper-faulty", wrong)
