"""What a count by ERS97 says of each of its stages."""

from collections.abc import Sequence

from ballots.counting.stv import reserving, said
from ballots.counting.stv.settling import Settled
from ballots.counting.stv.table import Table
from ballots.counting.words import many


def first_stage(table: Table) -> tuple[str, ...]:
    """Say how the quota comes about."""
    quota = table.say_votes(table.quota)
    return (
        said.sorted_first(table, "5.1.2"),
        f"{said.valid_divided(table)}, any remainder rounded up to 0.01: {quota} (5.1.6).",
    )


def has_enough(table: Table, holder: int, active: int, paragraph: str) -> str:
    """Say that somebody has the quota, or enough of the total active vote."""
    votes, divisor = table.votes[holder], table.places + 1
    if votes >= table.quota:
        return f"{said.has_quota(table, holder)} ({paragraph}(a))."
    needed = table.say(-(-active // divisor))
    return (
        f"{table.say_votes(active)} are still active; divided by {divisor}, one more than the "
        f"places left, that makes {needed}. {table.names(holder)} has {table.say_votes(votes)} "
        f"and is deemed elected ({paragraph}(b))."
    )


def more_than_places(table: Table, equal: Sequence[int], chosen: Sequence[int], at: str) -> str:
    """Say who of those with equal votes is deemed elected where places do not suffice for all."""
    votes, places = table.say_votes(table.votes[equal[0]]), many(table.places, "place")
    only = f"but there {'is' if table.places == 1 else 'are'} only {places}"
    each = f"{table.names(*equal)} have {votes} each, which is enough, {only}"
    if len(chosen) > table.places:
        return f"{each}, and they were equal all along: none of them is elected yet (5.6.2)."
    return (
        f"{each}. At {at}, the earliest point at which they differ, {table.names(*chosen)} had the "
        "most of them (5.6.2)."
    )


def surplus(table: Table, settled: Settled, waiting: int) -> tuple[str, ...]:
    """Say whose surplus is transferred, and why now."""
    holder = settled.holder
    above = table.say_votes(table.votes[holder] - table.quota)
    which = "" if waiting == 1 or settled.sentence else ", the largest surplus"
    return (
        settled.sentence,
        f"{table.names(holder)} has {above} more than the quota{which}.",
        "That could still change who has the fewest votes, so it is transferred now (5.2.2).",
    )


def looked_at(table: Table, holder: int, onward: int, ended: int) -> str:
    """Say which papers of a surplus are looked at, and how many of them can be transferred."""
    papers = many(onward + ended, "paper")
    which, paragraph = f"Only the batch that came last is looked at, {papers}", "5.3.2"
    if table.has_only_first(holder):
        which, paragraph = f"All papers are looked at, {papers}", "5.3.1"
    if table.number(holder) == table.contest.ron and not ended:
        return f"{which}; they go to {table.names(table.further_ron)} ({paragraph}; NUS ruling)."
    can = f"{onward:,} of them can be transferred and {ended:,} cannot"
    if not ended or not onward:
        can = f"{'all' if onward else 'none'} of them can be transferred"
    return f"{which}; {can} ({paragraph}, 5.3.3)."


def reduced(table: Table, above: int, papers: int, value: int) -> str:
    """Say what each paper of a surplus is worth from now on."""
    return (
        f"Each of these now counts for {table.say(above)} divided by {papers:,}, cut to 0.01: "
        f"{table.say(value)} (5.3.7)."
    )


def not_reduced(table: Table, papers: int, value: int) -> str:
    """Say why the papers of a surplus keep their value."""
    if not papers:
        return ""
    return (
        f"At their present value of {table.say(value)} each, these do not exceed the surplus, so "
        "they keep it (5.3.7)."
    )


def exclusion(table: Table, lowest: list[int], settled: Settled | None) -> tuple[str, ...]:
    """Say who is excluded, and why these, and why together."""
    names, one = table.names(*lowest), len(lowest) == 1
    total = sum(table.votes[holder] for holder in lowest)
    deferred = sum(table.votes[holder] - table.quota for holder in table.with_surplus)
    has = f"{names} {'has' if one else 'have'} {table.say_votes(total)}"
    others = [holder for holder in table.continuing if holder not in lowest]
    may_go = reserving.excludable(table)
    above = min(
        [holder for holder in others if holder in may_go] or others,
        key=lambda holder: table.votes[holder],
    )
    next_above = f"{table.names(above)}, next above, has {table.say(table.votes[above])}"
    out = f"{'is' if one else 'are'} excluded{'' if one else ' together'} (5.2.5)"
    if deferred:
        return (
            (
                f"{has}{'' if one else ' together'}, and with every surplus still waiting "
                f"{table.say(total + deferred)}; {next_above}. So these surpluses can wait (5.2.2"
                f"{'(a)' if one else '(b)'}), and {names} {out}."
            ),
        )
    if not one:
        return (f"{has} together; {next_above}. So they {out}.",)
    if settled and settled.sentence:
        return (settled.sentence, f"{names} {out}.")
    return (f"{names} has the fewest votes, {table.say(total)}, and {out}.",)


def batch(table: Table, papers: int, value: int, done: int, batches: int) -> str:
    """Say that a batch of papers of one value is transferred, and which one."""
    what = f"{many(papers, 'paper')} worth {table.say(value)}{'' if papers == 1 else ' each'}"
    goes = f"{'is' if papers == 1 else 'are'} sorted by next preference"
    if batches == 1:
        return f"{what} {goes} (5.4.2)."
    if not done:
        return f"The most valuable papers come first: {what} {goes} (5.4.1, 5.4.2)."
    return f"Then {what} {goes} (5.4.11)."


def quota_falls(table: Table) -> str:
    """Say that the quota falls, and why."""
    return (
        "Papers have become non-transferable before anybody is elected, so the quota falls to "
        f"{table.say(table.quota)} (5.4.8)."
    )


def others_stay() -> str:
    """Say that the count stops within an exclusion."""
    return "All places are filled, so the other papers are not transferred (5.5.2)."


def left_over(table: Table, lowest: list[int], last: list[int], settled: Settled | None) -> str:
    """Say that those whom a proposed exclusion would leave are elected."""
    tie = f"{settled.sentence} " if settled and settled.sentence else ""
    return (
        f"{tie}Without {table.names(*lowest)}, who would be excluded next, just as many candidates "
        f"are left as places, {table.places}, so {table.names(*last)} "
        f"{'is' if len(last) == 1 else 'are'} deemed elected (5.5.1)."
    )


def no_more_than_places(table: Table, last: list[int]) -> str:
    """Say that all who stand are elected, as there are no more of them than places."""
    return (
        f"There are no more candidates left than places to fill, {table.places}, so "
        f"{table.names(*last)} {'is' if len(last) == 1 else 'are'} deemed elected (5.5.1)."
    )
