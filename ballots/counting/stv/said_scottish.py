"""What a count by the Scottish rules says of each of its stages."""

from ballots.counting.stv import said
from ballots.counting.stv.settling import Settled
from ballots.counting.stv.table import Table
from ballots.counting.words import many


def first_stage(table: Table) -> tuple[str, ...]:
    """Say how the quota comes about."""
    quota = table.say_votes(table.quota)
    return (
        said.sorted_first(table, "rule 46(1)"),
        f"{said.valid_divided(table)}, leaving out any fraction, and plus one: {quota} (rule 47).",
    )


def has_quota(table: Table, holder: int) -> str:
    """Say that somebody has the quota."""
    return f"{said.has_quota(table, holder)} (rule 48(1))."


def surplus(table: Table, settled: Settled, waiting: int) -> tuple[str, ...]:
    """Say whose surplus is transferred, why this one, and at what values."""
    holder = settled.holder
    total = table.votes[holder]
    above = total - table.quota
    which = "" if waiting == 1 or settled.sentence else ", the largest surplus"
    rule = "rule 49(1)" if waiting == 1 else "rule 50(1)"
    return (
        settled.sentence,
        f"{table.names(holder)} has {table.say_votes(above)} more than the quota{which} ({rule}).",
        _where_to(table, holder),
        (
            f"Each takes its value multiplied by {table.say(above)} and divided by "
            f"{table.say(total)}, cut to five decimal places (rule 49(3))."
        ),
    )


def _where_to(table: Table, holder: int) -> str:
    """Say where the papers of a surplus go."""
    if table.number(holder) == table.contest.ron and table.further_ron in table.continuing:
        return f"All these papers go to {table.names(table.further_ron)} (NUS model ruling)."
    return (
        "All papers of this candidate are sorted by next preference for a candidate still in the "
        "count (rule 49(1))."
    )


def each_takes(table: Table, value: int) -> str:
    """Say what a paper is worth from now on, where that is the same for all."""
    return f"A paper worth 1 so far is now worth {table.say(value)}."


def exclusion(table: Table, settled: Settled, votes: int) -> tuple[str, ...]:
    """Say who is excluded, and why."""
    name = table.names(settled.holder)
    return (
        "No surplus is waiting, so a candidate has to be excluded (rule 51(1)).",
        settled.sentence,
        f"{name} is excluded."
        if settled.sentence
        else f"{name} has the fewest votes, {table.say(votes)}, and is excluded.",
    )


def passed_on(votes: int) -> str:
    """Say at what value the papers of an excluded candidate go on."""
    if not votes:
        return "There are no votes to transfer."
    return (
        "The papers are sorted by next preference for a candidate still in the count, and each "
        "keeps the value at which it came (rule 51(2) to (4))."
    )


def left_where_they_are(table: Table, *out: int) -> str:
    """Say why the papers of whoever is excluded last do not move."""
    return (
        f"The papers of {table.names(*out)} stay where they are, as the last vacancies can be "
        "filled without them (rule 53(2))."
    )


def last_vacancies(table: Table, last: list[int]) -> str:
    """Say that those left over fill the last places."""
    if len(last) == table.places:
        why = f"Just as many candidates are left as places to fill, {table.places}"
    else:
        why = f"Fewer candidates are left than the {many(table.places, 'place')} to fill"
    return (
        f"{why}, so {table.names(*last)} {'is' if len(last) == 1 else 'are'} deemed elected "
        "(rule 53(1))."
    )
