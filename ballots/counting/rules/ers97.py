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
from ballots.counting.stv import reserving, said, said_ers97
from ballots.counting.stv.outcome import record
from ballots.counting.stv.piles import Sorted
from ballots.counting.stv.settling import Settled, Tie, settle
from ballots.counting.stv.table import Table
from ballots.counting.stv.ties import Pick, narrow

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
    _sort_first(table)
    initial = words(table.quota, RULE.places)
    try:
        _end_first_stage(table)
        while table.places and not _can_fill_what_is_left(table):
            _next_stage(table)
    except LotNeeded as needed:
        return record(table, needed, initial_quota=initial)
    _fill_what_is_left(table)
    return record(table, initial_quota=initial)


# --- 5.1 First stage --------------------------------------------------------------------------


def _sort_first(table: Table) -> None:
    """Sort by first preference and find the quota (5.1.1 to 5.1.6)."""
    table.open(Action.FIRST)
    table.sort_first()
    table.note_point()
    table.quota = _quota(table)
    table.explain(*said_ers97.first_stage(table))


def _end_first_stage(table: Table) -> None:
    """See who has the quota (5.1.7, 5.1.8)."""
    _deem_elected(table, "5.1.7")
    table.explain(said.nobody_yet(table))
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
    while table.places and (may := reserving.eligible(table)):
        most = max(table.votes[holder] for holder in may)
        active = _total_active_vote(table)
        # Where nobody has a vote left, nought would be enough for (b), and elect anyone at all.
        if not most or (most < table.quota and most * (table.places + 1) < active):
            return
        equal = [holder for holder in may if table.votes[holder] == most]
        if len(equal) > table.places:
            chosen, at = narrow(equal, table.points, max)
            table.explain(said_ers97.more_than_places(table, equal, chosen, at))
            if len(chosen) > table.places:
                return
            equal = chosen
        for holder in reserving.in_turn(table, equal):
            table.explain(said_ers97.has_enough(table, holder, active, paragraph))
            table.elect(holder)
            table.explain(said.reopened(table, holder))
            active = _total_active_vote(table)


# --- 5.2 Subsequent stages --------------------------------------------------------------------


def _next_stage(table: Table) -> None:
    """Transfer a surplus, or exclude those with the fewest votes (5.2.1 to 5.2.7)."""
    if doomed := reserving.doomed(table):
        _exclude(table, doomed, reserving.said_doomed(table, doomed))
        return
    lowest = _excludable_together(table)
    if table.with_surplus and not lowest:
        _transfer_surplus(table)
        return
    settled = None
    if not lowest:
        settled = _fewest(table)
        lowest = [settled.holder]
    rest = [holder for holder in table.continuing if holder not in lowest]
    if reserving.can_all_be_elected(table, rest):
        _elect_all_but(table, lowest, settled)
    else:
        guarded = reserving.said_guarded(table, lowest[-1])
        _exclude(table, lowest, guarded, *said_ers97.exclusion(table, lowest, settled))


def _excludable_together(table: Table) -> list[int]:
    """Find as many of the lowest as can be excluded together (5.2.5), surpluses deferred (5.2.2).

    (a) Enough candidates must remain to fill the places, and (b) their votes and all the surpluses
    must not exceed the votes of the candidate next above. Two who tie are not parted here.
    """
    may_go = reserving.excludable(table)
    ascending = [holder for holder in table.by_votes()[::-1] if holder in may_go]
    total = sum(table.votes[holder] - table.quota for holder in table.with_surplus)
    group = 0
    for size in range(1, min(len(table.continuing) - table.places + 1, len(ascending))):
        votes, above = table.votes[ascending[size - 1]], table.votes[ascending[size]]
        total += votes
        if not reserving.may_go_together(table, ascending[:size]):
            break
        if total <= above and votes < above:
            group = size
    return sorted(ascending[:group])


def _largest_surplus(table: Table) -> Settled:
    """Choose the largest surplus; ties by the earliest point where they differed (5.2.3)."""
    total = max(table.votes[holder] for holder in table.with_surplus)
    largest = [holder for holder in table.with_surplus if table.votes[holder] == total]
    return settle(table, largest, _tie(table, "whose surplus goes first", max, "5.2.3"))


def _fewest(table: Table) -> Settled:
    """Choose the candidate with the fewest votes; ties by the earliest point again (5.2.5)."""
    may_go = reserving.excludable(table)
    votes = min(table.votes[holder] for holder in may_go)
    fewest = [holder for holder in may_go if table.votes[holder] == votes]
    return settle(table, fewest, _tie(table, "who is excluded", min, "5.2.5"))


def _tie(table: Table, what: str, pick: Pick, paragraph: str) -> Tie:
    """Look from the first stage on, and then draw a lot."""
    return Tie(what, pick, table.points, "the earliest point", paragraph, paragraph)


# --- 5.3 Transfer of a surplus ----------------------------------------------------------------


def _transfer_surplus(table: Table) -> None:
    """Transfer the largest surplus, by the papers that came last (5.3.1 to 5.3.13)."""
    waiting = len(table.with_surplus)
    settled = _largest_surplus(table)
    holder = settled.holder
    surplus = table.votes[holder] - table.quota

    draft = table.open(Action.SURPLUS, holder)
    table.explain(*said_ers97.surplus(table, settled, waiting))
    batch = table.last_batch(holder)
    found = table.sort([batch])
    onward = [each for each in found if table.reason(each) is None]
    ended = [each for each in found if table.reason(each)]
    papers = sum(each.papers for each in onward)
    table.explain(said_ers97.looked_at(table, holder, papers, sum(each.papers for each in ended)))
    if papers * batch.value > surplus:
        value = surplus // papers
        table.explain(said_ers97.reduced(table, surplus, papers, value))
    else:
        value = batch.value
        table.explain(said_ers97.not_reduced(table, papers, value))
    draft.transfer_value = value
    for each in onward:
        table.move(each, value)
    if value == batch.value:
        _let_go(table, ended, value)
        table.lose(holder, table.votes[holder] - table.quota, Exhausted.UNCARRIED)
    table.lose(holder, table.votes[holder] - table.quota)
    table.explain(said.lost(table))
    table.note_point()
    _deem_elected(table, "5.3.13")
    table.close()


def _let_go(table: Table, ended: list[Sorted], value: int) -> None:
    """Let what transferable papers leave of a surplus go with those that end (5.3.9)."""
    for each in ended:
        holder = each.bundle.holder
        left = table.votes[holder] - table.quota
        if why := table.reason(each):
            table.lose(holder, min(left, each.papers * value), why, each.papers, value)


# --- 5.4 Transfer of the votes of excluded candidates -------------------------------------------


def _exclude(table: Table, lowest: list[int], *sentences: str) -> None:
    """Exclude the lowest and transfer their papers, batch by batch (5.4.1 to 5.4.15)."""
    draft = table.open(Action.EXCLUDE, *lowest)
    table.explain(*sentences)
    table.exclude(lowest)
    bundles = [bundle for holder in lowest for bundle in table.bundles(holder)]
    bundles.sort(key=lambda bundle: -bundle.value)
    batches = [(value, list(same)) for value, same in groupby(bundles, lambda each: each.value)]
    stage = f"stage {len(table.drafts)}"
    for done, (value, batch) in enumerate(batches):
        before = len(draft.transfers)
        found = table.sort(batch)
        for each in found:
            table.move(each, value)
        papers = sum(each.papers for each in found)
        table.explain(said_ers97.batch(table, papers, value, done, len(batches)))
        table.explain(said.lost(table, since=before))
        is_last = done + 1 == len(batches)
        table.note_point(
            stage if is_last else f"{stage}, after the papers worth {table.say(value)}"
        )
        _reduce_quota(table)
        _deem_elected(table, "5.4.9")
        if not table.places and not is_last:
            table.explain(said_ers97.others_stay())
            break
    table.close()


def _reduce_quota(table: Table) -> None:
    """Find the quota anew while nobody is elected, without what is non-transferable (5.4.8)."""
    if table.elected:
        return
    before, table.quota = table.quota, _quota(table)
    if table.quota < before:
        table.explain(said_ers97.quota_falls(table))


# --- 5.5 Completion of the count ----------------------------------------------------------------


def _elect_all_but(table: Table, lowest: list[int], settled: Settled | None) -> None:
    """Deem elected all whom a proposed exclusion would leave, without a transfer (5.5.1)."""
    last = [holder for holder in table.by_votes() if holder not in lowest]
    table.explain(said_ers97.left_over(table, lowest, last, settled))
    _elect_last(table, last)


def _can_fill_what_is_left(table: Table) -> bool:
    """Say whether there is a place for everyone who is left."""
    return reserving.can_all_be_elected(table, reserving.eligible(table))


def _fill_what_is_left(table: Table) -> None:
    """Deem elected all who stand, where they are no more than the places."""
    table.explain(reserving.said_left_out(table))
    may = reserving.eligible(table)
    last = [holder for holder in table.left_over() if holder in may][: table.places]
    if last:
        table.explain(said_ers97.no_more_than_places(table, last))
    _elect_last(table, last)


def _elect_last(table: Table, last: list[int]) -> None:
    table.explain(said.left_open(table, last))
    for holder in last:
        table.elect(holder)
    table.close()
