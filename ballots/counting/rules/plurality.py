"""First past the post with crosses, for one place or several, as union rule books have it.

A voter puts a cross for up to as many candidates as there are places. More crosses, or one
candidate twice, spoil the paper; fewer are valid; a paper without any is blank and counted apart.
The places go to those with the most votes. Reserved places are filled first, in the order stated,
each by the highest who may hold it, and stay vacant where nobody may (UNISON rule book, reserved
seats for women and the low paid). A tie across the last place is reported for a lot.

Re-open nominations: see `ballots.counting.places`. A candidate must have more votes than RON.
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
    code="plurality",
    name="First past the post, with crosses",
    text=(
        "Union rule-book practice: up to one cross for each place; the most votes win; reserved "
        "places first, in the order stated; a tie for the last place by lot; none elected who has "
        "no more votes than Re-open nominations."
    ),
    is_ranked=False,
)


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count the crosses, and fill the places."""
    marked = crosses.read(contest, papers, at_most=contest.seats)
    if not marked.totals.valid:
        return no_votes(RULE, contest, marked.totals, papers, lots)
    unused = contest.seats * marked.totals.valid - sum(marked.votes)
    return declare(
        RULE,
        contest,
        papers,
        lots,
        totals=marked.totals,
        votes=marked.votes,
        explanation=(
            f"Each paper has up to {many(contest.seats, 'cross', 'crosses')}, one for each place, "
            f"and the most votes win. {many(sum(marked.votes), 'vote')} stand on "
            f"{many(marked.totals.valid, 'valid paper')}."
        ),
        citation="a tie for the last place is decided by lot",
        figures={"votes_not_used": unused},
    )
