"""The settling of a tie at the counting table, with the sentences that say how."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.counting.stv.table import Table
from ballots.counting.stv.ties import Pick, Point, narrow


@dataclass(frozen=True, slots=True)
class Tie:
    """How a rule settles a tie: at which points it looks, in order, and what it asks of a lot.

    `what` says what is decided, as in "who is excluded", and `which` what the point is, as in "the
    earliest point". `rule` and `lot` are the paragraphs that look back, and that draw a lot.
    """

    what: str
    pick: Pick
    points: Sequence[Point]
    which: str
    rule: str
    lot: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Who is chosen, and what that rests on: nothing to be said where nobody tied."""

    holder: int
    sentence: str = ""


def settle(table: Table, tied: Sequence[int], tie: Tie) -> Settled:
    """Choose one of those who tie. Raises LotNeeded where it takes a lot that nobody has drawn."""
    if len(tied) == 1:
        return Settled(tied[0])
    votes = f"have {table.say_votes(table.votes[tied[0]])} each"
    chosen, at = narrow(tied, tie.points, tie.pick)
    had = f"{table.names(*chosen)} had {'the most' if tie.pick is max else 'the fewest'} of them"
    looked = (
        f"{table.names(*tied)} {votes}. At {at}, {tie.which} at which they differ, {had} "
        f"({tie.rule})."
        if at
        else f"{table.names(*tied)} {votes}, and had as many as each other all along."
    )
    by_number = {table.number(holder): holder for holder in chosen}
    if len(by_number) == 1:  # where all are RON, it makes no difference which of them
        return Settled(chosen[0], looked)
    why = f"{table.names(*chosen)} {votes}: {tie.what}"
    drawn = by_number[table.lots.draw(sorted(by_number), why=why, rule=tie.lot)]
    by_lot = f"So a lot decides {tie.what}, and falls on {table.names(drawn)} ({tie.lot})."
    return Settled(drawn, f"{looked} {by_lot}")
