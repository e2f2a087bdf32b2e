"""Voting by telephone, with two people (guide 6): one reads out, another watches.

The first checks who rings and opens an assistance; the second, from a session of their own,
confirms it; then the vote is entered on the member's word, read back, and cast. The log has both
people and never the choice, which stands in the entry of the vote as a salted digest, as any does.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from audit.recording import entry
from audit.refusal import Refusal
from ballots.booth_pass import BoothPass
from ballots.candidates import has_a_side
from ballots.casting import cast, paper_cast
from ballots.models import Assistance, Ballot, RollEntry
from ballots.receipts import Receipt, SealedReceipt
from ballots.secret.assisted import sealed_for
from ballots.secret.casting import secret_cast
from ballots.services.booth import booth_open, insist_takes_votes, is_on_the_roll
from members.enums import Channel
from members.models import Member
from members.rules import insist_office
from members.services.done_for_others import Done, tell_done


def assistance_open(
    *, ballot: Ballot, member: Member, actor: Member, identity_checked: bool
) -> Assistance:
    """Open the booth's telephone for a member whose identity was checked."""
    office = insist_office(actor, "assistance.open")
    with entry(actor=actor, office=office) as log:
        _insist_on_helper(ballot, member, actor)
        _insist_on_caller(ballot, member)
        if not identity_checked:
            raise Refusal("identity-unchecked", "Check first who is calling, and say that you did.")
        now = timezone.now()
        opened = Assistance.objects.create(
            ballot=ballot, member=member, opened_by=actor, opened_at=now
        )
        log.record("assistance.opened", subject=ballot, member=member.log_name)
    return opened


def assistance_confirm(*, assistance: Assistance, actor: Member) -> Assistance:
    """Confirm, as the second person, that one is on the call and watches."""
    office = insist_office(actor, "assistance.confirm")
    with entry(actor=actor, office=office) as log:
        held = _locked(assistance)
        ballot, member = held.ballot, held.member
        if held.opened_by_id == actor.pk:
            raise Refusal(
                "two-people",
                "A second person must confirm this, from a session of their own.",
                rule="guide 6",
                record="assistance.refused",
                subject=ballot.log_name,
            )
        _insist_on_helper(ballot, member, actor)
        if held.confirmed_at is not None:
            raise Refusal("already-confirmed", "That is confirmed already.")
        if not held.is_live:
            raise Refusal("assistance-over", "That took too long. Open a new call.")
        _insist_on_caller(ballot, member)
        held.confirmed_by, held.confirmed_at = actor, timezone.now()
        held.save(update_fields=["confirmed_by", "confirmed_at"])
        log.record(
            "assistance.confirmed",
            subject=ballot,
            member=member.log_name,
            opened_by=held.opened_by.log_name,
        )
    return held


@sensitive_variables()
def assistance_cast(
    *, assistance: Assistance, actor: Member, choice: str | Sequence[int], request_id: UUID
) -> Receipt:
    """Cast the vote that the member has said and confirmed, all in one: vote, mark and record.

    `choice` is an option's key, or in an election candidates by number, as in casting. The member
    is told that somebody called in their name: two people could vote for one who never rang.
    """
    office = insist_office(actor, "assistance.confirm")
    with entry(actor=actor, office=office) as log:
        held = _locked(assistance)
        if actor.pk not in {held.opened_by_id, held.confirmed_by_id}:
            raise Refusal("not-on-the-call", "Only the two people on the call can take this vote.")
        if not held.may_vote:
            raise Refusal(
                "assistance-not-open",
                "Two people have to be on the call, and the vote is taken once, within 15 minutes.",
            )
        ballot, member = held.ballot, held.member
        held_pass = booth_open(ballot=ballot, voter=member, channel=Channel.ASSISTED)
        asked: dict[str, Any] = {
            "ballot_id": ballot.pk,
            "voter": member,
            "request_id": request_id,
            "booth_pass": held_pass,
        }
        receipt: Receipt
        if ballot.is_sealed:
            receipt = _sealed(ballot, member, choice, held_pass)
        elif isinstance(choice, str):
            receipt = cast(**asked, choice=choice)
        else:
            receipt = paper_cast(**asked, ranking=choice)
        held.voted_at = timezone.now()
        held.save(update_fields=["voted_at"])
        tell_done(member, Done.HELPED_BY_TELEPHONE)
        log.record(
            "assistance.voted",
            subject=ballot,
            member=member.log_name,
            opened_by=held.opened_by.log_name,
            confirmed_by=held.confirmed_by.log_name if held.confirmed_by else None,
        )
    return receipt


@sensitive_variables()
def _sealed(
    ballot: Ballot, member: Member, choice: str | Sequence[int], held: BoothPass
) -> SealedReceipt:
    """Seal what the member has said, and cast it: the two on the call know it, and nobody else."""
    line = RollEntry.objects.get(ballot=ballot, voter=member)
    raw = sealed_for(line, choice)
    return secret_cast(ballot_id=ballot.pk, voter=member, raw=raw, booth_pass=held)


def _insist_on_helper(ballot: Ballot, member: Member, actor: Member) -> None:
    """Refuse a helper who is the voter, or who has a side in the election."""
    if actor.pk == member.pk:
        raise Refusal("own-vote", "Nobody takes their own vote by telephone.")
    if has_a_side(ballot, actor):
        raise Refusal(
            "candidate",
            "You stand in this election, or put somebody forward in it: another person must help.",
            rule="guide 3.8",
            record="assistance.refused",
            subject=ballot.log_name,
        )


def _insist_on_caller(ballot: Ballot, member: Member) -> None:
    """Refuse a call for somebody who cannot vote, in words for whoever takes the call."""
    insist_takes_votes(ballot)
    if not is_on_the_roll(ballot, member):
        raise Refusal("caller-not-on-the-roll", "They are not on the roll for this vote.")


def _locked(assistance: Assistance) -> Assistance:
    rows = Assistance.objects.select_for_update(of=("self",))
    return rows.select_related("ballot", "member", "opened_by", "confirmed_by").get(
        pk=assistance.pk
    )
