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
from ballots.counting.sheet.wording import many
from ballots.counting.stv.table import Table
from ballots.counting.stv.ties import Tie

PLACES: Final = 5

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
            if waiting := [each for each in table.elected if table.votes[each] > table.quota]:
                _transfer_surplus(table, waiting)
            else:
                _exclude(table)
    except LotNeeded as needed:
        return table.count(needed)
    return table.count()


def _first_stage(table: Table) -> None:
    """Sort by first preference (rule 46), find the quota (rule 47), see who has it (rule 48)."""
    table.open(Action.FIRST)
    table.sort_first()
    valid, seats = table.totals.valid, table.contest.seats
    table.quota = (valid // (seats + 1) + 1) * table.one
    table.explain(
        f"The {many(valid, 'valid paper')} are sorted by first preference (rule 46(1))."
        if valid > 1
        else "There is one valid paper (rule 46(1)).",
        f"The quota is {valid:,} divided by {seats + 1}, one more than the places to fill, without "
        f"any fraction, plus one: {table.say_votes(table.quota)} (rule 47).",
    )
    _close(table)


def _close(table: Table) -> None:
    """Deem elected whoever has the quota at the end of a stage (rule 48(1))."""
    for holder in table.by_votes():
        if not table.places or table.votes[holder] < table.quota:
            break
        table.elect(holder)
        table.explain(
            f"{table.names(holder)} has {table.say_votes(table.votes[holder])}, no less than the "
            f"quota, and is deemed elected (rule 48(1)).",
        )
        table.explain_ron(holder)
    table.note_point()
    table.close()


def _transfer_surplus(table: Table, waiting: list[int]) -> None:
    """Pass on the largest surplus (rules 49 and 50)."""
    largest = max(table.votes[holder] for holder in waiting)
    tied = [holder for holder in waiting if table.votes[holder] == largest]
    holder = table.settle(
        tied,
        Tie(
            table.points[::-1],
            max,
            "whose surplus is transferred first",
            "the most recent stage",
            "rule 50(2)",
            "rule 50(3)",
        ),
    )
    surplus, total = table.votes[holder] - table.quota, table.votes[holder]
    draft = table.open(Action.SURPLUS, holder)
    bundles = table.bundles(holder)
    for found in table.sort(bundles):
        table.move(found, surplus * found.bundle.value // total)
    table.lose(holder, table.votes[holder] - table.quota)
    if len(bundles) == 1:
        draft.transfer_value = surplus * bundles[0].value // total
    first = ", the largest of those waiting (rule 50(1))" if len(waiting) > 1 else ""
    table.explain(
        f"{table.names(holder)} has {table.say_votes(surplus)} more than the quota{first}.",
        "Every paper passes on to its next preference for a candidate still in the count, at its "
        f"value multiplied by {table.say(surplus)} and divided by {table.say(total)}, cut to five "
        "decimal places"
        + (
            f": {table.say(draft.transfer_value)} of a vote each"
            if draft.transfer_value is not None
            else ""
        )
        + " (rule 49(3)).",
    )
    table.explain_lost()
    _close(table)


def _exclude(table: Table) -> None:
    """Exclude the candidate with the fewest votes (rules 51 and 52)."""
    fewest = min(table.votes[holder] for holder in table.continuing)
    tied = [holder for holder in table.continuing if table.votes[holder] == fewest]
    holder = table.settle(
        tied,
        Tie(
            table.points[::-1],
            min,
            "who is excluded",
            "the most recent stage",
            "rule 52(2)(a)",
            "rule 52(2)(b)",
        ),
    )
    table.open(Action.EXCLUDE, holder)
    table.exclude([holder])
    has = f"{table.names(holder)} has the fewest votes, {table.say(fewest)},"
    if len(tied) > 1:
        has = f"{table.names(holder)}, with {table.say_votes(fewest)},"
    table.explain(f"No surplus waits to be transferred. {has} and is excluded (rule 51(1)).")
    if table.rule is RULE_STOPPING and len(table.continuing) <= table.places:
        table.explain(
            f"The papers of {table.names(holder)} are not transferred, as the last vacancies can "
            "be filled without that (rule 53(2))."
        )
    else:
        for found in table.sort(table.bundles(holder)):
            table.move(found, found.bundle.value)
        table.explain(
            "Each paper passes on, at the value it had, to its next preference for a candidate "
            "still in the count (rule 51(3) and (4))."
            if fewest
            else "There is no vote to pass on."
        )
        table.explain_lost()
    _close(table)


def _fill_last_vacancies(table: Table) -> bool:
    """Deem all elected where no more continue than there are vacancies (rule 53(1))."""
    if len(table.continuing) > table.places:
        return False
    last = table.by_votes()
    if last:
        table.explain(
            f"{many(table.places, 'place')} {'is' if table.places == 1 else 'are'} left, and "
            f"{many(len(last), 'candidate')}: {table.names(*last)} "
            f"{'is' if len(last) == 1 else 'are'} deemed elected (rule 53(1))."
        )
    for holder in last:
        table.elect(holder)
    table.close()
    return True
