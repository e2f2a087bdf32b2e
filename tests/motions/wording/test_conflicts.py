# ruff: noqa: RUF001 - words as they are typed
"""Amendments to one text: which do not go together, and in what order they are taken."""

import json

import pytest

from audit.refusal import Refusal
from motions.management.commands.load_conference import SAMPLE
from motions.wording import (
    Conflict,
    amended_instruction,
    conflicts,
    counted_in,
    counted_words,
    order_of_text,
    read_instruction,
    why_direct_negative,
)
from tests.motions.wording.texts import TEXT


def test_two_that_change_the_same_words_are_found() -> None:
    sample = json.loads(SAMPLE.read_text())
    text = next(row["text"] for row in sample["motions"] if row["id"] == "M5")
    to_it = {r["id"]: r["instruction"] for r in sample["amendments"] if r["to"] == "M5"}
    found = conflicts(text, to_it)
    assert {(each.first, each.second, each.kind) for each in found} == {
        ("M5.1", "M5.2", "same_words"),
        ("M5.1", "M5.2", "cannot_follow"),
        ("M5.2", "M5.1", "cannot_follow"),
    }
    assert found[0].words == "in residential care"


def test_one_carried_may_leave_another_nothing_to_amend() -> None:
    found = conflicts(TEXT, {1: "Delete paragraph 2.", 2: "After 'safe' insert 'and sound'."})
    assert (
        Conflict(1, 2, "same_words", "One inserts words into what the other takes out.", "")
        in found
    )
    assert any(each[:3] == (1, 2, "cannot_follow") for each in found)
    assert not any(each[:3] == (2, 1, "cannot_follow") for each in found)


def test_two_that_insert_at_one_place_are_found() -> None:
    found = conflicts(TEXT, {"a": "After 'safe' insert 'x'.", "b": "After 'safe' insert 'y'."})
    assert [each.kind for each in found] == ["same_place"]
    assert found[0].reason == "Both insert words after “believes that safe”."


def test_amendments_far_apart_go_together() -> None:
    assert not conflicts(TEXT, {1: "Delete 'two depots'.", 2: "Delete point 1.", 3: "Nonsense"})


def test_the_order_is_that_of_the_text() -> None:
    to_it = {
        "end": "At end add 'x'.",
        "odd": "Tidy it",
        "mid": "Delete 'safe'.",
        "top": "Delete all.",
    }
    assert order_of_text(TEXT, to_it) == ["top", "mid", "end", "odd"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("After 'believes that' insert 'not'", "It adds “not”."),
        ("Delete 'welcomes' and insert 'regrets'", "It turns “welcomes” into “regrets”."),
        ("Delete all after 'Conference notes'", ("It deletes all but the opening words and puts "
         "nothing in their place.")),
        ("Delete 'two depots' and insert 'three yards'", ""),
        (("Delete all after 'Conference notes' and insert 'that the contract was signed in haste, "
         "and instructs the executive to report on it to each branch.'"), ""),
        ("No instruction", ""),
    ],
)  # fmt: skip
def test_a_direct_negative_is_flagged(words: str, why: str) -> None:
    assert why_direct_negative(TEXT, words) == why


def test_only_the_sample_amendment_that_was_ruled_out_is_flagged() -> None:
    sample = json.loads(SAMPLE.read_text())
    texts = {row["id"]: row["text"] for row in sample["motions"]}
    flagged = [
        row["id"]
        for row in sample["amendments"]
        if why_direct_negative(texts[row["to"]], row["instruction"])
    ]
    assert flagged == ["M6.1"]


def test_rubrics_are_not_counted() -> None:
    words = "Delete all after 'fairness' and insert: 'and asks – at once – for more.'"
    assert counted_in(words) == 6
    assert counted_words(read_instruction("Delete paragraph 2.")) == 0
    assert counted_in("Make it better") == 3


def test_every_motion_of_the_sample_counts_as_it_says() -> None:
    for row in json.loads(SAMPLE.read_text())["motions"]:
        assert counted_words(row["text"]) == row["word_count"]


def test_an_amendment_to_an_amendment_amends_what_it_would_insert() -> None:
    first = "After 'two depots' insert 'and three yards in the north'."
    assert amended_instruction(first, "Delete 'three' and insert 'four'.") == (
        "After 'two depots' insert 'and four yards in the north'."
    )


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("Delete 'two depots'.", "Delete 'two'.", "inserts-nothing"),
        ("After 'two depots' insert 'and yards'.", "Delete 'two'.", "words-not-found"),
        ("After 'two' insert 'a b'; after 'free' insert 'a c'.", "Delete 'a'.", "words-not-unique"),
    ],
)
def test_refused_when_it_fits_no_words_or_several(first: str, second: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        amended_instruction(first, second)
    assert refused.value.code == code
