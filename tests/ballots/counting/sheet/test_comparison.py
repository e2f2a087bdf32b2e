from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from ballots.counting.contest import Reserved
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count, Ending
from ballots.counting.sheet import comparison
from ballots.counting.words import labels
from tests.ballots.counting.elections import contest, election, papers
from tests.ballots.counting.sheet.counts import FEW, counts


def test_crosses_are_compared_with_crosses_and_ranks_with_ranks() -> None:
    stood = contest("ABC", seats=2)
    assert comparison.applicable(RULES["plurality"][0], stood) == ["approval"]
    ranked = comparison.applicable(RULES["ers97"][0], stood)
    assert "scottish" in ranked
    assert not {"plurality", "approval", "ers97", "av", "priority"} & set(ranked)


def test_rule_for_one_place_is_compared_where_there_is_one() -> None:
    assert "av" in comparison.applicable(RULES["ers97"][0], contest("ABC"))


def test_rule_without_reserved_places_is_left_out_where_there_are_some() -> None:
    kept = replace(contest("ABC", seats=2), reserved=(Reserved("women", 1),))
    found = comparison.applicable(RULES["borda"][0], kept)
    assert {"ers97", "borda-average"} <= set(found)
    assert "meek" not in found


@FEW
@given(counts(), counts())
def test_difference_names_just_those_whom_one_rule_elects(one: Count, other: Count) -> None:
    other = replace(
        one,
        rule=other.rule,
        ending=other.ending,
        elected=one.elected[1:],
        tied=one.elected[:1] if other.ending is Ending.LOT_NEEDED else (),
    )
    said = comparison.beside(one, other)
    names = labels(one.contest)
    assert said.gained == ()
    assert said.lost == tuple(names[n - 1] for n in one.elected[:1])
    assert said.said.endswith(".")


def test_difference_is_said_in_words() -> None:
    stood = contest(["Ann", "Bo", "Cy"])
    cast = papers((4, 1), (3, 2, 3), (2, 3, 2))
    count = RULES["scottish"][1](stood, cast, Lots("1"))
    found = {each.rule.code: each for each in comparison.compare(count, cast)}
    assert count.elected == (2,)
    assert found["av"].said == "The same."
    assert not found["av"].differs
    assert comparison.summary({}) == "No other rule can count these papers to an end."


@pytest.mark.conformance
def test_rules_that_elect_others_are_told_apart(conformance_data: Path) -> None:
    stood, cast = election(conformance_data, "glasgow07_linn")
    count = RULES["scottish"][1](stood, cast, Lots("1"))
    found = {each.rule.code: each for each in comparison.compare(count, cast)}
    assert found["ers97"].said == "The same candidates, in another order."
    assert found["borda"].said == "Alan Stewart is elected in place of Margot Clark."
    assert comparison.summary(found).startswith("2 of 5 other rules elect others: Borda")
