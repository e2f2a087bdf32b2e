"""Approval voting: a cross for everyone acceptable, and the places to those with the most.

S. J. Brams and P. C. Fishburn, "Approval voting", American Political Science Review 72 (1978)
831-847. As many crosses as one likes; a candidate twice spoils the paper; a blank paper is counted
apart. Ties for the last place by lot; nobody is elected without more approvals than RON.
"""

from typing import Final

from ballots.counting import crosses
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.outcomes import no_votes
from ballots.counting.places import declare
from ballots.counting.record import Count, Rule
from ballots.counting.words import many

RULE: Final = Rule(
    code="approval",
    name="Approval voting",
    text=(
        "Brams and Fishburn, Approval voting, American Political Science Review 72 (1978) 831-847: "
        "a cross for everyone acceptable; the most approvals win; a tie for the last place by lot."
    ),
    unit="approvals",
    is_ranked=False,
)


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count the approvals, and fill the places."""
    marked = crosses.read(contest, papers)
    if not marked.totals.valid:
        return no_votes(RULE, contest, marked.totals, papers, lots)
    return declare(
        RULE,
        contest,
        papers,
        lots,
        totals=marked.totals,
        votes=marked.votes,
        explanation=(
            "A cross on a paper approves of a candidate, as many as the voter likes, and the most "
            f"approvals win. There are {sum(marked.votes):,} on "
            f"{many(marked.totals.valid, 'valid paper')}."
        ),
        citation="a tie for the last place is decided by lot",
    )
