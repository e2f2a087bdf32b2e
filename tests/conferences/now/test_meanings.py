import pytest

from ballots.enums import Choice, Majority, Outcome
from ballots.majority import decide
from conferences.now.meanings import carried_when, meaning

DECIDING = [rule for rule in Majority if rule is not Majority.NONE]


@pytest.mark.parametrize("rule", DECIDING)
def test_every_choice_and_every_test_is_said_in_words(rule: Majority) -> None:
    assert all(meaning(choice, rule) for choice in Choice)
    assert carried_when(rule)


@pytest.mark.parametrize("rule", DECIDING)
def test_abstention_is_said_to_change_nothing_only_where_it_does_not(rule: Majority) -> None:
    """Six are for, three against; then somebody more comes, and abstains."""
    without = decide(rule, votes_for=6, against=3, abstain=0, present=9).outcome
    abstaining = decide(rule, votes_for=6, against=3, abstain=1, present=10).outcome
    if without != abstaining:
        assert "does not change the result" not in meaning(Choice.ABSTAIN, rule)


def test_abstention_that_stops_a_unanimous_vote_is_said_to() -> None:
    outcome = decide(Majority.UNANIMOUS, votes_for=9, against=0, abstain=1, present=10).outcome
    assert outcome is not Outcome.CARRIED
    assert "this stops it" in meaning(Choice.ABSTAIN, Majority.UNANIMOUS)


def test_paper_with_answers_of_its_own_says_what_they_mean_itself() -> None:
    assert meaning("option-1", Majority.NONE) == ""
    assert carried_when(Majority.NONE) == ""
