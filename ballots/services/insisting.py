"""What every act on a ballot insists on first: the right office, and the right state."""

from audit.refusal import Refusal
from ballots import rules
from ballots.candidates import candidate_of
from ballots.enums import BallotAct, BallotState
from ballots.lifecycle import Transition, transition
from ballots.models import Ballot
from members.models import Body, Member

SHORTEST_REASON = 10


def insist_on_office(
    actor: Member | None, act: BallotAct, body: Body | None, *, subject: str = ""
) -> None:
    """Refuse an actor without the office; the attempt goes into the log. None is the system."""
    if actor is not None and not rules.may(actor, act, body):
        raise Refusal(
            "not-your-office",
            "Your office does not allow this.",
            record="ballot.refused",
            subject=subject or "ballot",
            facts={"act": str(act)},
        )


def locked(
    ballot: Ballot, act: BallotAct, actor: Member | None, *, by_right: bool = False
) -> tuple[Ballot, Transition]:
    """Take the ballot's row for an act, and insist that the table allows it now, to this actor.

    What somebody may do `by_right` asks for no office. Of an election, nobody who stands in it does
    anything in office.
    """
    fresh = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if not by_right:
        insist_on_office(actor, act, fresh.body, subject=fresh.log_name)
        _insist_on_no_candidate(fresh, act, actor)
    row = transition(BallotState(fresh.state), act)
    if row is None:
        state = BallotState(fresh.state).label.lower()
        raise Refusal(
            f"ballot-not-to-{act.replace('_', '-')}",
            f"This cannot be done now. The ballot is: {state}.",
        )
    return fresh, row


def _insist_on_no_candidate(ballot: Ballot, act: BallotAct, actor: Member | None) -> None:
    """Refuse whoever stands in an election to act in it; the attempt goes into the log."""
    if ballot.is_election and candidate_of(ballot, actor) is not None:
        raise Refusal(
            "candidate",
            "You stand in this election, so somebody else has to do this.",
            rule="guide 3.8",
            record="ballot.refused",
            subject=ballot.log_name,
            facts={"act": str(act)},
        )


def insist_on_reason(reason: str) -> str:
    """Refuse a reason that gives none."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal("reason-missing", "Give the reason in words. It goes into the record.")
    return reason.strip()
