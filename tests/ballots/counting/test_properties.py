"""What holds for every rule, on whatever papers: one stated outcome, from whole numbers alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.counting.contest import SKIPPED, Contest, Papers, Reserved
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count, Ending
from ballots.counting.sheet import json_record
from tests.ballots.counting.elections import contest, figures, papers, with_lots_in_order

RESERVING = ["ers97", "scottish", "scottish-stop", "plurality", "approval", "schulze", "borda"]
REPOSITORY = Path(__file__).parents[3]
TRANSFERRING = ["ers97", "scottish", "scottish-stop", "av", "meek"]
EVERY_RULE = pytest.mark.parametrize("code", list(RULES))
few = settings(max_examples=60)


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    """Draw a contest, with everything that a contest may have."""
    candidates = draw(st.integers(1, 6))
    numbers = st.integers(1, candidates)
    seats = draw(st.integers(1, 4))
    ron = draw(st.sampled_from([None, candidates]))
    withdrawn = draw(st.frozensets(numbers, max_size=candidates)) - {ron}
    reserved = draw(st.integers(0, seats + 1))  # one more than there are is no place
    tags = st.sampled_from([frozenset(), frozenset({"women"})])
    return Contest(
        title="A contest",
        candidates=tuple("ABCDEF"[:candidates]),
        seats=seats,
        withdrawn=withdrawn,
        ron=ron,
        reserved=(Reserved("women", reserved),) if reserved else (),
        tags=tuple(draw(st.lists(tags, min_size=candidates, max_size=candidates))),
    )


@st.composite
def elections(draw: st.DrawFn) -> tuple[Contest, Papers]:
    """Draw a contest and papers, with repeats, equals, gaps, blanks and rows of no papers."""
    stood = draw(contests())
    number = st.integers(1, len(stood.candidates))
    preference = st.one_of(number, number, number, number.map(lambda n: -n), st.just(SKIPPED))
    row = st.tuples(number, st.lists(preference, max_size=6)).map(lambda each: [each[0], *each[1]])
    rows = draw(
        st.lists(st.tuples(st.integers(0, 30), st.one_of(row, row, st.just([]))), max_size=12)
    )
    return stood, papers(*((weight, *row) for weight, row in rows))


def run(code: str, stood: Contest, cast: Papers, seed: str | None = "dice 3 1 6") -> Count:
    return RULES[code][1](stood, cast, Lots(seed))


def parts(thing: object) -> Iterator[object]:
    """Walk through everything that a record is made of."""
    yield thing
    if is_dataclass(thing):
        inside: Sequence[object] = [getattr(thing, field.name) for field in fields(thing)]
    elif isinstance(thing, Mapping):
        inside = [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        inside = list(thing)
    else:
        return
    for part in inside:
        yield from parts(part)


def is_sound(count: Count) -> None:
    """Hold a count to what every count has to be."""
    stood, rule = count.contest, count.rule
    may = set(stood.standing) - {stood.ron}
    assert set(count.elected) <= may
    assert len(count.elected) == len(set(count.elected))
    assert set(count.elected) == {each for stage in count.stages for each in stage.elected}
    assert (count.ending is Ending.NO_VOTES) == (count.papers.valid == 0)
    assert count.stages
    for stage in count.stages:
        assert len(stage.votes) == len(stood.candidates)
        assert min(*stage.votes, stage.non_transferable) >= 0
        assert all(stage.votes[number - 1] == 0 for number in stood.withdrawn)
        assert set(stage.lots) <= set(range(len(count.lots)))
        assert stage.explanation.endswith(".")
    if count.ending is Ending.LOT_NEEDED:
        assert len(count.tied) >= 2
        assert 0 <= count.tied_places <= stood.seats
    elif rule.elects:
        assert len(count.elected) + count.unfilled == stood.seats
        assert not count.tied
        if rule.code in RESERVING:
            keeps_places(stood, count)
    assert {type(part) for part in parts(count)}.isdisjoint({float, np.float64, np.int64})


def keeps_places(stood: Contest, count: Count) -> None:
    """Hold a count to the places that were reserved: never filled by others, nor left in vain."""
    reserved = min(stood.seats, sum(each.seats for each in stood.reserved))
    women = {number for number in stood.standing if stood.tags and stood.tags[number - 1]}
    women.discard(stood.ron or 0)
    elected = set(count.elected)
    assert len(elected - women) <= stood.seats - reserved
    if stood.ron is None and count.ending is Ending.COMPLETE:
        assert len(elected & women) >= min(len(women), reserved)


@few
@given(elections())
def test_a_count_states_its_outcome_and_is_the_same_again(drawn):
    stood, cast = drawn
    for code in RULES:
        count = run(code, stood, cast)
        is_sound(count)
        assert count.ending is not Ending.LOT_NEEDED
        assert count.papers.total == cast.total
        assert json_record.write(run(code, stood, cast)) == json_record.write(count)


@few
@given(elections())
def test_lots_by_hand_bring_every_count_to_its_end(drawn):
    stood, cast = drawn
    for code, (_, counting) in RULES.items():
        is_sound(run(code, stood, cast, seed=None))
        is_sound(with_lots_in_order(counting, stood, cast))


@few
@given(elections())
def test_no_vote_is_lost_at_any_stage(drawn):
    for code in TRANSFERRING:
        count = run(code, *drawn)
        for stage in count.stages:
            assert stage.total == count.papers.valid * 10**count.rule.places


@few
@given(elections())
def test_every_cross_and_point_is_accounted_for(drawn):
    stood, cast = drawn
    standing = len(stood.standing)
    crosses = run("plurality", stood, cast)
    if crosses.papers.valid:
        unused = figures(crosses)["votes_not_used"]
        assert sum(crosses.stages[0].votes) + unused == crosses.papers.valid * stood.seats
    points = run("borda-average", stood, cast)
    if points.papers.valid:
        each = 10 * standing * (standing - 1) // 2
        assert sum(points.stages[0].votes) == (points.papers.valid + points.papers.blank) * each


@few
@given(elections(), st.randoms(use_true_random=False))
def test_neither_the_order_of_papers_nor_how_they_are_grouped_changes_anything(drawn, chance):
    stood, cast = drawn
    rows = [place for place, weight in enumerate(cast.weights.tolist()) for _ in range(weight)]
    chance.shuffle(rows)
    one_by_one = Papers(cast.rankings[rows], np.ones(len(rows), np.int64))
    for code in RULES:
        again = json_record.write(run(code, stood, one_by_one))
        assert again == json_record.write(run(code, stood, cast))


def test_the_same_seed_gives_the_same_lots_and_another_may_not():
    cast = papers(*((1, number) for number in range(1, 7)))
    seen = {run("plurality", contest("ABCDEF"), cast, seed=str(seed)).elected for seed in range(40)}
    assert seen == {(number,) for number in range(1, 7)}


EDGES = {
    "no papers": (contest("ABC", 2), papers()),
    "blank papers alone": (contest("ABC", 2), papers((5,))),
    "one paper": (contest("ABC", 2), papers((1, 2))),
    "one candidate": (contest("A"), papers((3, 1))),
    "more places than candidates": (contest("AB", 5), papers((3, 1, 2), (2, 2))),
    "as many places as candidates": (contest("ABC", 3), papers((3, 1, 2), (2, 2))),
    "all tied": (contest("ABCD", 2), papers((1, 1), (1, 2), (1, 3), (1, 4))),
    "all tied in a circle": (contest("ABC"), papers((1, 1, 2, 3), (1, 2, 3, 1), (1, 3, 1, 2))),
    "all exhausted at once": (contest("ABCDE", 3), papers((9, 1), (1, 2), (1, 3))),
    "all withdrawn but one": (
        contest("ABC", 2, withdrawn=frozenset({1, 3})),
        papers((2, 1, 2), (3, 3)),
    ),
    "all withdrawn": (contest("AB", withdrawn=frozenset({1, 2})), papers((2, 1, 2))),
    "RON alone": (contest(["RON"], 2, ron=1), papers((4, 1))),
    "RON and all others withdrawn": (
        contest(["Ann", "RON"], ron=2, withdrawn=frozenset({1})),
        papers((4, 1), (1, 2)),
    ),
    "RON first on every paper": (contest(["Ann", "Bea", "RON"], 2, ron=3), papers((9, 3, 1))),
    "every paper unclear": (contest("AB"), papers((4, 1, -2), (3, SKIPPED, 1))),
    "nobody ever named": (contest("ABCDEF", 2), papers((7, 1, 2))),
}


@EVERY_RULE
@pytest.mark.parametrize("edge", list(EDGES))
def test_strange_contests_have_a_stated_outcome(code, edge):
    stood, cast = EDGES[edge]
    is_sound(run(code, stood, cast))
    is_sound(run(code, stood, cast, seed=None))


@EVERY_RULE
def test_nobody_is_elected_by_no_papers(code):
    count = run(code, contest("ABC", 2), papers())
    assert (count.ending, count.elected, count.unfilled) == (Ending.NO_VOTES, (), 2)


@pytest.mark.parametrize("code", [code for code, (rule, _) in RULES.items() if rule.elects])
def test_ron_is_never_elected_and_leaves_places_open(code):
    stood, cast = EDGES["RON first on every paper"]
    count = run(code, replace(stood, seats=1), cast)
    assert (count.elected, count.unfilled) == ((), 1)


def test_every_rule_cites_its_text():
    for code, (rule, _) in RULES.items():
        assert (rule.code, rule.text.endswith(".")) == (code, True)
        assert rule.name


def test_every_rule_is_on_the_page_of_rules():
    page = (REPOSITORY / "docs" / "counting-rules.md").read_text()
    assert [code for code in RULES if f"`{code}`" not in page] == []
