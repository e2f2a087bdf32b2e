"""Declaring the result of a vote."""

from collections.abc import Callable
from typing import Any, Final

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots import rules
from ballots.counting.record import Ending
from ballots.counting.sheet import json_record
from ballots.election_result import election_result
from ballots.enums import BallotAct, Choice, Majority
from ballots.majority import casting_vote_is_due
from ballots.models import Ballot
from ballots.secret.outcome import insist_on_opened
from ballots.selectors import Figures, count, count_of, is_withheld, turnout
from ballots.services.insisting import locked
from ballots.services.unaltered import insist_on_the_log
from ballots.services.voiding import forget_recommendation
from ballots.signals import ballot_changed
from members.models import Member

before_declaring: Final[list[Callable[[Ballot], None]]] = []
"""What rooms above insist on before a result is declared; each refuses, or lets it pass."""


def ballot_declare(*, ballot: Ballot, actor: Member, casting_vote: Choice | None = None) -> Ballot:
    """Declare the result of a closed vote: the figures, the test, and the sum in words.

    On equal votes nothing is carried, unless the rules give the chair a casting vote; one that is
    used is a named act of its own (guide 3.5). An election is declared as it was counted last.
    """
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, BallotAct.DECLARE, actor)
        if Ballot.objects.filter(replaces=ballot).exists():
            raise Refusal("vote-replaced", "Another vote has taken the place of this one.")
        insist_on_opened(ballot)
        insist_on_the_log(ballot, BallotAct.DECLARE)
        for insist in before_declaring:
            insist(ballot)
        if ballot.is_election:
            ballot.result = _result_of_election(ballot, casting_vote)
        else:
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


def _result_of_election(ballot: Ballot, casting_vote: Choice | None) -> dict[str, Any]:
    """Take the result from the last count, which has to be a whole one of these very papers."""
    if casting_vote is not None:
        raise Refusal("no-casting-vote", "A tie in an election is decided by its rule, or by lot.")
    kept = count_of(ballot)
    if kept is None:
        raise Refusal("not-counted", "Count the papers first.")
    if kept.ending == Ending.LOT_NEEDED:
        raise Refusal("lot-needed", "There is a tie: draw the lot, record it, and count again.")
    return election_result(
        json_record.read(kept.record.encode()),
        number=kept.number,
        sha256=kept.sha256,
        papers_sha256=kept.papers_sha256,
        turnout=turnout(ballot),
        withheld=is_withheld(ballot),
    )


def _as_logged(ballot: Ballot) -> dict[str, Any]:
    """Keep what names the options, and so perhaps people, out of what everyone reads."""
    result = dict(ballot.result or {})
    if ballot.majority != Majority.NONE:
        return {"result": result}
    return {"personal": {"explanation": result.pop("explanation")}, "result": result}


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
