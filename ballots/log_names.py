"""What the log's pages may say of ballots: titles, lives, and votes to the scrutineer."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from django.urls import reverse

from audit import sealed, subjects
from audit.models import Entry
from audit.readers import Reader
from audit.sealed import Opened
from audit.subjects import Named, Subjects
from ballots.enums import HELD_BACK, BallotState, VotingForm
from ballots.models import Ballot, Cast

KIND: Final = "ballot"
SCRUTINEER: Final = "scrutineer"
COUNTED: Final = (BallotState.DECLARED, BallotState.VOIDED)


def make_known() -> None:
    """Tell the log's room of this one's subjects, and who is shown how somebody voted."""
    subjects.kinds[KIND] = Subjects(_titles, _found)
    subjects.tellers[KIND].append(_life)
    subjects.events.update(
        {
            "ballot.void_recommended": "Voiding of a ballot recommended",
            "ballot.refused": "Act on a ballot refused",
            "vote.refused": "Late vote refused",
            "inability.reported": "Inability to vote reported",
        }
    )
    sealed.openers.append(_vote)


def _titles(ids: Collection[str]) -> Mapping[str, Named]:
    shown = Ballot.objects.exclude(state__in=HELD_BACK).filter(pk__in=subjects.ids(ids))
    return {
        str(pk): Named(title, reverse("ballots:ballot", args=[pk]))
        for pk, title in shown.values_list("pk", "title")
    }


def _found(words: str) -> Iterable[str]:
    shown = Ballot.objects.exclude(state__in=HELD_BACK).filter(title__icontains=words)
    return map(str, shown.order_by("-created_at").values_list("pk", flat=True)[:20])


def _life(ballot_id: str) -> Iterator[str]:
    """Name what asked for a ballot, and the ballots that it replaces or that replace it."""
    for ballot in Ballot.objects.filter(pk__in=subjects.ids([ballot_id])):
        if ballot.asked_for:
            yield ballot.asked_for
            same = Ballot.objects.filter(asked_for=ballot.asked_for).values_list("pk", flat=True)
            yield from (f"{KIND}:{pk}" for pk in same)


def _vote(entry: Entry, reader: Reader) -> Iterator[Opened]:
    """Show the scrutineer how a vote was cast: once it is counted, and never in a secret ballot."""
    if reader.office != SCRUTINEER or entry.kind != "vote.cast":
        return
    counted = Cast.objects.filter(entry_id=entry.pk, roll_entry__ballot__state__in=COUNTED)
    open_votes = counted.exclude(roll_entry__ballot__form=VotingForm.SECRET_BALLOT)
    for salt, choice in open_votes.values_list("salt", "choice"):
        yield Opened("choice", salt, choice)
