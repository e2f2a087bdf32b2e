"""The grid of every candidate against every other, for rules that compare them in pairs."""

from collections.abc import Sequence
from typing import TypeGuard

from ballots.counting.record import Count
from ballots.counting.sheet.markup import Markup, lines, person, tag
from ballots.counting.sheet.tables import number, row_head, scrolled
from ballots.counting.words import labels


def pairwise(count: Count) -> Markup | None:
    """Set out how many papers put one candidate above another; None where the rule has no grid."""
    grid = count.figures.get("pairwise")
    names = labels(count.contest)
    if not _is_grid(grid, len(names)):
        return None
    rows = []
    for n, (name, row) in enumerate(zip(names, grid, strict=True), start=1):
        cells = []
        for m, votes in enumerate(row, start=1):
            if m == n:
                cells.append(tag("td", "–", class_="number count-pairs__self"))  # noqa: RUF001 -- a dash
                continue
            has_won = votes > grid[m - 1][n - 1]
            cells.append(number(f"{votes:,}", "count-pairs__won" if has_won else ""))
        who = [tag("span", str(n), class_="count__number"), " ", person(name)]
        rows.append(tag("tr", row_head(*who), *cells))
    tops = [
        tag("th", tag("abbr", str(n), title=name), scope="col", class_="number")
        for n, name in enumerate(names, start=1)
    ]
    table = tag(
        "table",
        tag(
            "caption", "Papers that put the candidate of the row above the candidate of the column"
        ),
        tag("thead", tag("tr", tag("th", "Above", scope="col"), *tops)),
        tag("tbody", Markup("\n"), lines(rows)),
        class_="count-sheet count-pairs",
    )
    return scrolled(table, "Candidate against candidate")


def _is_grid(grid: object, wide: int) -> TypeGuard[Sequence[Sequence[int]]]:
    return (
        isinstance(grid, Sequence)
        and len(grid) == wide
        and all(isinstance(row, Sequence) and len(row) == wide for row in grid)
    )
