"""ERS97 STV: the rules of the Electoral Reform Society, for counts by hand, to two decimal places.

Robert A. Newland and Frank S. Britton, "How to conduct an election by the Single Transferable
Vote", 3rd edition, Electoral Reform Society 1997, section 5 and the glossary in section 6. Each
function below is one of its sections, and names the paragraphs that it follows.
"""

from itertools import groupby
from typing import Final

from ballots.counting import outcomes
from ballots.counting.amounts import words
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import LotNeeded, Lots
from ballots.counting.record import Action, Count, Exhausted, Rule
from ballots.counting.sheet.wording import many
from ballots.counting.stv.table import Table
from ballots.counting.stv.ties import Tie, narrow

RULE: Final = Rule(
    code="ers97",
    name="ERS97 STV",
    text=(
        "R. A. Newland and F. S. Britton, How to conduct an election by the Single Transferable "
        "Vote, 3rd edition, Electoral Reform Society 1997, section 5."
    ),
    places=2,
)


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count by ERS97: the first stage (5.1), then surpluses and exclusions until it is complete."""
    table = Table(RULE, contest, papers, lots)
    if not table.totals.valid:
        return outcomes.no_votes(RULE, contest, table.totals, papers, lots)
    _first_stage(table)
    initial = words(table.quota, RULE.places)
    try:
        while table.places and len(table.continuing) > table.places:
            _next_stage(table)
    except LotNeeded as needed:
        return table.count(needed, initial_quota=initial)
    _complete(table)
    return table.count(initial_quota=initial)


# --- 5.1 First stage --------------------------------------------------------------------------


def _first_stage(table: Table) -> None:
    """Sort by first preference, find the quota, see who has it (5.1.1 to 5.1.8)."""
    table.open(Action.FIRST)
    table.sort_first()
    table.note_point()
    valid, seats = table.totals.valid, table.contest.seats
    table.quota = _quota(table)
    table.explain(
        f"The {many(valid, 'valid paper')} {'is' if valid == 1 else 'are'} sorted by first "
        "preference (5.1.2).",
        f"The quota is {valid:,} divided by {seats + 1}, one more than the places to fill, rounded "
        f"up to two decimal places: {table.say_votes(table.quota)} (5.1.6).",
    )
    _deem_elected(table, "5.1.7")
    table.close()


def _quota(table: Table) -> int:
    """Divide the votes that still count by one more than the places, rounding up (5.1.6)."""
    votes = table.totals.valid * table.one - table.non_transferable
    return -(-votes // (table.contest.seats + 1))


def _total_active_vote(table: Table) -> int:
    """Add up the votes of those who continue and all that await transfer (6.20).

    These are surpluses, and papers of an excluded candidate that have not been reached yet. It
    comes to the total valid vote less what is non-transferable, and less the quota, or the actual
    votes if less, of each candidate deemed elected (5.6.1).
    """
    settled = sum(min(table.votes[holder], table.quota) for holder in table.elected)
    return table.totals.valid * table.one - table.non_transferable - settled


def _deem_elected(table: Table, paragraph: str) -> None:
    """Deem elected whoever has enough, in descending order of votes (5.1.7, 5.3.13, 5.4.9).

    Enough is (a) the quota, or (b) the total active vote divided by one more than the places left.
    """
    while table.places and table.continuing:
        most = max(table.votes[holder] for holder in table.continuing)
        active = _total_active_vote(table)
        has_quota = most >= table.quota
        # Where nobody has a vote left, nought would be enough for (b), and elect anyone at all.
        if not most or not (has_quota or most * (table.places + 1) >= active):
            return
        equal = [holder for holder in table.continuing if table.votes[holder] == most]
        chosen = equal
        if len(equal) > table.places:
            chosen, at = narrow(equal, table.points, max)
            if len(chosen) > table.places:
                table.explain(
                    f"{table.names(*equal)} have {table.say_votes(most)} each, which is enough. "
                    f"But {many(table.places, 'place')} cannot hold them all, and they were equal "
                    "all along, so none of them is deemed elected at this stage (5.6.2)."
                )
                return
            table.explain(
                f"{table.names(*equal)} have {table.say_votes(most)} each, with "
                f"{many(table.places, 'place')} for them; {table.names(*chosen)} had more at {at}, "
                "the earliest point at which they differed (5.6.2)."
            )
        for holder in chosen:
            enough = (
                f"no less than the quota ({paragraph}(a))"
                if has_quota
                else f"no less than {table.say(active)}, the votes still active, divided by "
                f"{table.places + 1}, one more than the places left ({paragraph}(b))"
            )
            table.elect(holder)
            table.explain(
                f"{table.names(holder)} has {table.say_votes(most)}, {enough}, and is deemed "
                "elected."
            )
            table.explain_ron(holder)


# --- 5.2 Subsequent stages --------------------------------------------------------------------


def _next_stage(table: Table) -> None:
    """Transfer a surplus, or exclude those with the fewest votes (5.2.1 to 5.2.7)."""
    waiting = [each for each in table.elected if table.votes[each] > table.quota]
    surpluses = sum(table.votes[each] - table.quota for each in waiting)
    lowest = _excludable(table, surpluses)
    if waiting and not lowest:
        _transfer_surplus(table, _largest_surplus(table, waiting))
        return
    if not lowest:
        lowest = [_fewest(table)]
    if len(table.continuing) - len(lowest) == table.places:
        _elect_all_but(table, lowest)
    else:
        _exclude(table, lowest, surpluses)


def _excludable(table: Table, surpluses: int) -> list[int]:
    """Find as many of the lowest as can be excluded together (5.2.5), for 5.2.2 too.

    (a) Enough candidates must remain to fill the places, and (b) their votes with all deferred
    surpluses must not exceed the votes of the candidate next above. Two who tie are never parted.
    """
    ascending = table.by_votes()[::-1]
    most = len(ascending) - table.places
    total, group = surpluses, 0
    for size in range(1, most + 1):
        votes, above = table.votes[ascending[size - 1]], table.votes[ascending[size]]
        total += votes
        if total <= above and votes < above:
            group = size
    return ascending[:group]


def _largest_surplus(table: Table, waiting: list[int]) -> int:
    """Choose the largest surplus; ties by the earliest point where they differed (5.2.3)."""
    largest = max(table.votes[holder] for holder in waiting)
    tied = [holder for holder in waiting if table.votes[holder] == largest]
    what = "whose surplus is transferred first"
    return table.settle(tied, Tie(table.points, max, what, "the earliest point", "5.2.3", "5.2.3"))


def _fewest(table: Table) -> int:
    """Choose the candidate with the fewest votes; ties by the earliest point again (5.2.5)."""
    fewest = min(table.votes[holder] for holder in table.continuing)
    tied = [holder for holder in table.continuing if table.votes[holder] == fewest]
    what = "who is excluded"
    return table.settle(tied, Tie(table.points, min, what, "the earliest point", "5.2.5", "5.2.5"))


# --- 5.3 Transfer of a surplus ----------------------------------------------------------------


def _transfer_surplus(table: Table, holder: int) -> None:
    """Pass on a surplus by the papers that were received last (5.3.1 to 5.3.13)."""
    surplus = table.votes[holder] - table.quota
    draft = table.open(Action.SURPLUS, holder)
    batch = table.last_batch(holder)
    found = table.sort([batch])
    onward = [each for each in found if table.reason(each) is None]
    papers = sum(each.papers for each in onward)
    exceeds = papers * batch.value > surplus
    value = surplus // papers if exceeds else batch.value
    draft.transfer_value = value
    for each in onward:
        table.move(each, value)
    table.explain(
        f"{table.names(holder)} has {table.say_votes(surplus)} more than the quota, and no "
        "candidate can safely be excluded before these are transferred (5.2.2).",
        f"The papers received last are sorted by next preference for a candidate still in the "
        f"count; {many(papers, 'paper')} can be transferred (5.3.2, 5.3.3).",
    )
    if exceeds:
        table.lose(holder, table.votes[holder] - table.quota)
        table.explain(
            f"Each is now worth {table.say(surplus)} divided by {papers:,}, cut to two decimal "
            f"places: {table.say(value)} (5.3.7)."
        )
    else:
        for each in found:
            if why := table.reason(each):
                left = table.votes[holder] - table.quota
                table.lose(holder, min(left, each.papers * value), why, each.papers, value)
        table.lose(holder, table.votes[holder] - table.quota, Exhausted.NO_FURTHER)
        table.explain(
            f"At their present value of {table.say(value)} they do not exceed the surplus, so that "
            "value stays (5.3.7)."
        )
    table.explain_lost()
    table.note_point()
    _deem_elected(table, "5.3.13")
    table.close()


# --- 5.4 Transfer of the votes of excluded candidates -------------------------------------------


def _exclude(table: Table, lowest: list[int], deferred: int) -> None:
    """Exclude the lowest and pass their papers on, batch by batch (5.4.1 to 5.4.15)."""
    lowest = sorted(lowest)
    table.open(Action.EXCLUDE, *lowest)
    _explain_exclusion(table, lowest, deferred)
    table.exclude(lowest)
    bundles = [bundle for holder in lowest for bundle in table.bundles(holder)]
    bundles.sort(key=lambda bundle: -bundle.value)
    batches = [(value, list(same)) for value, same in groupby(bundles, lambda each: each.value)]
    for done, (value, batch) in enumerate(batches, start=1):
        for found in table.sort(batch):
            table.move(found, value)
        is_last = done == len(batches)
        stage = f"stage {len(table.drafts)}"
        table.note_point(stage if is_last else f"{stage}, after the papers of {table.say(value)}")
        _reduce_quota(table)
        _deem_elected(table, "5.4.9")
        if not table.places and not is_last:
            table.explain("All places are filled, so the other papers are not transferred (5.5.2).")
            break
    table.explain_lost()
    table.close()


def _explain_exclusion(table: Table, lowest: list[int], deferred: int) -> None:
    """Say why these are excluded, and why now."""
    has = f"{table.names(*lowest)} {'has' if len(lowest) == 1 else 'have'}"
    together = sum(table.votes[holder] for holder in lowest)
    above = [holder for holder in table.continuing if holder not in lowest]
    above.sort(key=lambda holder: table.votes[holder])
    next_above = f"{table.names(above[0])}, next above, has {table.say(table.votes[above[0]])}"
    if deferred:
        table.explain(
            f"Surpluses of {table.say_votes(deferred)} are deferred (5.2.2): {has} "
            f"{table.say(together)}, and even with all of these would not pass the next: "
            f"{next_above}."
        )
    elif len(lowest) > 1:
        table.explain(f"{has} {table.say_votes(together)} together; {next_above}.")
    else:
        table.explain(f"{has} the fewest votes, {table.say(together)}.")
    table.explain(
        f"{table.names(*lowest)} {'is' if len(lowest) == 1 else 'are'} excluded"
        f"{' together' if len(lowest) > 1 else ''} (5.2.5), and the papers pass on at the value "
        "they have, the most valuable first (5.4.1, 5.4.2)."
    )


def _reduce_quota(table: Table) -> None:
    """Find the quota anew while nobody is elected, without what is non-transferable (5.4.8)."""
    if table.elected:
        return
    before, table.quota = table.quota, _quota(table)
    if table.quota < before:
        table.explain(
            "Nobody is elected yet and papers have become non-transferable, so the quota falls to "
            f"{table.say(table.quota)} (5.4.8)."
        )


# --- 5.5 Completion of the count ----------------------------------------------------------------


def _elect_all_but(table: Table, lowest: list[int]) -> None:
    """Deem elected all whom a proposed exclusion would leave, without a transfer (5.5.1)."""
    last = [holder for holder in table.by_votes() if holder not in lowest]
    table.explain_told()
    table.explain(
        f"To exclude {table.names(*sorted(lowest))} next would leave just as many candidates as "
        f"places, so {table.names(*last)} {'is' if len(last) == 1 else 'are'} deemed elected "
        "(5.5.1)."
    )
    for holder in last:
        table.elect(holder)
    table.close()


def _complete(table: Table) -> None:
    """Fill what places there are where no more candidates than that stand."""
    last = table.by_votes()[: table.places]
    if last:
        table.explain(
            f"No more candidates stand than there are places, so {table.names(*last)} "
            f"{'is' if len(last) == 1 else 'are'} deemed elected (5.5.1)."
        )
    for holder in last:
        table.elect(holder)
    table.close()
