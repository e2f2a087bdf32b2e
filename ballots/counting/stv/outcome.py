"""The record that a counting table leaves behind."""

from collections.abc import Sequence

from ballots.counting import outcomes
from ballots.counting.lots import LotNeeded
from ballots.counting.record import Count, Ending
from ballots.counting.stv.reserving import named_places
from ballots.counting.stv.table import Table
from ballots.counting.words import many


def record(table: Table, needed: LotNeeded | None = None, **figures: object) -> Count:
    """Make the record of a count, which may have ended for want of a lot.

    RON is never among those elected; the places that it took are unfilled, as those for which there
    was no candidate.
    """
    contest = table.contest
    numbers = [table.number(holder) for holder in table.elected]
    elected = tuple(number for number in numbers if number != contest.ron)
    return Count(
        rule=table.rule,
        contest=contest,
        papers=table.totals,
        stages=tuple(draft.close() for draft in table.drafts),
        elected=elected,
        ending=Ending.LOT_NEEDED if needed else Ending.COMPLETE,
        quota=table.quota,
        unfilled=0 if needed else contest.seats - len(elected),
        tied=needed.tied if needed else (),
        lots=tuple(table.lots.draws),
        seed=table.lots.seed,
        remarks=(
            *outcomes.withdrawn(contest),
            *_reopened(table, len(numbers) - len(elected)),
            *_wanting(table, needed),
        ),
        notes=table.papers.notes,
        figures={**figures, **_reopened_at(table), **_places(table, numbers)},
    )


def _reopened_at(table: Table) -> dict[str, object]:
    """Say in which stages RON was deemed elected, where it stands."""
    return {} if table.contest.ron is None else {"reopened_at": table.reopened_at}


def _places(table: Table, numbers: Sequence[int]) -> dict[str, object]:
    """Say who holds which place, where some are reserved."""
    return {"places": named_places(table.contest, numbers)} if table.contest.reserved else {}


def _reopened(table: Table, places: int) -> tuple[str, ...]:
    """Say which places RON took."""
    if not places or table.contest.ron is None:
        return ()
    name = table.names(table.contest.ron)
    return (
        (
            f"{name} was deemed elected to {many(places, 'place')}, which "
            f"{'is' if places == 1 else 'are'} declared unfilled: nominations re-open for "
            f"{'it' if places == 1 else 'them'} (NUS model ruling on RON and STV)."
        ),
    )


def _wanting(table: Table, needed: LotNeeded | None) -> tuple[str, ...]:
    """Say what is wanting: a lot, or candidates."""
    if needed:
        return (f"{needed.why}. A lot has yet to be drawn ({needed.rule}).",)
    if table.places <= 0:
        return ()
    stays = "stays" if table.places == 1 else "stay"
    return (f"{many(table.places, 'place')} {stays} unfilled, for want of candidates.",)
