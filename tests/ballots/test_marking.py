"""A paper says what its voter means, or says what is wrong with it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.instructions import TRANSFERABLE, how_to_mark, of_reserved
from ballots.marking import Candidate, ElectionPaper, Marking, moved

ALED, BRONWEN, CARYS, RON = (
    Candidate(1, "Aled Bevan"),
    Candidate(2, "Bronwen Tallis", tags=("women",)),
    Candidate(3, "Carys Dunn"),
    Candidate(4, "Re-open nominations", is_ron=True),
)
FIVE = tuple(Candidate(number, f"Candidate {number}") for number in range(1, 6))


def paper(rule: str = "ers97", **facts: Any) -> ElectionPaper:
    return ElectionPaper(
        **{"rule": rule, "seats": 2, "candidates": (ALED, BRONWEN, CARYS, RON), **facts}
    )


def messages(typed: dict[int, str]) -> list[str]:
    return [fault.message for fault in paper().numbered(typed).faults]


def test_numbers_are_read_as_an_order_of_preference() -> None:
    marks = paper().numbered({3: "1", 1: " 2 ", 2: ""})
    assert (marks.choice, marks.faults) == ((3, 1), ())


def test_two_with_one_number_are_named_and_nothing_typed_is_lost() -> None:
    marks = paper().numbered({1: "1", 2: "1", 3: "2"})
    (fault,) = marks.faults
    assert fault.message == (
        "Aled Bevan and Bronwen Tallis have the same number, 1. Give each a number of their own."
    )
    assert marks.wrong == {1, 2}
    assert marks.typed == {1: "1", 2: "1", 3: "2"}


def test_a_number_left_out_is_said_and_can_be_closed_up() -> None:
    marks = paper().numbered({1: "1", 2: "4", 3: "2"})
    assert marks.has_gap
    (fault,) = marks.faults
    assert fault.message == "You have written 4, but no 3. Number without leaving any out."
    assert paper().marked(marks.choice).typed == {1: "1", 3: "2", 2: "3"}


@pytest.mark.parametrize("words", ["0", "5", "-1", "first", "1.5", "²", "१", "99999999"])
def test_what_is_no_number_of_the_paper_is_quoted(words: str) -> None:
    (message,) = messages({2: words})
    assert message == f"Beside Bronwen Tallis stands “{words}”. Write a number from 1 to 4."


def test_an_empty_paper_is_no_blank_one_by_accident() -> None:
    marks = paper().numbered({})
    assert [fault.message for fault in marks.faults] == ["You have not numbered anybody."]
    assert not marks.is_blank
    assert paper().marked(()).is_blank


def test_withdrawn_candidates_can_not_be_marked() -> None:
    gone = paper(candidates=(ALED, Candidate(2, "Bronwen Tallis", withdrawn="Moved away"), CARYS))
    assert gone.numbered({1: "1", 2: "2"}).choice == (1,)
    assert gone.marked([2]).faults[0].message.startswith("Nobody on this paper")


def test_one_cross_too_many_is_refused_and_all_are_kept() -> None:
    four = paper("plurality", seats=4, candidates=FIVE)
    assert four.marking is Marking.CROSSES
    marks = four.crossed(["1", "2", "3", "4", "5", "9", "x"])
    assert [fault.message for fault in marks.faults] == [
        "You have marked 5. The paper allows 4: take out 1."
    ]
    assert len(marks.typed) == 5
    assert not four.crossed(["5", "2"]).faults


@pytest.mark.parametrize(
    ("rule", "seats", "candidates", "marking", "most"),
    [
        ("ers97", 2, FIVE, Marking.RANKED, 5),
        ("av", 1, FIVE, Marking.RANKED, 5),
        ("approval", 1, FIVE, Marking.CROSSES, 5),
        ("plurality", 1, FIVE, Marking.ONE, 1),
        ("priority", 3, FIVE, Marking.CROSSES, 3),
        ("priority-points", 3, FIVE, Marking.RANKED, 3),
        ("ers97", 1, (ALED, RON), Marking.ONE, 1),
        ("plurality", 9, FIVE, Marking.CROSSES, 5),
    ],
)
def test_how_a_paper_is_marked(
    rule: str, seats: int, candidates: tuple[Candidate, ...], marking: Marking, most: int
) -> None:
    found = paper(rule, seats=seats, candidates=candidates)
    assert (found.marking, found.most) == (marking, most)


def test_choice_of_a_program_is_held_to_the_same_paper() -> None:
    assert not paper().marked([3, 1]).faults
    assert paper().marked([3, 3]).faults[0].message == "A candidate is named twice."
    assert "number 9" in paper().marked([9]).faults[0].message
    assert paper("plurality", seats=1).marked([1, 2]).faults[0].message == "Choose one only."
    assert paper("plurality").marked([3, 1]).choice == (1, 3)


@pytest.mark.parametrize("rule", ["ers97", "scottish", "scottish-stop", "meek", "av"])
def test_no_harm_is_promised_where_it_is_true(rule: str) -> None:
    assert any("never harm" in sentence for sentence in how_to_mark(paper(rule)))


@pytest.mark.parametrize("rule", ["borda", "borda-average", "schulze", "priority-points"])
def test_no_harm_is_not_promised_where_it_is_false(rule: str) -> None:
    assert rule not in TRANSFERABLE
    assert not any("never harm" in sentence for sentence in how_to_mark(paper(rule)))


def test_places_kept_for_some_are_said() -> None:
    assert of_reserved(paper("plurality", reserved=(("women", 1),))) == [
        "1 of the 2 places is reserved for: women. A candidate who may take one is marked so."
    ]


@given(st.permutations(range(1, 6)), st.integers(0, 5))
def test_any_order_that_is_marked_is_read_back(order: list[int], length: int) -> None:
    five = paper(candidates=FIVE)
    marks = five.marked(order[:length])
    assert marks.choice == tuple(order[:length])
    if length:
        assert five.numbered(marks.typed).choice == marks.choice


@given(st.dictionaries(st.integers(0, 6), st.text(max_size=4)))
def test_whatever_is_typed_is_read_or_faulted(typed: dict[int, str]) -> None:
    marks = paper().numbered(typed)
    assert marks.faults or sorted(marks.choice) == sorted(marks.typed)
    assert all(fault.message.endswith(".") for fault in marks.faults)


@given(st.permutations(range(1, 6)), st.integers(1, 6), st.sampled_from([-1, 1]))
def test_moving_keeps_everybody(order: list[int], number: int, by: int) -> None:
    assert sorted(moved(order, number, by)) == sorted(order)


def test_up_is_one_place_up_and_never_past_the_first() -> None:
    assert moved((3, 1, 2), 1, -1) == (1, 3, 2)
    assert moved((3, 1, 2), 3, -1) == (3, 1, 2)
