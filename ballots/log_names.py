"""What the log's pages may say of ballots: titles, lives, and votes to the scrutineer."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.browsing import desks, sealed, subjects
from audit.browsing.desks import Link
from audit.browsing.readers import Reader
from audit.browsing.sealed import Opened
from audit.browsing.subjects import Named, Subjects
from audit.models import Entry
from ballots.disclosing import OVER, UNTOLD, scrutinises, votes_told
from ballots.enums import HELD_BACK
from ballots.membership.words import is_of_membership
from ballots.models import Ballot
from ballots.readers import may_read
from members.enums import Office
from members.models import Member

KIND: Final = "ballot"
CAST: Final = "vote.cast"
MOST_LINKED: Final = 10


def make_known() -> None:
    """Tell the log's room of this one's subjects, and who is shown how somebody voted."""
    subjects.kinds[KIND] = Subjects(_titles, _found)
    subjects.tellers[KIND].append(_life)
    subjects.events.update(
        {
            "ballot.extension_asked": "More time asked for: another officer has to confirm it",
            "ballot.void_recommended": "Voiding of a ballot recommended",
            "ballot.refused": "Act on a ballot refused",
            "vote.refused": "Late vote refused",
            "assistance.opened": "Vote by telephone begun",
            "assistance.confirmed": "Vote by telephone: second person confirmed",
            "assistance.voted": "Vote taken by telephone",
            "assistance.refused": "Help by telephone refused",
            "booth.entered": "Passcode for a vote accepted",
            "election.set_out": "Election set out",
            "candidate.withdrawn": "Withdrawal of a candidate noted",
            "seed.fixed": "Seed for lots fixed",
            "sealed_vote.made": "Vote made a sealed one",
            "sealed_vote.prepared": "Credentials of a sealed vote prepared",
            "sealed_vote.set_up": "Archive of a sealed vote opened",
            "sealed_vote.ended": "Archive of a sealed vote closed to ballots",
            "sealed_vote.tallied": "Sealed ballots added up",
            "sealed_vote.opened": "Sum of the sealed ballots opened",
            "sealed_vote.voters_told": "Voters told that ballots came in",
            "sealed_vote.left_sealed": "Sealed vote not opened: too few ballots",
            "vote.sealed": "Sealed ballot added to the archive",
            "papers.opened": "Papers of an election opened",
            "election.counted": "Election counted",
            "lot.recorded": "Lot drawn by hand recorded",
            "mailing.laid": "Notices of a ballot sent to its roll",
            "membership_ballot.planned": "Ballot of the members planned",
            "membership_ballot.approved": "Ballot of the members approved by the returning officer",
            "membership_ballot.held_up": "Ballot of the members kept from opening",
            "membership_ballot.abandoned": "Plan of a ballot of the members left",
            "membership_ballot.refused": "Act on a ballot of the members refused",
            "reminders.chosen": "Reminders of ballots chosen",
            "inability.reported": "Inability to vote reported",
            "board.made": "Board that opens sealed votes made",
            "trustees.called": "Trustees asked to do their part",
            "board.begun_again": "Making of a board's key begun again",
            "board.completed": "Key of a board completed",
            "board.retired": "Board retired",
            "board.refused": "Act on a board refused",
            "server_board.made": "Board of the server alone made",
            "trustee_message.given": "Step of a board's key done by a trustee",
            "partial_decryption.given": "Part of a sealed vote opened",
            "partial_decryption.handed_in": "Part of a sealed vote handed in, to be checked",
            "partial_decryption.turned_away": "Part of a sealed vote turned away",
        }
    )
    sealed.openers.append(_vote)
    desks.links.append(_votes_to_inspect)


def _titles(ids: Collection[str]) -> Mapping[str, Named]:
    shown = Ballot.objects.exclude(state__in=HELD_BACK).filter(pk__in=subjects.ids(ids))
    return {
        str(ballot.pk): Named(
            ballot.title if may_read(None, ballot) else _unnamed(ballot),
            reverse("ballots:ballot", args=[ballot.pk]),
        )
        for ballot in shown.select_related("body")
    }


def _unnamed(ballot: Ballot) -> str:
    """Name a vote that is not everyone's to read."""
    if is_of_membership(ballot.asked_for):
        return _("indicative ballot of the members of %(body)s") % {"body": ballot.body}
    return _("vote at a meeting of %(body)s") % {"body": ballot.body}


def _found(words: str) -> Iterable[str]:
    shown = Ballot.objects.exclude(state__in=HELD_BACK).filter(title__icontains=words)
    found = shown.select_related("body").order_by("-created_at")[:20]
    return [str(ballot.pk) for ballot in found if may_read(None, ballot)]


def _life(ballot_id: str) -> Iterator[str]:
    """Name what asked for a ballot, and the ballots that it replaces or that replace it."""
    for ballot in Ballot.objects.filter(pk__in=subjects.ids([ballot_id])):
        if ballot.asked_for:
            yield ballot.asked_for
            same = Ballot.objects.filter(asked_for=ballot.asked_for).values_list("pk", flat=True)
            yield from (f"{KIND}:{pk}" for pk in same)


def _vote(entry: Entry, reader: Reader) -> Iterator[Opened]:
    """Show how a vote was cast, to whom it may be told."""
    if entry.kind != CAST or reader.person is None:
        return
    for ballot in Ballot.objects.filter(pk__in=subjects.ids([entry.subject.partition(":")[2]])):
        told = votes_told(reader.person, ballot).filter(entry_id=entry.pk)
        for salt, choice in told.values_list("salt", "choice"):
            yield Opened("choice", salt, choice)


def _votes_to_inspect(member: Member, reader: Reader) -> Iterator[Link]:
    """Lead a scrutineer to how people voted in the latest votes that are over."""
    if reader.office == Office.SCRUTINEER:
        over = Ballot.objects.filter(state__in=OVER).exclude(form__in=UNTOLD)
        for ballot in over.select_related("body").order_by("-closed_at")[:MOST_LINKED]:
            if scrutinises(member, ballot):
                yield Link(
                    ballot.title,
                    reverse("ballots:disclosures", args=[ballot.pk]),
                    _("How people voted, and the file that opens the digests"),
                )
