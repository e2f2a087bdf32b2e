"""Declaring the result of a vote."""

from typing import Any

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots import rules
from ballots.enums import BallotAct, Choice, Majority
from ballots.majority import casting_vote_is_due
from ballots.models import Ballot
from ballots.reconciling import discrepancies
from ballots.selectors import Figures, count, turnout
from ballots.services.insisting import locked
from ballots.services.voiding import forget_recommendation
from ballots.signals import ballot_changed
from members.models import Member

MOST_NAMED = 20


def ballot_declare(*, ballot: Ballot, actor: Member, casting_vote: Choice | None = None) -> Ballot:
    """Declare the result of a closed vote: the figures, the test, and the sum in words.

    On equal votes nothing is carried, unless the rules give the chair a casting vote; one that is
    used is a named act of its own (guide 3.5).
    """
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, BallotAct.DECLARE, actor)
        if Ballot.objects.filter(replaces=ballot).exists():
            raise Refusal("vote-replaced", "Another vote has taken the place of this one.")
        _insist_on_the_log(ballot)
        figures = count(ballot)
        if casting_vote is not None:
            _insist_on_casting_vote(ballot, actor, figures)
            log.record(
                "casting_vote.given", subject=ballot, attested=True, choice=str(casting_vote)
            )
        ballot.result = figures.result(turnout(ballot), casting_vote)
        ballot.declared_at = timezone.now()
        ballot.declared_by = actor
        ballot.state = row.target
        forget_recommendation(ballot)
        ballot.save()
        log.record("ballot.declared", subject=ballot, attested=True, **_as_logged(ballot))
        ballot_changed.send(sender=Ballot, ballot=ballot, act="declared", actor=actor)
    return ballot


def _as_logged(ballot: Ballot) -> dict[str, Any]:
    """Keep what names the options, and so perhaps people, out of what everyone reads."""
    result = dict(ballot.result or {})
    if ballot.majority != Majority.NONE:
        return {"result": result}
    return {"personal": {"explanation": result.pop("explanation")}, "result": result}


def _insist_on_the_log(ballot: Ballot) -> None:
    """Refuse to declare what somebody has changed behind the log's back."""
    if found := discrepancies(ballot):
        raise Refusal(
            "not-as-logged",
            "These records are not what the log says they were, so there is no result to declare. "
            f"Call the scrutineer. What differs: {', '.join(found[:MOST_NAMED])}.",
            record="ballot.refused",
            subject=ballot.log_name,
            facts={"act": str(BallotAct.DECLARE), "differs": found[:MOST_NAMED]},
        )


def _insist_on_casting_vote(ballot: Ballot, actor: Member, figures: Figures) -> None:
    """Refuse a casting vote that is not due, or not the actor's to give (guide 3.5)."""
    if not rules.presides(actor, ballot.body):
        raise Refusal(
            "not-your-office",
            "A casting vote is for whoever presides.",
            record="ballot.refused",
            subject=ballot.log_name,
            facts={"act": str(BallotAct.DECLARE)},
        )
    votes = figures.votes
    if not casting_vote_is_due(
        Majority(ballot.majority), votes.get(Choice.FOR, 0), votes.get(Choice.AGAINST, 0)
    ):
        raise Refusal(
            "no-casting-vote",
            "A casting vote is given only on equal votes under a simple majority.",
        )
