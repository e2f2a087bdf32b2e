"""Voiding a vote: two acts of two people, each signed in as themselves (guide 3.2, 3.8, R28).

A returning officer recommends it, with the reason; then one who presides orders it, or lets the
vote stand. Neither can do the other's part, and nobody is named by another as having agreed.
"""

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots.enums import BallotAct
from ballots.models import Ballot, PaperKey
from ballots.selectors import turnout
from ballots.services.insisting import insist_on_reason, locked
from ballots.signals import ballot_changed
from members.models import Member
from members.services.passcodes import passcodes_wipe


def ballot_recommend_void(*, ballot: Ballot, actor: Member, reason: str) -> Ballot:
    """Recommend that a vote is void. It changes nothing until the chair orders it."""
    with entry(actor=actor) as log:
        ballot, _row = locked(ballot, BallotAct.RECOMMEND_VOID, actor)
        if ballot.awaits_void_order:
            raise Refusal("already-recommended", "That is recommended; it waits for the chair.")
        ballot.void_reason = insist_on_reason(reason)
        ballot.void_recommended_by = actor
        ballot.void_recommended_at = timezone.now()
        ballot.save(update_fields=["void_reason", "void_recommended_by", "void_recommended_at"])
        votes = turnout(ballot)
        log.record(
            "ballot.void_recommended",
            subject=ballot,
            attested=True,
            personal={"reason": ballot.void_reason},
            voted=votes.voted,
            unable=votes.unable,
        )
        ballot_changed.send(sender=Ballot, ballot=ballot, act="void_recommended", actor=actor)
    return ballot


def ballot_uphold(*, ballot: Ballot, actor: Member) -> Ballot:
    """Let a vote stand that the returning officer would have void: the recommendation lapses."""
    with entry(actor=actor) as log:
        ballot, _row = locked(ballot, BallotAct.UPHOLD, actor)
        recommended_by = _recommended_by(ballot, BallotAct.UPHOLD)
        forget_recommendation(ballot)
        ballot.save(update_fields=["void_reason", "void_recommended_by", "void_recommended_at"])
        log.record(
            "ballot.upheld",
            subject=ballot,
            attested=True,
            recommended_by=recommended_by.log_name,
        )
    return ballot


def ballot_void(*, ballot: Ballot, actor: Member) -> Ballot:
    """Order that a vote is void, as a returning officer has recommended.

    The votes are kept as they were cast. Their figures are never shown. Papers of an election that
    was not closed yet can never be opened: their key goes.
    """
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, BallotAct.VOID, actor)
        recommended_by = _recommended_by(ballot, BallotAct.VOID)
        if recommended_by == actor:
            raise Refusal(
                "two-people",
                "A second person must order this: not the one who recommended it.",
                rule="guide 3.8",
                record="ballot.refused",
                subject=ballot.log_name,
                facts={"act": str(BallotAct.VOID)},
            )
        votes = turnout(ballot)
        ballot.result = None
        ballot.state = row.target
        ballot.save(update_fields=["result", "state"])
        PaperKey.objects.filter(pk=ballot.pk).delete()
        passcodes_wipe(purpose=ballot.log_name)
        log.record(
            "ballot.voided",
            subject=ballot,
            attested=True,
            recommended_by=recommended_by.log_name,
            voted=votes.voted,
            unable=votes.unable,
        )
        ballot_changed.send(sender=Ballot, ballot=ballot, act="voided", actor=actor)
    return ballot


def forget_recommendation(ballot: Ballot) -> None:
    """Let a recommendation lapse, so that it cannot be kept in reserve. The log remembers it."""
    ballot.void_reason = ""
    ballot.void_recommended_by = ballot.void_recommended_at = None


def _recommended_by(ballot: Ballot, act: BallotAct) -> Member:
    if ballot.void_recommended_by is None:
        raise Refusal(
            "no-recommendation",
            "The returning officer has to recommend that this vote is void first.",
            rule="guide 3.8",
            record="ballot.refused",
            subject=ballot.log_name,
            facts={"act": str(act)},
        )
    return ballot.void_recommended_by
