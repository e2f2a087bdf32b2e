"""A motion in parts: what a part is called, which words it has, and what is left without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.wording.dividing import (
    Division,
    division_read,
    only_part_left,
    parts_sentence,
    text_left,
    words_of,
)
from tests.factories.conferences import refused

TEXT = """Conference notes one thing.
Conference believes another.
Conference instructs the executive to:
1. write;
2. meet; and
3. report.
Conference thanks everyone."""


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("last paragraph", [(7, 7)]),
        ("The last paragraph.", [(7, 7)]),
        ("paragraph 3", [(3, 6)]),
        ("paragraphs 1-2", [(1, 2)]),
        ("paragraphs 1 to 2; point 3", [(1, 2), (6, 6)]),
        ("Point 3; point 1", [(4, 4), (6, 6)]),
        ("points 2–3", [(5, 6)]),  # noqa: RUF001 - as Word types it
    ],
)
def test_parts_are_read_as_people_name_them(said: str, lines: list[tuple[int, int]]) -> None:
    assert [(part.first, part.last) for part in division_read(said, TEXT)] == lines


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "no-part"),
        (" ; ", "no-part"),
        ("the nice bit", "part-not-understood"),
        ("paragraph 9", "no-such-part"),
        ("point 4", "no-such-part"),
        ("paragraph 0", "no-such-part"),
        ("paragraphs 2-1", "part-backwards"),
        ("paragraph 3; point 2", "parts-overlap"),
        ("paragraphs 1-4", "part-is-the-whole"),
        ("; ".join(["point 1"] * 21), "too-many-parts"),
        ("paragraph 99999999999999", "part-not-understood"),
    ],
)
def test_division_is_refused_when(said: str, code: str) -> None:
    with refused(code):
        division_read(said, TEXT)


def test_point_named_twice_is_refused() -> None:
    with refused("no-such-part"):
        division_read("point 1", "Notes:\n1. one\nInstructs:\n1. two")


def test_what_is_left_keeps_its_words_and_its_numbers() -> None:
    (part,) = division_read("point 2", TEXT)
    assert words_of(TEXT, part) == "2. meet; and"
    assert text_left(TEXT, [part]) == TEXT.replace("2. meet; and\n", "")


def test_last_part_is_the_motion_once_the_others_are_lost() -> None:
    first, last = division_read("paragraphs 1-3; last paragraph", TEXT)
    assert only_part_left(TEXT, [last], [first])
    assert not only_part_left(TEXT, [last], [])


def test_sentence_is_that_of_conference_papers() -> None:
    assert (
        parts_sentence([("last paragraph", "lost")], "carried")
        == "Taken in parts: last paragraph LOST, remaining motion CARRIED."
    )


LINES = st.lists(
    st.tuples(st.sampled_from(["", "1. ", "2. ", "- "]), st.text("ab ", min_size=1, max_size=8)),
    min_size=1,
    max_size=12,
).map(lambda rows: "\n".join(start + words.strip() + "x" for start, words in rows))


@given(LINES, st.data())
def test_parts_and_what_is_left_are_the_whole_text(text: str, data: st.DataObject) -> None:
    count = text.count("\n") + 1
    cuts = sorted(data.draw(st.sets(st.integers(0, count), min_size=2, max_size=6)))
    parts = [Division(a + 1, b, "part") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    taken = [line for part in parts for line in words_of(text, part).split("\n")]
    left = text_left(text, parts)
    assert sorted([*taken, *(left.split("\n") if left else [])]) == sorted(text.split("\n"))
    assert text_left(text, []) == text


@given(st.text(max_size=60), LINES)
def test_whatever_is_said_is_read_or_refused(said: str, text: str) -> None:
    try:
        parts = division_read(said, text)
    except Refusal:
        return
    assert all(1 <= part.first <= part.last for part in parts)
