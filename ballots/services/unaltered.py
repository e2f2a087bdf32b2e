"""Refusing to go on from records that somebody has changed behind the log's back."""

from audit.refusal import Refusal
from ballots.enums import BallotAct
from ballots.models import Ballot
from ballots.reconciling import discrepancies
from ballots.selectors import OpenedPapers

MOST_NAMED = 20


def insist_on_the_log(ballot: Ballot, act: BallotAct, papers: OpenedPapers | None = None) -> None:
    """Refuse to count or declare what is not as the log says it was."""
    if found := discrepancies(ballot, papers):
        raise Refusal(
            "not-as-logged",
            "These records are not what the log says they were, so there is no result to declare. "
            f"Call the scrutineer. What differs: {', '.join(found[:MOST_NAMED])}.",
            record="ballot.refused",
            subject=ballot.log_name,
            facts={"act": str(act), "differs": found[:MOST_NAMED]},
        )
