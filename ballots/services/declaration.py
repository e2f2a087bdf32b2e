"""Declaring a result, and voiding a vote that must not have one."""

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots import rules
from ballots.enums import BallotAct, Choice, Majority
from ballots.majority import casting_vote_is_due
from ballots.models import Ballot
from ballots.selectors import count, turnout
from ballots.services.insisting import insist_on_reason, locked
from ballots.signals import ballot_changed
from members.enums import Office
from members.models import Member

_PRESIDING = frozenset({Office.CHAIR, Office.VICE_CHAIR})
_RETURNING = frozenset({Office.RETURNING_OFFICER})


def ballot_declare(*, ballot: Ballot, actor: Member, casting_vote: Choice | None = None) -> Ballot:
    """Declare the result of a closed vote: the figures, the test, and the sum in words.

    On equal votes nothing is carried, unless the rules give the chair a casting vote; one that is
    used is a named act of its own (guide 3.5).
    """
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, BallotAct.DECLARE, actor)
        if Ballot.objects.filter(replaces=ballot).exists():
            raise Refusal("vote-replaced", "Another vote has taken the place of this one.")
        figures = count(ballot)
        if casting_vote is not None:
            votes = figures.votes
            if not casting_vote_is_due(
                Majority(ballot.majority), votes.get(Choice.FOR, 0), votes.get(Choice.AGAINST, 0)
            ):
                raise Refusal(
                    "no-casting-vote",
                    "A casting vote is given only on equal votes under a simple majority.",
                )
            log.record("casting_vote.given", subject=ballot, choice=str(casting_vote))
        ballot.result = figures.result(turnout(ballot), casting_vote)
        ballot.declared_at = timezone.now()
        ballot.declared_by = actor
        ballot.state = row.target
        ballot.save(update_fields=["result", "declared_at", "declared_by", "state"])
        log.record("ballot.declared", subject=ballot, result=ballot.result)
        ballot_changed.send(sender=Ballot, ballot=ballot, act="declared", actor=actor)
    return ballot


def ballot_void(*, ballot: Ballot, actor: Member, seconded_by: Member, reason: str) -> Ballot:
    """Void a vote: the returning officer recommends it and the chair orders it (guide 3.2, R28).

    The votes are kept as they were cast. Their figures are never shown.
    """
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, BallotAct.VOID, actor)
        two = (actor, seconded_by)
        presiding, returning = (
            [m.pk for m in two if rules.holds_one_of(m, offices, ballot.body)]
            for offices in (_PRESIDING, _RETURNING)
        )
        if actor.pk == seconded_by.pk or not presiding or not returning:
            raise Refusal(
                "two-people",
                "Two people void a vote together: one who presides, and a returning officer.",
                rule="guide 3.8",
                record="ballot.refused",
                subject=ballot.log_name,
                facts={"act": str(BallotAct.VOID)},
            )
        ballot.void_reason = insist_on_reason(reason)
        votes = turnout(ballot)
        ballot.result = None
        ballot.state = row.target
        ballot.save(update_fields=["result", "state", "void_reason"])
        log.record(
            "ballot.voided",
            subject=ballot,
            seconded_by=seconded_by.log_name,
            reason=ballot.void_reason,
            voted=votes.voted,
            unable=votes.unable,
        )
        ballot_changed.send(sender=Ballot, ballot=ballot, act="voided", actor=actor)
    return ballot
