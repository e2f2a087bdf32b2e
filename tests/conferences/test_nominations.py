"""The arithmetic of a field of candidates, tried against every way of seating them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.counting.contest import Reserved
from conferences.nominations import Outlook, Standing, by_lot, by_surname, words_in
from conferences.voting_rules import OFFERED, faults

TAGS = ("women", "low-paid members")
people = st.lists(st.frozensets(st.sampled_from(TAGS)), max_size=5)


@st.composite
def fields(draw: st.DrawFn) -> Standing:
    kept = tuple(
        Reserved(tag, draw(st.integers(1, 2)))
        for tag in draw(st.lists(st.sampled_from(TAGS), unique=True))
    )
    least = max(1, sum(each.seats for each in kept))
    seats = draw(st.integers(least, least + 2))
    return Standing(seats, tuple(draw(people)), draw(st.booleans()), kept)


def seated_at_most(field: Standing) -> int:
    """Try, for each candidate in turn, no place and every kind of place."""
    free = Counter({each.tag: each.seats for each in field.reserved})
    free[""] = field.seats - free.total()

    def best(left: tuple[frozenset[str], ...]) -> int:
        if not left:
            return 0
        found = best(left[1:])
        for kind in [kind for kind in ("", *left[0]) if free[kind]]:
            free[kind] -= 1
            found = max(found, 1 + best(left[1:]))
            free[kind] += 1
        return found

    return best(field.candidates)


@given(fields())
def test_as_many_can_be_elected_as_any_seating_finds_places_for(field: Standing) -> None:
    assert field.electable == seated_at_most(field)


@given(st.integers(1, 4), people)
def test_where_no_place_is_kept_the_lesser_number_decides(
    seats: int, candidates: list[frozenset[str]]
) -> None:
    field = Standing(seats, tuple(candidates))
    assert field.electable == min(seats, len(candidates))
    assert field.vacancies == max(0, seats - len(candidates))
    assert (field.outlook is Outlook.CONTESTED) == (len(candidates) > seats)


@given(fields())
def test_a_field_is_said_in_one_sentence_that_ends(field: Standing) -> None:
    assert field.sentence.endswith(".")
    assert (field.outlook is Outlook.NOBODY) == (not field.candidates)
    assert field.electable <= min(field.seats, len(field.candidates))
    contested = field.electable < len(field.candidates)
    assert (field.outlook is Outlook.CONTESTED) == contested


@pytest.mark.parametrize(
    ("stand", "seats", "ron", "sentence"),
    [
        (2, 3, False, "2 candidates for 3 places: both elected unopposed, one place vacant."),
        (3, 3, False, "3 candidates for 3 places: all three elected unopposed."),
        (1, 1, False, "1 candidate for 1 place: elected unopposed."),
        (1, 1, True, "1 candidate for 1 place: conference confirms, or re-opens nominations."),
        (5, 3, True, "5 candidates for 3 places: there is a vote."),
        (0, 1, True, "Nobody stands for 1 place: the place is vacant."),
        (0, 3, False, "Nobody stands for 3 places: all three places are vacant."),
    ],
)
def test_what_comes_of_nominations_is_said(
    *, stand: int, seats: int, ron: bool, sentence: str
) -> None:
    assert Standing(seats, (frozenset(),) * stand, ron).sentence == sentence


def test_places_that_are_kept_can_make_a_vote_of_too_few_candidates() -> None:
    woman, man = frozenset({"women"}), frozenset[str]()
    field = Standing(4, (woman, man, man, man), reserved=(Reserved("women", 2),))
    assert (field.electable, field.vacancies) == (3, 1)
    assert field.sentence == (
        "4 candidates for 4 places, but places are kept (2 for women): there is a vote, "
        "one place vacant."
    )


@pytest.mark.parametrize(
    ("seats", "kept"), [(0, ()), (1, (Reserved("women", 0),)), (1, (Reserved("women", 2),))]
)
def test_refused_when_there_cannot_be_such_places(seats: int, kept: tuple[Reserved, ...]) -> None:
    with pytest.raises(ValueError, match="place"):
        Standing(seats, (), reserved=kept)


NAMES = ["Ottoline Braddock", "Celeste Adeyemi-Ward", "Éire Áine Ward", "Fergus Nairnside"]


def test_a_paper_is_in_the_order_of_surnames_accents_aside() -> None:
    assert [NAMES[place] for place in by_surname(NAMES)] == [
        "Celeste Adeyemi-Ward",
        "Ottoline Braddock",
        "Fergus Nairnside",
        "Éire Áine Ward",
    ]


@given(st.permutations(NAMES), st.text(max_size=20))
def test_a_lot_gives_the_same_order_whoever_was_nominated_first(
    names: list[str], seed: str
) -> None:
    drawn = [names[place] for place in by_lot(names, seed)]
    assert drawn == [NAMES[place] for place in by_lot(NAMES, seed)]
    assert sorted(drawn) == sorted(NAMES)


@given(st.lists(st.sampled_from(["A B", "C B", "", "B"]), max_size=6), st.text(max_size=5))
def test_nobody_is_lost_from_a_paper(names: list[str], seed: str) -> None:
    assert sorted(by_surname(names)) == sorted(by_lot(names, seed)) == list(range(len(names)))


def test_words_are_what_white_space_divides() -> None:
    assert words_in("I have served\n\n  two terms. ") == 5


def test_each_rule_says_how_to_mark_and_who_is_elected() -> None:
    for code, rule in OFFERED.items():
        assert (rule.code, rule.mark[-1], rule.elect[-1]) == (code, ".", ".")


@pytest.mark.parametrize(
    ("code", "seats", "ron", "reserved", "found"),
    [
        ("ers97", 3, True, False, 0),
        ("plurality", 4, True, True, 0),
        ("av", 2, True, False, 1),
        ("meek", 3, True, False, 0),
        ("meek", 3, True, True, 1),
        ("ers97", 3, True, True, 0),
        ("schulze", 3, True, True, 2),
        ("fptp", 1, False, False, 1),
    ],
)
def test_a_rule_takes_what_it_has_words_for(
    *, code: str, seats: int, ron: bool, reserved: bool, found: int
) -> None:
    assert len(faults(code, seats=seats, ron=ron, reserved=reserved)) == found
