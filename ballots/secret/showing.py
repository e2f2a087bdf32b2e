"""How far the opening of a vote is, shown to whoever conducts it and to its trustees."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string

from ballots.enums import OpeningWork
from ballots.models import SealedVote
from ballots.secret import pieces
from ballots.secret.archive import vote_locked
from ballots.secret.decryption import opening_of
from ballots.secret.shuffles import awaits_shuffle
from live.outbox import publish
from members.models import Posting


def show(ballot_id: UUID) -> None:
    """Show how far it is to whoever looks at it now."""
    with transaction.atomic():
        vote_locked(ballot_id)
        vote = SealedVote.objects.select_related("board", "ballot").get(pk=ballot_id)
        context = {"vote": vote, **shown(vote)}
        html = render_to_string("ballots/secret/trustees/_opening.html", context)
        publish(channel_of(vote), "opening", html)


def shown(vote: SealedVote) -> dict[str, Any]:
    """Give what is told of how far a vote's opening is."""
    return {
        "opening": opening_of(vote),
        "work": work_of(vote),
        "awaits_shuffle": bool(vote.election) and awaits_shuffle(vote),
        "called": called(vote.ballot.log_name),
    }


def channel_of(vote: SealedVote) -> str:
    """Name where the opening of a vote is shown."""
    return f"opening:{vote.pk}"


def work_of(vote: SealedVote) -> list[tuple[str, int, int]]:
    """Say of each kind of work that is under way how many pieces are done, of how many."""
    found = [(work.label, *pieces.done(vote, work)) for work in OpeningWork]
    return [(label, done, of) for label, done, of in found if done < of]


def purpose_of(subject: str, of: str = "") -> str:
    """Name what the calls to trustees of a board or a vote are for."""
    return f"{subject}/trustees/{of}"


def called(subject: str) -> list[datetime]:
    """Say when the trustees of a board or a vote were called, the first time first."""
    found = Posting.objects.filter(purpose__startswith=purpose_of(subject))
    return sorted(found.values_list("made_at", flat=True))
