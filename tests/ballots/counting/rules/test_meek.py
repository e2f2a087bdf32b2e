"""Meek's method: the reference implementations' every act, and the published model election."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.counting.contest import SKIPPED
from ballots.counting.lots import Lots
from ballots.counting.record import Action, Ending, Exhausted, Transfer
from ballots.counting.rules import meek
from tests.ballots.counting.elections import (
    contest,
    election,
    expected,
    names,
    papers,
    with_lots_in_order,
)

ONE = 10**9


@pytest.mark.conformance
def test_meek_acts_as_the_reference_in_every_round(conformance_data):
    for name, each in expected(conformance_data).items():
        if not (wanted := each["counts"].get("meek_stv")):
            continue
        count = with_lots_in_order(meek.count, *election(conformance_data, name))
        assert count.ending is Ending.COMPLETE
        assert sorted(names(count, count.elected)) == sorted(wanted["elected"]), name
        assert sorted(acts(count)) == sorted(reference(wanted["actions"])), name
        assert {stage.total for stage in count.stages} == {count.papers.valid * ONE}


def acts(count):
    """Say who was elected and excluded in which round of B; an exclusion ends the one before."""
    for place, stage in enumerate(count.stages, start=1):
        yield from ((place, "elect", name) for name in names(count, stage.elected))
        yield from ((place - 1, "defeat", name) for name in names(count, stage.excluded))


def reference(actions):
    """Put the reference's acts likewise. Step C has a stage of ours only to elect."""
    for act in actions:
        is_last = "remaining" in act["msg"]
        if not (is_last and act["what"] == "defeat"):
            yield act["iteration_round"] + is_last, act["what"], act["msg"].split(": ", 1)[1]


@pytest.mark.conformance
@pytest.mark.parametrize(("published", "stage"), [(0, 1), (1, 2), (2, 4), (3, 5), (4, 7)])
def test_meek_has_the_published_figures_of_the_model_election(conformance_data, published, stage):
    wanted = expected(conformance_data)["ers97_model"]["official"]["meek_reference"]
    stood, cast = election(conformance_data, "ers97_model")
    found = meek.count(stood, cast, Lots()).stages[stage - 1]
    figures = [wanted["quota"], wanted["exhausted"], *(wanted[name] for name in stood.candidates)]
    ours = [found.quota, found.non_transferable, *found.votes]
    for figure, amount in zip(figures, ours, strict=True):
        assert abs(Fraction(figure[published]) * ONE - amount) < ONE // 100  # to two places


def test_the_surplus_goes_on_and_everyone_keeps_the_quota():
    count = meek.count(contest("ABC", 2), papers((60, 1, 2), (25, 2), (15, 3)), Lots())
    assert names(count, count.elected) == ["A", "B"]
    first, second = count.stages
    assert (first.action, second.action, second.who) == (Action.FIRST, Action.ITERATE, (1,))
    assert first.quota == 33 * ONE + ONE // 3 + 1
    assert second.quota is not None
    assert second.votes[1] >= second.quota


def test_an_excluded_candidate_passes_whole_papers_on_before_anyone_is_elected():
    cast = papers((4, 1), (3, 2), (1, 3, 2), (1, 3), (1, 3, SKIPPED, 2))
    count = meek.count(contest("ABCD"), cast, Lots("seed"))
    stage = next(stage for stage in count.stages if stage.excluded == (3,))
    assert stage.transfers == (
        Transfer(3, 2, 1, ONE, ONE),
        Transfer(3, None, 1, ONE, ONE, Exhausted.NO_FURTHER),
        Transfer(3, None, 1, ONE, ONE, Exhausted.UNCLEAR),
    )


def test_a_tie_for_exclusion_is_a_lot():
    cast = papers((5, 1), (2, 2), (2, 3))
    count = meek.count(contest("ABC", 2), cast, Lots())
    assert (count.ending, count.tied, count.tied_places) == (Ending.LOT_NEEDED, (2, 3), 0)
    drawn = meek.count(contest("ABC", 2), cast, Lots("seed"))
    assert drawn.ending is Ending.COMPLETE
    assert [stage.lots for stage in drawn.stages if stage.excluded] == [(0,)]


def test_ron_takes_as_many_places_as_its_votes_do():
    cast = papers((80, 4), (20, 1), (10, 2), (9, 3))
    count = meek.count(contest(["Ann", "Bea", "Cal", "RON"], 3, ron=4), cast, Lots("seed"))
    assert (count.elected, count.unfilled) == ((), 3)
    assert count.remarks == (
        "Re-open nominations took 3 places under the NUS ruling, and as many stay unfilled.",
    )


def test_ron_that_is_excluded_passes_its_votes_on():
    cast = papers((30, 1), (20, 2), (6, 3, 2))
    count = meek.count(contest(["Ann", "Bea", "RON"], 1, ron=3), cast, Lots())
    assert names(count, count.elected) == ["Ann"]
    cast = papers((30, 1), (20, 2), (12, 3, 2))
    count = meek.count(contest(["Ann", "Bea", "RON"], 1, ron=3), cast, Lots())
    assert (names(count, count.elected), count.unfilled) == (["Bea"], 0)


def paper_by_paper(seats, rows):
    """Count by the steps of the reference rule, one paper at a time, with nothing gathered.

    Gives the votes at the end of each round, and who is elected. Ties fall on the first.
    """
    hopeful = sorted({number for _, row in rows for number in row})
    keep = dict.fromkeys(hopeful, ONE)
    elected: list[int] = []
    rounds: list[dict[int, int]] = []

    def share_out():
        votes = dict.fromkeys(keep, 0)
        for weight, row in rows:
            left = ONE
            for number in row:
                part = -(-left * keep[number] // ONE)
                votes[number] += weight * part
                left -= part
        return votes, sum(votes.values()) // (seats + 1) + 1

    while len(elected) < seats and len(elected) + len(hopeful) > seats:
        before = None
        while True:
            votes, quota = share_out()
            winners = [number for number in hopeful if votes[number] >= quota]
            elected += winners
            hopeful = [number for number in hopeful if number not in winners]
            surplus = max(0, sum(votes[number] - quota for number in elected))
            if winners or surplus < ONE // 1_000_000 or (before is not None and surplus >= before):
                break
            before = surplus
            for number in elected:
                product = -(-keep[number] * quota // ONE)
                keep[number] = -(-product * ONE // votes[number])
        rounds.append(votes)
        if not winners:
            fewest = min(votes[number] for number in hopeful)
            out = next(number for number in hopeful if votes[number] <= fewest + surplus)
            hopeful.remove(out)
            keep[out] = 0
    if len(elected) < seats:
        rounds.append(share_out()[0])
        elected += hopeful
    return rounds, set(elected)


rows = st.tuples(
    st.integers(1, 40), st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True)
)


@settings(max_examples=60)
@given(st.integers(1, 4), st.lists(rows, max_size=12))
def test_meek_is_what_a_count_of_one_paper_at_a_time_gives(seats, drawn):
    drawn = [*drawn, *((1, [number]) for number in range(1, 6))]
    count = with_lots_in_order(
        meek.count, contest("ABCDE", seats), papers(*((w, *r) for w, r in drawn))
    )
    rounds, elected = paper_by_paper(seats, drawn)
    assert [dict(enumerate(stage.votes, start=1)) for stage in count.stages] == rounds
    assert set(count.elected) == elected
