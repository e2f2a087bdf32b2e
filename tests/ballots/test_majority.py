"""The majority tests of guide 3.5, by their published vectors and by their laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.enums import Choice, Majority, Outcome
from ballots.majority import casting_vote_is_due, decide, percent

votes = st.integers(min_value=0, max_value=2_000_000)
rules_of_share = st.sampled_from(
    [rule for rule in Majority if rule not in {Majority.NONE, Majority.SIMPLE, Majority.UNANIMOUS}]
)


@pytest.mark.parametrize(
    ("rule", "figures", "outcome", "explanation"),
    [
        pytest.param(
            Majority.TWO_THIRDS_CAST,
            (12_717, 6_370, 0),
            Outcome.LOST,
            "Two thirds of votes cast for and against: 12,725 needed, 12,717 reached. LOST by 8.",
            id="demo RA2",
        ),
        pytest.param(
            Majority.TWO_THIRDS_CAST,
            (15_695, 2_982, 410),
            Outcome.CARRIED,
            "Two thirds of votes cast for and against: 12,452 needed, 15,695 reached. "
            "CARRIED by 3,243.",
            id="demo RA1",
        ),
        pytest.param(
            Majority.TWO_THIRDS_CAST,
            (718_273, 373_801, 0),
            Outcome.LOST,
            "Two thirds of votes cast for and against: 728,050 needed, 718,273 reached. "
            "LOST by 9,777.",
            id="UNISON 2010 card vote",
        ),
        pytest.param(
            Majority.TWO_THIRDS_CAST,
            (29, 25, 1),
            Outcome.LOST,
            "Two thirds of votes cast for and against: 36 needed, 29 reached. LOST by 7.",
            id="demo challenge, that the ruling be overturned",
        ),
        pytest.param(
            Majority.TWO_THIRDS_AGAINST,
            (25, 29, 1),
            Outcome.CARRIED,
            "Stands unless two thirds of votes cast are against: "
            "36 needed, 29 reached. CARRIED by 7.",
            id="the same challenge, that the ruling be upheld",
        ),
        pytest.param(
            Majority.SIMPLE,
            (27, 27, 2),
            Outcome.NOT_CARRIED,
            "Equal votes, 27 for and 27 against, and no casting vote. NOT CARRIED.",
            id="demo M6",
        ),
        pytest.param(
            Majority.SIMPLE,
            (24, 31, 1),
            Outcome.LOST,
            "More votes for than against: 24 for, 31 against. LOST by 7.",
            id="demo M9",
        ),
        pytest.param(
            Majority.SIMPLE,
            (52, 3, 1),
            Outcome.CARRIED,
            "More votes for than against: 52 for, 3 against. CARRIED by 49.",
            id="demo M1 as amended",
        ),
        pytest.param(
            Majority.SIMPLE,
            (40, 0, 2),
            Outcome.CARRIED,
            "More votes for than against: 40 for, 0 against. CARRIED nem con.",
            id="nobody against, some abstaining",
        ),
        pytest.param(
            Majority.UNANIMOUS,
            (40, 0, 2),
            Outcome.LOST,
            "Unanimous, nobody against and nobody abstaining: "
            "40 for, 0 against, 2 abstaining. LOST by 2.",
            id="nem con is not unanimous",
        ),
        pytest.param(
            Majority.THREE_QUARTERS_CAST,
            (75, 25, 9),
            Outcome.CARRIED,
            "Three quarters of votes cast for and against: 75 needed, 75 reached. "
            "CARRIED, with none to spare.",
            id="exactly three quarters",
        ),
    ],
)
def test_decide_published_vector(
    rule: Majority, figures: tuple[int, int, int], outcome: Outcome, explanation: str
) -> None:
    votes_for, against, abstain = figures
    decision = decide(rule, votes_for=votes_for, against=against, abstain=abstain)
    assert (decision.outcome, decision.explanation) == (outcome, explanation)


@pytest.mark.parametrize(
    ("present", "outcome", "explanation"),
    [
        (
            57,
            Outcome.CARRIED,
            "Two thirds of those present: 38 needed, 38 reached. CARRIED, with none to spare.",
        ),
        (
            58,
            Outcome.LOST,
            "Two thirds of those present: 39 needed, 38 reached. LOST by 1.",
        ),
    ],
)
def test_decide_two_thirds_of_those_present_counts_silence(
    present: int, outcome: Outcome, explanation: str
) -> None:
    decision = decide(
        Majority.TWO_THIRDS_PRESENT, votes_for=38, against=10, abstain=2, present=present
    )
    assert (decision.outcome, decision.explanation) == (outcome, explanation)


@pytest.mark.parametrize(
    ("casting_vote", "outcome", "said"),
    [
        (Choice.FOR, Outcome.CARRIED, "The chair gave a casting vote for. CARRIED."),
        (Choice.AGAINST, Outcome.LOST, "The chair gave a casting vote against. LOST."),
    ],
)
def test_decide_tie_with_a_casting_vote(casting_vote: Choice, outcome: Outcome, said: str) -> None:
    decision = decide(
        Majority.SIMPLE, votes_for=27, against=27, abstain=2, casting_vote=casting_vote
    )
    assert decision.outcome is outcome
    assert decision.explanation == f"Equal votes, 27 for and 27 against. {said}"
    assert (decision.reached, decision.margin) == (27, 0)  # the figures stay as they were cast


@pytest.mark.parametrize(
    ("rule", "votes_for", "against"),
    [
        pytest.param(Majority.SIMPLE, 28, 27, id="not equal"),
        pytest.param(Majority.SIMPLE, 0, 0, id="nobody voted"),
        pytest.param(Majority.TWO_THIRDS_CAST, 27, 27, id="not a simple majority"),
        pytest.param(Majority.NONE, 27, 27, id="indicative"),
    ],
)
def test_decide_refuses_a_casting_vote_that_is_not_due(
    rule: Majority, votes_for: int, against: int
) -> None:
    with pytest.raises(ValueError, match="casting vote"):
        decide(rule, votes_for=votes_for, against=against, casting_vote=Choice.FOR)


def test_decide_refuses_more_votes_than_present() -> None:
    with pytest.raises(ValueError, match="strength present"):
        decide(Majority.TWO_THIRDS_PRESENT, votes_for=30, against=20, abstain=5, present=54)


def test_decide_refuses_negative_figures() -> None:
    with pytest.raises(ValueError, match="nought"):
        decide(Majority.SIMPLE, votes_for=-1, against=0)


@given(rule=st.sampled_from(list(Majority)), against=votes, abstain=votes)
def test_decide_never_carries_without_a_vote_for(
    rule: Majority, against: int, abstain: int
) -> None:
    decision = decide(
        rule, votes_for=0, against=against, abstain=abstain, present=against + abstain
    )
    assert decision.outcome is not Outcome.CARRIED


@given(votes_for=votes, against=votes, abstain=votes)
def test_decide_agrees_with_the_inequalities_of_the_guide(
    votes_for: int, against: int, abstain: int
) -> None:
    present = votes_for + against + abstain + 3
    carried = {
        rule
        for rule in Majority
        if decide(
            rule, votes_for=votes_for, against=against, abstain=abstain, present=present
        ).outcome
        is Outcome.CARRIED
    }
    f, a, b, p = votes_for, against, abstain, present
    inequalities = {
        Majority.SIMPLE: f > a,
        Majority.TWO_THIRDS_CAST: 3 * f >= 2 * (f + a),
        Majority.TWO_THIRDS_PRESENT: 3 * f >= 2 * p,
        Majority.TWO_THIRDS_AGAINST: not 3 * a >= 2 * (f + a),
        Majority.TWO_THIRDS_PRESENT_AGAINST: not 3 * a >= 2 * p,
        Majority.THREE_QUARTERS_CAST: 4 * f >= 3 * (f + a),
        Majority.UNANIMOUS: a == b == 0,
    }
    assert carried == {rule for rule, holds in inequalities.items() if holds and f > 0}


@given(rule=rules_of_share, votes_for=votes, against=votes)
def test_decide_margin_is_the_distance_from_the_votes_needed(
    rule: Majority, votes_for: int, against: int
) -> None:
    decision = decide(rule, votes_for=votes_for, against=against, present=votes_for + against)
    assert decision.margin == abs(decision.reached - decision.needed)
    assert decision.needed >= 1


@given(rule=rules_of_share, votes_for=votes, against=votes, abstain=votes)
def test_decide_ignores_abstentions_unless_presence_counts(
    rule: Majority, votes_for: int, against: int, abstain: int
) -> None:
    present = votes_for + against + abstain
    with_them = decide(rule, votes_for=votes_for, against=against, abstain=abstain, present=present)
    without = decide(rule, votes_for=votes_for, against=against, present=present)
    assert with_them == without


@given(votes_for=votes, against=votes)
def test_casting_vote_is_due_exactly_on_equal_votes(votes_for: int, against: int) -> None:
    due = casting_vote_is_due(Majority.SIMPLE, votes_for, against)
    assert due == (votes_for == against and votes_for > 0)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (12_717, 19_087, "66.63"),
        (15_695, 18_677, "84.03"),
        (718_273, 1_092_074, "65.77"),
        (3_042, 6_995, "43.49"),
        (1, 200, "0.50"),
        (0, 0, "0.00"),
        (7, 7, "100.00"),
    ],
)
def test_percent_of_published_figures(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said
