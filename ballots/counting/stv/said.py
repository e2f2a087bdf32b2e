"""Sentences that both rules say alike."""

from ballots.counting.record import Exhausted
from ballots.counting.stv.table import Table
from ballots.counting.words import listed


def sorted_first(table: Table, paragraph: str) -> str:
    """Say that the papers are sorted by first preference."""
    valid = table.totals.valid
    papers = "only valid paper is" if valid == 1 else f"{valid:,} valid papers are"
    return f"The {papers} sorted by first preference ({paragraph})."


def valid_divided(table: Table) -> str:
    """Begin to say how the quota comes about."""
    return (
        f"The quota is {table.totals.valid:,} divided by {table.contest.seats + 1}, one more than "
        "the places to fill"
    )


def has_quota(table: Table, holder: int) -> str:
    """Say that somebody has the quota, up to the citation."""
    votes = table.votes[holder]
    how = "exactly" if votes == table.quota else "more than"
    has = f"{table.names(holder)} has {table.say_votes(votes)}"
    return f"{has}, {how} the quota, and is deemed elected"


def nobody_yet(table: Table) -> str:
    """Say so where nobody has been elected."""
    return "" if table.elected else "Nobody has that many yet."


def lost(table: Table, since: int = 0) -> str:
    """Say how many votes became non-transferable in this stage, or since so many transfers."""
    votes = dict.fromkeys(Exhausted, 0)
    for transfer in table.drafts[-1].transfers[since:]:
        if transfer.why:
            votes[transfer.why] += transfer.votes
    reasons = [why for why in Exhausted if votes[why]]
    if not reasons:
        return ""
    total = sum(votes.values())
    said = f"{table.say_votes(total)} {'becomes' if total == table.one else 'become'}"
    if len(reasons) == 1:
        return f"{said} non-transferable ({reasons[0].value})."
    return f"{said} non-transferable: " + (
        listed([f"{table.say(votes[why])} ({why.value})" for why in reasons]) + "."
    )


def left_open(table: Table, last: list[int]) -> str:
    """Say that one of those who fill the last places leaves its place open, where it is RON."""
    took = [holder for holder in last if table.number(holder) == table.contest.ron]
    if not took:
        return ""
    return f"The place of {table.names(*took)} stays unfilled (NUS model ruling on RON and STV)."


def reopened(table: Table, holder: int) -> str:
    """Say what it means that a holder is elected, where it is RON."""
    if table.number(holder) != table.contest.ron:
        return ""
    return (
        "So one place stays unfilled. What it has above the quota, and all it gets from now on, "
        f"goes to {table.names(table.further_ron)} (NUS model ruling on RON and STV)."
    )
