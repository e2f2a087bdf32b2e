"""Scottish STV: the rules of Scottish council elections, with fractions to five decimal places.

The Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53; the
Order of 2007 has the same words as its rules 45 to 52. In short:

* 46, 47: papers are sorted by first preference. The quota is the valid papers divided by one more
  than the places, without the fraction, plus one.
* 48: whoever has the quota at any stage is deemed elected.
* 49, 50: what an elected candidate has above the quota is passed on, the largest surplus first,
  whoever was elected first. Every paper of theirs moves, at its own value multiplied by the surplus
  and divided by all their votes, cut to five places.
* 51, 52: with no surplus to pass on, the candidate with the fewest votes is excluded, one at a
  time, and the papers pass on at the value they had. Ties are settled by the most recent earlier
  stage at which they differed, and else by lot.
* 53: as many candidates as vacancies, and they are deemed elected; no further transfer is made.

There are two endings. By rule 53(2) the papers of the candidate excluded last stay where they are:
`count_stopping`. Official reports print that transfer all the same: `count`. Both elect the same.
"""

from typing import Final

from ballots.counting import outcomes
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import LotNeeded, Lots
from ballots.counting.record import Action, Count, Rule
from ballots.counting.stv import reserving, said, said_scottish
from ballots.counting.stv.outcome import record
from ballots.counting.stv.settling import Tie, settle
from ballots.counting.stv.table import Table

PLACES: Final = 5

_RECENT: Final = "the most recent stage"  # where a tie looks back to

RULE: Final = Rule(
    code="scottish",
    name="Scottish STV",
    text=(
        "Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to "
        "53; the papers of the candidate excluded last are transferred, as official reports show."
    ),
    places=PLACES,
)

RULE_STOPPING: Final = Rule(
    code="scottish-stop",
    name="Scottish STV, stopping at the last vacancies",
    text=(
        "Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to "
        "53; by rule 53(2) no transfer is made once the last vacancies can be filled."
    ),
    places=PLACES,
)


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count with the last transfer printed, as the official reports of Scottish councils do."""
    return _count(RULE, contest, papers, lots)


def count_stopping(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count until the last vacancies can be filled, and transfer nothing more (rule 53(2))."""
    return _count(RULE_STOPPING, contest, papers, lots)


def _count(rule: Rule, contest: Contest, papers: Papers, lots: Lots) -> Count:
    table = Table(rule, contest, papers, lots)
    if not table.totals.valid:
        return outcomes.no_votes(rule, contest, table.totals, papers, lots)
    try:
        _first_stage(table)
        while table.places and not _fill_last_vacancies(table):
            if doomed := reserving.doomed(table):
                _take_out(table, doomed, reserving.said_doomed(table, doomed))
            elif table.with_surplus:
                _transfer_surplus(table)
            else:
                _exclude(table)
    except LotNeeded as needed:
        return record(table, needed)
    return record(table)


def _first_stage(table: Table) -> None:
    """Sort by first preference (rule 46), find the quota (rule 47), see who has it (rule 48)."""
    table.open(Action.FIRST)
    table.sort_first()
    table.quota = (table.totals.valid // (table.contest.seats + 1) + 1) * table.one
    table.explain(*said_scottish.first_stage(table))
    _end_stage(table)
    table.explain(said.nobody_yet(table))


def _end_stage(table: Table) -> None:
    """Deem elected whoever has the quota at the end of a stage (rule 48(1))."""
    has_quota = [holder for holder in table.by_votes() if table.votes[holder] >= table.quota]
    for holder in reserving.in_turn(table, has_quota):
        table.explain(said_scottish.has_quota(table, holder))
        table.elect(holder)
        table.explain(said.reopened(table, holder))
    table.note_point()
    table.close()


def _transfer_surplus(table: Table) -> None:
    """Transfer the largest surplus (rules 49 and 50)."""
    waiting = table.with_surplus
    total = max(table.votes[holder] for holder in waiting)
    largest = [holder for holder in waiting if table.votes[holder] == total]
    back = table.points[::-1]
    tie = Tie("whose surplus goes first", max, back, _RECENT, "rule 50(2)", "rule 50(3)")
    settled = settle(table, largest, tie)
    holder = settled.holder
    surplus = total - table.quota

    draft = table.open(Action.SURPLUS, holder)
    table.explain(*said_scottish.surplus(table, settled, len(waiting)))
    bundles = table.bundles(holder)
    for found in table.sort(bundles):
        table.move(found, surplus * found.bundle.value // total)
    table.lose(holder, table.votes[holder] - table.quota)
    if len(bundles) == 1 and bundles[0].value == table.one:
        draft.transfer_value = surplus * table.one // total
        table.explain(said_scottish.each_takes(table, draft.transfer_value))
    table.explain(said.lost(table))
    _end_stage(table)


def _exclude(table: Table) -> None:
    """Exclude the candidate with the fewest votes (rules 51 and 52)."""
    may_go = reserving.excludable(table)
    votes = min(table.votes[holder] for holder in may_go)
    lowest = [holder for holder in may_go if table.votes[holder] == votes]
    back = table.points[::-1]
    tie = Tie("who is excluded", min, back, _RECENT, "rule 52(2)(a)", "rule 52(2)(b)")
    settled = settle(table, lowest, tie)
    guarded = reserving.said_guarded(table, settled.holder)
    _take_out(table, [settled.holder], guarded, *said_scottish.exclusion(table, settled, votes))


def _take_out(table: Table, out: list[int], *sentences: str) -> None:
    """Exclude, and pass the papers on at the value that they have (rule 51)."""
    table.open(Action.EXCLUDE, *out)
    table.explain(*sentences)
    votes = sum(table.votes[holder] for holder in out)
    table.exclude(out)
    if table.rule is RULE_STOPPING and _can_fill_last_vacancies(table):
        table.explain(said_scottish.left_where_they_are(table, *out))
    else:
        table.explain(said_scottish.passed_on(votes))
        for found in table.sort([bundle for holder in out for bundle in table.bundles(holder)]):
            table.move(found, found.bundle.value)
        table.explain(said.lost(table))
    _end_stage(table)


def _can_fill_last_vacancies(table: Table) -> bool:
    """Say whether there is a place for everyone who is left."""
    return reserving.can_all_be_elected(table, reserving.eligible(table))


def _fill_last_vacancies(table: Table) -> bool:
    """Deem all elected where no more continue than there are vacancies (rule 53(1))."""
    if not _can_fill_last_vacancies(table):
        return False
    table.explain(reserving.said_left_out(table))
    may = reserving.eligible(table)
    if last := [holder for holder in table.left_over() if holder in may]:
        table.explain(said_scottish.last_vacancies(table, last))
    table.explain(said.left_open(table, last))
    for holder in last:
        table.elect(holder)
    table.close()
    return True
