"""Casting a vote for an option on the paper: a show of hands, or a card."""

from collections.abc import Iterator
from uuid import UUID

from audit.formats.merkle import leaf_hash
from audit.models import Entry
from audit.refusal import Refusal
from ballots.booth_pass import BoothPass
from ballots.casting.refusing import insist_on_session, refuse, used
from ballots.casting.writing import Vote, label_of, write
from ballots.models import Ballot, Cast
from ballots.papers import is_key
from ballots.receipts import Receipt, code_of
from members.claims import SessionClaim
from members.models import Member


def cast(
    *,
    ballot_id: UUID,
    voter: Member | SessionClaim,
    choice: str,
    request_id: UUID,
    booth_pass: BoothPass | None = None,
) -> Receipt:
    """Cast a vote, or change one: the last vote cast before the close counts (guide R26).

    The same request again, at once or much later, gives the same receipt and changes nothing. The
    claim of a session is checked by the statement that casts the vote, and so is, where the ballot
    steps up, that its booth was entered.
    """
    vote = Vote(ballot_id, voter, choice, request_id, booth_pass=booth_pass)
    written = write(vote) if is_key(choice) else None
    if written is None:
        insist_on_session(vote)
        return _replayed_or_refused(vote)
    return Receipt(
        code=code_of(written.leaf_hash),
        at=written.entry.at,
        entry_id=written.entry.id,
        ballot_id=ballot_id,
        choice=choice,
        choice_label=written.label,
        leaf_hash=written.leaf_hash,
    )


def _replayed_or_refused(vote: Vote) -> Receipt:
    """Give the receipt of a request that was already carried out, or say why there is none."""
    before = Cast.objects.select_related("roll_entry__ballot").filter(pk=vote.request_id).first()
    if before is None:
        refuse(vote, lambda ballot: _wrong(ballot, vote.choice))
    line = before.roll_entry
    told = (line.ballot_id, line.voter_id, before.choice)
    if told != (vote.ballot_id, vote.voter.pk, vote.choice):
        raise used()
    leaf = Entry.objects.values_list("leaf", flat=True).get(pk=before.entry_id)
    hashed = leaf_hash(bytes(leaf))
    return Receipt(
        code=code_of(hashed),
        at=before.at,
        entry_id=before.entry_id,
        ballot_id=vote.ballot_id,
        choice=vote.choice,
        choice_label=label_of(vote.choice, line.ballot.options),
        counts=line.cast_id == before.pk,
        leaf_hash=hashed,
    )


def _wrong(ballot: Ballot, choice: str) -> Iterator[Refusal]:
    if ballot.is_sealed and not ballot.is_election:
        yield Refusal(
            "vote-to-be-sealed",
            "This is a secret ballot: a vote in it is encrypted before it is sent. Vote on its own "
            "page, or send a ballot made by belenios-tool there. This one was not taken.",
        )
    if ballot.is_election:
        yield Refusal(
            "paper-of-an-election", "This is an election: mark the candidates on its own paper."
        )
    if not label_of(choice, ballot.options):
        yield Refusal("option-not-on-the-paper", "That is not an option on the paper.")
