"""What every rule says alike: who withdrew, what it leaves aside, and that nobody voted."""

from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.record import Action, Count, Ending, PaperTotals, Rule, Stage
from ballots.counting.words import labels, listed


def withdrawn(contest: Contest) -> tuple[str, ...]:
    """Say who withdrew, if anybody did."""
    if not contest.withdrawn:
        return ()
    names = labels(contest)
    who = listed([names[number - 1] for number in sorted(contest.withdrawn)])
    one = len(contest.withdrawn) == 1
    return (
        f"{who} withdrew before the count and {'is' if one else 'are'} passed over on every paper.",
    )


def remarks(contest: Contest, *, fills_reserved: bool = False) -> tuple[str, ...]:
    """Say who withdrew, if anybody did, and whether reserved places were left aside."""
    said = withdrawn(contest)
    if contest.reserved and not fills_reserved:
        said += ("This rule knows no reserved places: all were filled alike.",)
    return said


def no_votes(
    rule: Rule, contest: Contest, totals: PaperTotals, papers: Papers, lots: Lots
) -> Count:
    """Give the count of a contest without one valid paper: it elects nobody, and says so."""
    nothing = Stage(
        action=Action.FIRST,
        who=(),
        votes=(0,) * len(contest.candidates),
        non_transferable=0,
        explanation="There is no valid paper, so nobody can be elected by votes.",
    )
    return Count(
        rule=rule,
        contest=contest,
        papers=totals,
        stages=(nothing,),
        elected=(),
        ending=Ending.NO_VOTES,
        unfilled=contest.seats,
        seed=lots.seed,
        remarks=withdrawn(contest),
        notes=papers.notes,
    )
