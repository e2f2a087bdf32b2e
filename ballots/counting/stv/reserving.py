"""Reserved places in a count by STV: who is doomed, and who is guarded.

The rules of STV know no reserved places; this is how constraints are added to them, after I. D.
Hill, Voting matters 9 (1998), and J. Otten, Voting matters 13 (2001). Some of the places are for
candidates with a tag, and the general ones for anybody. In the course of the count

* a candidate is *doomed* who could take no place beside those elected already, because all that are
  left are reserved for others: such a candidate is excluded at once, whatever the votes;
* a candidate is *guarded* without whom a reserved place could not be filled any more: such a
  candidate is passed over when someone has to be excluded.

A place for which nobody stands any more who may take it stays vacant, and is never given to
somebody else. Re-open nominations may take any place, as it only leaves it open. Where a contest
has no reserved places nobody is ever doomed or guarded.
"""

from collections.abc import Iterable, Iterator, Sequence

from ballots.counting.contest import Contest
from ballots.counting.lots import LotNeeded
from ballots.counting.places import GENERAL
from ballots.counting.stv.settling import Tie, settle
from ballots.counting.stv.table import Table
from ballots.counting.words import labels, listed


def places(contest: Contest, numbers: Sequence[int]) -> list[tuple[str, int | None]]:
    """Give each place to one of some candidates: as many of them as possible, the first first.

    A candidate who is placed stays so, perhaps elsewhere, when another comes: this is Kuhn's
    algorithm for the largest matching. Several RONs are one number more than once.
    """
    kinds = [each.tag for each in contest.reserved for _ in range(each.seats)]
    kinds = (kinds + [GENERAL] * contest.seats)[: contest.seats]
    holders: list[int | None] = [None] * len(kinds)

    def seat(number: int, tried: set[int]) -> bool:
        for place, kind in enumerate(kinds):
            if place in tried or not _may_take(contest, number, kind):
                continue
            tried.add(place)
            holder = holders[place]
            if holder is None or seat(holder, tried):
                holders[place] = number
                return True
        return False

    for number in numbers:
        seat(number, set())
    turn = {number: place for place, number in enumerate(numbers)}
    found = []
    for kind in dict.fromkeys(kinds):
        placed = [holder for each, holder in zip(kinds, holders, strict=True) if each == kind]
        placed.sort(key=lambda holder: len(turn) if holder is None else turn[holder])
        found += [(kind, holder) for holder in placed]
    return found


def named_places(contest: Contest, numbers: Sequence[int]) -> list[dict[str, str | None]]:
    """Say by name who holds which place, as the record of a count has it."""
    names = labels(contest)
    return [
        {"place": kind, "holder": None if holder in {None, contest.ron} else names[holder - 1]}
        for kind, holder in places(contest, numbers)
    ]


def doomed(table: Table) -> list[int]:
    """Give those who continue and could take no place beside those elected already."""
    if not table.contest.reserved:
        return []
    return [each for each in table.continuing if not _all_placed(table, [each])]


def eligible(table: Table) -> list[int]:
    """Give those who continue and are not doomed."""
    out = doomed(table)
    return [each for each in table.continuing if each not in out]


def guarded(table: Table) -> list[int]:
    """Give those who continue and without whom fewer places could be filled."""
    if not table.contest.reserved:
        return []
    most = _filled(table, table.continuing)
    return [
        each
        for each in table.continuing
        if _filled(table, [other for other in table.continuing if other != each]) < most
    ]


def excludable(table: Table) -> list[int]:
    """Give those of whom one may be excluded: all who continue and are not guarded."""
    kept = guarded(table)
    return [each for each in table.continuing if each not in kept]


def may_go_together(table: Table, group: Sequence[int]) -> bool:
    """Say whether some may be excluded together and as many places still be filled."""
    if not table.contest.reserved:
        return True
    rest = [each for each in table.continuing if each not in group]
    return _filled(table, rest) == _filled(table, table.continuing)


def can_all_be_elected(table: Table, holders: Sequence[int]) -> bool:
    """Say whether there is a place for every one of some who continue."""
    if not table.contest.reserved:
        return len(holders) <= table.places
    return _all_placed(table, holders)


def in_turn(table: Table, holders: Iterable[int]) -> Iterator[int]:
    """Give those to be elected, most votes first, while there are places that they may take.

    Equals who cannot all have a place are told apart by the earliest point, and else by a lot.
    """
    left = list(holders)
    while left and table.places:
        equal = [each for each in left if table.votes[each] == table.votes[left[0]]]
        if table.contest.reserved:
            out = doomed(table)
            may = [each for each in equal if each not in out]
            if not may:
                left = [each for each in left if each not in equal]
                continue
            equal = may
        chosen = equal[0]
        if not can_all_be_elected(table, equal):
            chosen = _settle(table, equal)
        left.remove(chosen)
        yield chosen


def said_doomed(table: Table, out: Sequence[int]) -> str:
    """Say why doomed candidates are excluded."""
    names, are = table.names(*out), "is" if len(out) == 1 else "are"
    whom = "this candidate" if len(out) == 1 else "these candidates"
    return (
        f"{names} {are} doomed: the places that are left are reserved for {_tags(table.contest)}, "
        f"and not open to {whom}. So {names} {are} excluded at once (reserved places)."
    )


def said_left_out(table: Table) -> str:
    """Say who is passed over when the last places are filled."""
    out = doomed(table)
    if not out:
        return ""
    return (
        f"{table.names(*out)} may take none of the places that are left, which are reserved for "
        f"{_tags(table.contest)} (reserved places)."
    )


def said_guarded(table: Table, holder: int) -> str:
    """Say who with no more votes than the one to be excluded is passed over, and why."""
    over = [each for each in guarded(table) if table.votes[each] <= table.votes[holder]]
    if not over:
        return ""
    one = len(over) == 1
    return (
        f"{table.names(*over)} {'is' if one else 'are'} guarded: without "
        f"{'this candidate' if one else 'them'} the places reserved for {_tags(table.contest)} "
        "could not be filled (reserved places). So another is excluded."
    )


def _settle(table: Table, equal: Sequence[int]) -> int:
    """Choose one of equals, and leave the stage complete where that takes a lot not drawn yet."""
    what, rule = "who takes the place that is open to them", "reserved places"
    try:
        settled = settle(
            table, equal, Tie(what, max, table.points, "the earliest point", rule, rule)
        )
    except LotNeeded:
        table.close()
        raise
    table.explain(settled.sentence)
    return settled.holder


def _may_take(contest: Contest, number: int, kind: str) -> bool:
    if kind == GENERAL or number == contest.ron:
        return True
    return bool(contest.tags) and kind in contest.tags[number - 1]


def _filled(table: Table, holders: Iterable[int]) -> int:
    numbers = [table.number(holder) for holder in (*table.elected, *holders)]
    return sum(holder is not None for _, holder in places(table.contest, numbers))


def _all_placed(table: Table, holders: Sequence[int]) -> bool:
    return _filled(table, holders) == len(table.elected) + len(holders)


def _tags(contest: Contest) -> str:
    return listed([each.tag for each in contest.reserved])
