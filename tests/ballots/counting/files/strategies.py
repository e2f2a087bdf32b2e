"""Contests and papers, and lines of BLT files, for hypothesis to choose among."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from ballots.counting.contest import SKIPPED, Contest, Papers, Reserved

texts = st.text(
    st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S"], exclude_characters="'")
    | st.sampled_from(" \N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(text.split()) or "Ann")


@st.composite
def contests(draw: st.DrawFn, *, is_plain: bool = False) -> Contest:
    """Choose a contest; a plain one has nothing that BLT has no room for."""
    candidates = draw(st.lists(texts, min_size=1, max_size=6, unique_by=str.casefold))
    numbers = st.integers(1, len(candidates))
    more: dict[str, Any] = {}
    if not is_plain:
        tags = st.frozensets(texts, max_size=2)
        more["ron"] = draw(st.none() | numbers)
        more["reserved"] = tuple(
            draw(st.lists(st.builds(Reserved, texts, st.integers(0, 3)), max_size=2))
        )
        more["tags"] = draw(st.just(()) | st.tuples(*[tags for _ in candidates]).filter(any))
    return Contest(
        title=draw(texts),
        candidates=tuple(candidates),
        seats=draw(st.integers(1, 9)),
        withdrawn=frozenset(draw(st.sets(numbers, max_size=2))),
        **more,
    )


@st.composite
def papers(draw: st.DrawFn, contest: Contest) -> Papers:
    """Choose papers with equal and omitted preferences, some blank, some with a name twice."""
    numbers = st.integers(1, len(contest.candidates))
    place = st.one_of(
        numbers.map(lambda number: [number]),
        st.just([SKIPPED]),
        st.lists(numbers, min_size=2, max_size=3, unique=True).map(
            lambda equals: [equals[0], *(-one for one in equals[1:])]
        )
        if len(contest.candidates) > 1
        else numbers.map(lambda number: [number]),
    )
    ranking = st.lists(place, max_size=5).map(lambda places: sum(places, start=list[int]()))
    ranking = ranking.map(_without_a_skip_at_the_end)
    found = draw(st.lists(st.tuples(st.integers(1, 2_000), ranking), max_size=8))
    width = max((len(row) for _weight, row in found), default=0)
    rows = np.zeros((len(found), width), np.int16)
    for at, (_weight, row) in enumerate(found):
        rows[at, : len(row)] = row
    return Papers(rows, np.array([weight for weight, _row in found], np.int64))


def _without_a_skip_at_the_end(row: list[int]) -> list[int]:
    while row and row[-1] == SKIPPED:  # it says nothing, and CSV does not keep it
        row = row[:-1]
    return row


numerals = st.sampled_from(
    ["0", "1", "2", "3", "4", "5", "12", "007", "00", "123456789", "9999999999", "-1", "-"]
)
oddities = st.sampled_from(["1=2", "(a)", "(1 2)", "x", "1.5", "#", "\t", "\r", "=", '"Ann"', "\0"])
lines = st.lists(numerals | numerals | numerals | oddities, max_size=6).map(" ".join)
plain_lines = st.builds(
    lambda weight, row: " ".join(map(str, [weight, *row, 0])),
    st.integers(1, 2_000),
    st.lists(st.integers(1, 4), max_size=5),
)
