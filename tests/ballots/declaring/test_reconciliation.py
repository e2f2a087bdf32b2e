"""The sums of a vote: consistent counts balance, and no single figure can be changed unseen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.declaring.reconciliation import Counts, Line, Relation, Term, reconcile

small = st.integers(min_value=0, max_value=10**12)


@st.composite
def consistent(draw: st.DrawFn) -> Counts:
    """Draw a vote in which nothing was lost: papers first, then what must follow from them."""
    is_card_vote = draw(st.booleans())
    weights = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=30))
    if not is_card_vote:
        weights = [1] * len(weights)
    voted = draw(st.integers(0, len(weights)))
    cast = weights[:voted]
    parts = draw(st.lists(st.sampled_from(["for", "against", "abstain"]), min_size=voted))
    figures = dict.fromkeys(("for", "against", "abstain"), 0)
    for choice, weight in zip(parts, cast, strict=False):
        figures[choice] += weight
    weight, replaced = sum(weights), draw(st.integers(0, 9))
    present = weight + draw(small)
    return Counts(
        is_card_vote=is_card_vote,
        entitled=present + draw(small),
        present=present,
        papers_at_opening=len(weights),
        weight_at_opening=weight,
        votes_logged=voted + replaced,
        voters_logged=voted,
        declared=figures,
        papers=len(weights),
        weight=weight,
        admitted=len(weights),
        voted=voted,
        replaced=replaced,
        valid=voted,
        recounted=dict(figures),
        by_body=cast,
        compared=len(weights) + 4,
    )


@given(counts=consistent())
def test_a_vote_in_which_nothing_was_lost_balances(counts: Counts) -> None:
    assert reconcile(counts).balances


@given(
    counts=consistent(),
    name=st.sampled_from(
        [
            "papers_at_opening",
            "weight",
            "papers",
            "votes_logged",
            "voters_logged",
            "replaced",
            "valid",
            "blank",
            "rejected",
        ]
    ),
    by=st.integers(-5, 5).filter(bool),
)
def test_a_single_figure_that_is_off_is_named(counts: Counts, name: str, by: int) -> None:
    off = replace(counts, **{name: getattr(counts, name) + by})
    assert [line.key for line in reconcile(off).broken] == [
        {
            "papers_at_opening": "papers",
            "papers": "papers",
            "weight": "roll",
            "votes_logged": "changed",
            "replaced": "changed",
        }.get(name, "cast")
    ]


@given(counts=consistent(), by=st.integers(1, 99))
def test_more_voted_than_were_admitted_is_named(counts: Counts, by: int) -> None:
    off = replace(counts, voted=counts.admitted + by)
    assert "admitted" in [line.key for line in reconcile(off).broken]


@given(counts=consistent(), by=st.integers(-99, 99).filter(bool))
def test_a_figure_that_was_not_counted_is_named(counts: Counts, by: int) -> None:
    off = replace(counts, declared={**counts.declared, "for": counts.declared["for"] + by})
    assert [line.key for line in reconcile(off).broken] == ["branches", "recount"]


@given(counts=consistent(), by=st.integers(1, 99))
def test_votes_moved_between_options_are_named_although_the_total_is_right(
    counts: Counts, by: int
) -> None:
    figures = dict(counts.declared)
    figures["for"], figures["against"] = figures["for"] + by, figures["against"] - by
    assert [line.key for line in reconcile(replace(counts, declared=figures)).broken] == ["recount"]


def test_an_option_that_was_never_declared_is_named() -> None:
    line = _vote(recounted={"for": 1, "write-in": 0}, declared={"for": 1})["recount"]
    assert not line.balances
    assert line.sum_in_words == "figures declared 2 = the same when counted again 1"


def test_what_differs_from_the_log_is_named() -> None:
    line = _vote(differs=["roll", "credential:NDC27/B01-1"])["log"]
    assert not line.balances
    assert line.note == "What differs: roll, credential:NDC27/B01-1."


def test_passcodes_are_said_not_to_be_used_rather_than_counted_as_none() -> None:
    line = _vote()["passcodes"]
    assert not line.is_used
    assert line.balances
    assert line.note.startswith("Not used in this vote.")


def test_not_issued_is_given_by_reason() -> None:
    line = _vote(entitled=58, present=57, weight=56, weight_at_opening=56)["roll"]
    assert line.sum_in_words == (
        "entitled 58 = papers issued 56 + not admitted when it opened 1 + admitted without a vote 1"
    )


@pytest.mark.parametrize(
    ("left", "relation", "right", "balances"),
    [
        (56, Relation.EQUAL, 56, True),
        (56, Relation.EQUAL, 55, False),
        (56, Relation.AT_LEAST, 55, True),
        (55, Relation.AT_LEAST, 56, False),
    ],
)
def test_a_line_balances_as_its_relation_says(
    left: int, relation: Relation, right: int, *, balances: bool
) -> None:
    line = Line("x", "X", (Term("a", left + 1), Term("b", 1, -1)), relation, (Term("c", right),))
    assert line.balances is balances
    assert line.sum_in_words == f"a {left + 1} − b 1 {relation} c {right}"  # noqa: RUF001


def _vote(**different: object) -> dict[str, Line]:
    counts = Counts(
        is_card_vote=False,
        entitled=1,
        present=1,
        papers_at_opening=1,
        weight_at_opening=1,
        votes_logged=1,
        voters_logged=1,
        declared={"for": 1},
        papers=1,
        weight=1,
        admitted=1,
        voted=1,
        replaced=0,
        valid=1,
        recounted={"for": 1},
        by_body=[1],
        compared=5,
    )
    return {line.key: line for line in reconcile(replace(counts, **different)).lines}  # type: ignore[arg-type]
