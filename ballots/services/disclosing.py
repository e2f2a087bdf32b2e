"""Giving a scrutineer, or a branch, what opens the digests in the log; each time is recorded."""

from typing import Final

from audit.recording import entry
from audit.refusal import Refusal
from audit.services.access import access_record
from ballots.disclosing import disclosures_for, scrutinises, votes_told
from ballots.models import Ballot, Cast
from members.enums import Office
from members.models import Member

WHAT: Final = "how named people voted"


def votes_show(*, actor: Member, ballot: Ballot) -> list[Cast]:
    """Give the votes that a member may be told of, to be shown; refuse where there are none."""
    told = list(votes_told(actor, ballot).order_by("roll_entry__admitted", "at"))
    _insist(actor, ballot, is_any=bool(told))
    if any(vote.roll_entry.voter_id != actor.pk for vote in told):
        access_record(actor=actor, office=_office(actor, ballot), what=WHAT, subject=ballot)
    return told


def disclosures_give(*, actor: Member, ballot: Ballot) -> bytes:
    """Give `disclosures.jsonl`: what the verifier needs to open the digests. To be taken away."""
    lines = list(disclosures_for(actor, ballot))
    _insist(actor, ballot, is_any=bool(lines))
    access_record(
        actor=actor, office=_office(actor, ballot), what=WHAT, subject=ballot, is_copy=True
    )
    return b"".join(one.as_line() for one in lines)


def _office(actor: Member, ballot: Ballot) -> str:
    return str(Office.SCRUTINEER) if scrutinises(actor, ballot) else ""


def _insist(actor: Member, ballot: Ballot, *, is_any: bool) -> None:
    if not is_any:
        with entry(actor=actor):
            raise Refusal(
                "not-disclosed-to-you",
                "Nothing of this vote may be shown to you: how people voted is for the scrutineer "
                "once the vote has closed and, of a card vote, for the branch whose card it was.",
                record="disclosure.refused",
                subject=ballot.log_name,
            )
