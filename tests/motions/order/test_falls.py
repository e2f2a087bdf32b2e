"""What falls with what: no rounds, alternatives both ways, and chains that people misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.order.falls import Fall, alternatives, chains, out_of_turn, refuse_fall
from tests.factories.conferences import refused


def falls(*pairs: str) -> set[Fall]:
    return {Fall(*pair.split(">")) for pair in pairs}


@pytest.mark.parametrize(
    ("new", "known", "code"),
    [
        ("M1>M1", (), "falls-with-itself"),
        ("M1>M2", ("M1>M2",), "said-already"),
        ("M3>M1", ("M1>M2", "M2>M3"), "falls-in-a-round"),
        ("M2>M1", ("M1>M2", "M1>M3", "M3>M2", "M2>M3"), "falls-in-a-round"),
    ],
)
def test_consequence_is_refused_when(new: str, known: tuple[str, ...], code: str) -> None:
    with refused(code):
        refuse_fall(falls(new).pop(), falls(*known))


def test_three_alternatives_can_be_entered_one_by_one() -> None:
    known: set[Fall] = set()
    for pair in ("M1>M2", "M2>M1", "M2>M3", "M3>M2", "M1>M3", "M3>M1"):
        (new,) = falls(pair)
        refuse_fall(new, known)
        known.add(new)
    assert alternatives(known) == [("M1", "M2"), ("M1", "M3"), ("M2", "M3")]
    assert chains(known) == []


def test_chain_is_shown_and_what_comes_too_late_too() -> None:
    known = falls("M1>M2", "M2>M3", "M4>M3")
    assert chains(known) == [("M1", "M2", "M3")]
    assert out_of_turn(known, ["M2", "M1", "M3", "M4"]) == [Fall("M1", "M2"), Fall("M4", "M3")]


NUMBERS = st.sampled_from(["M1", "M2", "M3", "M4", "M5"])


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=30))
def test_whatever_is_let_in_never_goes_round_one_way(pairs: list[tuple[str, str]]) -> None:
    known: set[Fall] = set()
    for pair in pairs:
        try:
            refuse_fall(Fall(*pair), known)
        except Refusal:
            continue
        known.add(Fall(*pair))
    # Alternatives count as one; what is left one way between them can be put in an order.
    names = {name: name for pair in pairs for name in pair}
    for one, other in alternatives(known):
        old, new = names[one], names[other]
        names = {name: new if group == old else group for name, group in names.items()}
    edges = {
        (names[fall.carried], names[fall.fallen]) for fall in known if fall.turned not in known
    }
    edges = {(a, b) for a, b in edges if a != b}
    while edges:
        ends = {b for _a, b in edges} - {a for a, _b in edges}
        assert ends, edges
        edges = {(a, b) for a, b in edges if b not in ends}
