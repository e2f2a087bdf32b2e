"""Card votes: what a card is worth, how it may be split, and sections that count alike."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.counting.card_vote import Card, Tally, cast, decide_by_sections, percent, tally, value
from ballots.enums import Choice, Outcome

sizes = st.integers(min_value=0, max_value=2_000_000)


@pytest.mark.parametrize(("members", "votes"), [(0, 0), (1, 1), (99, 1), (100, 1), (101, 2)])
def test_bands_are_rounded_up(members, votes):
    assert value(members, band=100) == votes


def test_cards_add_up_whole_and_split():
    cards = [
        Card(1250, Choice.FOR),
        Card(843, Choice.AGAINST),
        Card(3120, Tally(votes_for=2000, against=1120)),
        Card(99, Choice.ABSTAIN),
    ]
    assert tally(cards) == Tally(3250, 1963, 99)


def test_a_mandate_may_leave_part_of_a_card_unused():
    assert cast(Card(100, Tally(votes_for=60, against=30))) == Tally(60, 30)


def test_a_mandate_is_refused_when_it_goes_above_the_card():
    with pytest.raises(ValueError, match="splits a card of 100 into 101 votes"):
        cast(Card(100, Tally(votes_for=60, against=41)))


def test_votes_below_nought_are_refused():
    with pytest.raises(ValueError, match="nought upwards"):
        Tally(votes_for=-1)
    with pytest.raises(ValueError, match="nought upwards"):
        value(-1)


def test_two_sections_are_averaged_as_exact_fractions():
    result = decide_by_sections({"CLPs": Tally(1, 2), "Affiliates": Tally(2, 1)})
    assert (result.share, result.against) == (Fraction(1, 2), Fraction(1, 2))
    assert result.outcome is Outcome.NOT_CARRIED
    result = decide_by_sections({"CLPs": Tally(1, 2), "Affiliates": Tally(2_000_001, 1_000_000)})
    assert result.outcome is Outcome.CARRIED
    assert result.explanation == (
        "CLPs: 1 for, 2 against, 33.333% for; "
        "Affiliates: 2,000,001 for, 1,000,000 against, 66.667% for. "
        "Each section is worth 50.000%; together 50.000% for and 50.000% against. CARRIED."
    )


def test_a_section_in_which_nobody_voted_adds_to_neither_side():
    result = decide_by_sections({"CLPs": Tally(2, 1), "Affiliates": Tally(abstain=9)})
    assert (result.share, result.against) == (Fraction(1, 3), Fraction(1, 6))
    assert result.outcome is Outcome.CARRIED
    assert decide_by_sections({"CLPs": Tally()}).outcome is Outcome.NOT_CARRIED


def test_a_vote_by_no_sections_is_refused():
    with pytest.raises(ValueError, match="one section at least"):
        decide_by_sections({})


@given(sizes, st.integers(min_value=1, max_value=5000))
def test_a_card_is_the_smallest_number_of_bands_that_holds_the_members(members, band):
    votes = value(members, band)
    assert (votes - 1) * band < members <= votes * band or members == votes == 0


@given(sizes, sizes)
def test_percentages_are_rounded_half_up(part, rest):
    whole = part + rest or 1
    said = Fraction(percent(Fraction(part, whole))) - Fraction(100 * part, whole)
    assert Fraction(-1, 2000) < said <= Fraction(1, 2000)
