"""Giving a scrutineer, or a branch, what opens the digests in the log; each time is recorded."""

from typing import Final

from audit.formats.canonical import parse
from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from audit.services.access import access_record
from ballots.disclosing import disclosures_for, scrutinises, votes_told
from ballots.models import Ballot, Cast
from members.enums import Office
from members.models import Member

WHAT: Final = "how named people voted"
REFUSED: Final = "disclosure.refused"
NOT_YOURS: Final = "not-disclosed-to-you"
WHY: Final = (
    "Nothing of this vote may be shown to you: how people voted is for the scrutineer once the "
    "vote has closed and, of a card vote, for the branch whose card it was."
)


def votes_show(*, actor: Member, ballot: Ballot) -> list[Cast]:
    """Give the votes that a member may be told of, to be shown; refuse where there are none."""
    told = list(votes_told(actor, ballot).order_by("roll_entry__admitted", "at"))
    if not told:
        raise Refusal(NOT_YOURS, WHY)
    if any(vote.roll_entry.voter_id != actor.pk for vote in told):
        access_record(actor=actor, office=_office(actor, ballot), what=WHAT, subject=ballot)
    return told


def disclosures_give(*, actor: Member, ballot: Ballot) -> bytes:
    """Give `disclosures.jsonl`: what the verifier needs to open the digests. To be taken away.

    A first attempt by somebody who may not have it is in the log.
    """
    lines = list(disclosures_for(actor, ballot))
    if not lines:
        with entry(actor=actor):
            raise Refusal(
                NOT_YOURS,
                WHY,
                record="" if _was_refused_before(actor, ballot) else REFUSED,
                subject=ballot.log_name,
            )
    access_record(
        actor=actor,
        office=_office(actor, ballot),
        what=WHAT,
        subject=ballot,
        is_copy=True,
        every_time=scrutinises(actor, ballot),  # a branch's members are many, the log is for ever
    )
    return b"".join(one.as_line() for one in lines)


def _office(actor: Member, ballot: Ballot) -> str:
    return str(Office.SCRUTINEER) if scrutinises(actor, ballot) else ""


def _was_refused_before(actor: Member, ballot: Ballot) -> bool:
    """Tell whether the log has an attempt of theirs: it is for ever, and nobody may flood it."""
    tried = Entry.objects.filter(kind=REFUSED, subject=ballot.log_name)
    return any(
        parse(bytes(leaf))["by"] == actor.pseudonym for leaf in tried.values_list("leaf", flat=True)
    )
