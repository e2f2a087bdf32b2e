"""The difference of two versions, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from motions.wording import Change, changes, lines_of
from tests.motions.wording.texts import TEXT


def test_a_change_is_shown_where_it_is() -> None:
    assert changes("a safe plan, in time", "a sound plan, in good time") == [
        Change("same", "a"),
        Change("taken_out", " safe"),
        Change("put_in", " sound"),
        Change("same", " plan, in"),
        Change("put_in", " good"),
        Change("same", " time"),
    ]


def test_rewordings_with_one_word_in_common_are_joined() -> None:
    assert changes("go red and blue now", "go dark and light now") == [
        Change("same", "go"),
        Change("taken_out", " red and blue"),
        Change("put_in", " dark and light"),
        Change("same", " now"),
    ]


def test_a_sentence_put_in_has_its_own_full_stop() -> None:
    assert changes("One. Two.", "One. And. Two. Three.") == [
        Change("same", "One."),
        Change("put_in", " And."),
        Change("same", " Two."),
        Change("put_in", " Three."),
    ]


def test_a_new_paragraph_leaves_the_others_as_they_were() -> None:
    found = changes(TEXT, TEXT.replace("\n1. ", "\n0. begin;\n1. "))
    assert [each.kind for each in found] == ["same", "put_in", "same"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_parts_make_up_both_versions(old: str, new: str) -> None:
    found = changes(old, new)
    assert "".join(each.words for each in found if each.kind != "put_in") == old
    assert "".join(each.words for each in found if each.kind != "taken_out") == new


def test_lines_have_a_fixed_measure_and_points_begin_one() -> None:
    paragraph = "Conference " * 8 + "ends\n1. a point"
    assert lines_of(paragraph) == [
        "Conference Conference Conference Conference Conference Conference",
        "Conference Conference ends",
        "1. a point",
    ]


@given(st.text("abc *\n", max_size=300))
def test_lines_hold_every_word_in_order(text: str) -> None:
    assert " ".join(lines_of(text)).split() == text.split()
