"""Amendments applied to the words of motions."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.management.commands.load_conference import SAMPLE
from motions.wording import apply_amendment, read_instruction

TEXT = (
    "Conference notes the closure.\n"
    "Conference believes that safe staffing matters.\n"
    "Conference instructs the executive to:\n"
    "1. campaign for a limit;\n"
    "2. publish a checklist; and\n"
    "3. report each year."
)


def test_after_point_inserts_and_renumbers() -> None:
    amended = apply_amendment(TEXT, "After point 2 insert: '3. meet the employer;' and renumber.")
    assert amended.split("\n")[3:] == [
        "1. campaign for a limit;",
        "2. publish a checklist; and",
        "3. meet the employer;",
        "4. report each year.",
    ]


def test_after_point_without_a_number_gets_the_next_one() -> None:
    amended = apply_amendment(TEXT, "After point 3 add 'tell members.'")
    assert amended.endswith("3. report each year.\n4. tell members.")


def test_delete_point_renumbers() -> None:
    amended = apply_amendment(TEXT, "Delete point 1 and renumber")
    assert amended.endswith("1. publish a checklist; and\n2. report each year.")


def test_delete_all_after_keeps_the_words_named() -> None:
    amended = apply_amendment(TEXT, "Delete all after 'safe staffing' and insert: 'is the law.'")
    assert amended == (
        "Conference notes the closure.\nConference believes that safe staffing is the law."
    )


def test_delete_all_after_with_nothing_to_insert() -> None:
    assert apply_amendment("One. Two. Three.", "Delete all after 'Two.'") == "One. Two."


def test_replace_in_the_last_paragraph_touches_no_other() -> None:
    amended = apply_amendment(TEXT, "In the last paragraph delete 'Conference' and insert 'It'.")
    assert amended.count("Conference") == 2
    assert "It instructs" in amended


def test_replace_in_a_numbered_paragraph() -> None:
    assert "Conference regrets" in apply_amendment(
        TEXT, "In paragraph 1, delete 'notes' and insert 'regrets'."
    )


def test_replace_in_a_point() -> None:
    assert "2. publish a poster; and" in apply_amendment(
        TEXT, "In point 2, delete 'checklist' and insert 'poster'"
    )


def test_delete_closes_the_gap() -> None:
    assert apply_amendment("a safe and sound plan", "Delete 'safe and'.") == "a sound plan"
    assert apply_amendment("a plan, in time.", "Delete ', in time'") == "a plan."


def test_add_at_end_goes_on_with_the_sentence() -> None:
    assert apply_amendment(TEXT, "At end add: 'and each branch.'").endswith(
        "report each year and each branch."
    )


def test_add_at_end_begins_a_new_sentence() -> None:
    assert apply_amendment(TEXT, "Add at end: 'Branches will help.'").endswith(
        "report each year. Branches will help."
    )


def test_after_and_before_words() -> None:
    assert "the sudden closure" in apply_amendment(TEXT, "After 'notes the' insert 'sudden'")
    assert "all safe staffing" in apply_amendment(TEXT, "Before 'safe staffing' insert 'all'")


def test_typographic_quotation_marks_are_read() -> None:
    assert "poster" in apply_amendment(TEXT, "Delete “checklist” and insert ‘poster’.")  # noqa: RUF001


def test_an_apostrophe_does_not_end_the_words() -> None:
    amended = apply_amendment("It ends.", "At end add: 'The Union's side, members' data, all.'")
    assert amended == "It ends. The Union's side, members' data, all."


@pytest.mark.parametrize(
    ("instruction", "code"),
    [
        ("Delete 'unicorns' and insert 'horses'", "words-not-found"),
        ("Delete 'Conference' and insert 'Congress'", "words-not-unique"),
        ("In paragraph 9, delete 'notes'", "words-not-found"),
        ("In point 9, delete 'notes'", "words-not-found"),
        ("After point 9 insert: 'x'", "words-not-found"),
        ("Make it better", "instruction-not-understood"),
        ("", "instruction-not-understood"),
    ],
)
def test_refused_when_the_place_is_not_certain(instruction: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        apply_amendment(TEXT, instruction)
    assert refused.value.code == code


def test_refused_when_two_points_bear_the_number() -> None:
    with pytest.raises(Refusal) as refused:
        apply_amendment("1. one\nthen\n1. another", "Delete point 1")
    assert refused.value.code == "words-not-unique"


_words = st.lists(st.text("abcdef", min_size=1, max_size=5), min_size=1, max_size=3).map(" ".join)


@given(_words, _words, _words)
def test_replacing_words_and_back_gives_the_same_text(before: str, old: str, new: str) -> None:
    text = f"{before.upper()} {old} END"
    if text.count(old) != 1:
        return
    amended = apply_amendment(text, f"Delete '{old}' and insert '{new}'")
    assert amended == f"{before.upper()} {new} END"


@given(st.text(max_size=80))
def test_any_words_are_understood_or_refused(words: str) -> None:
    try:
        read_instruction(words)
    except Refusal as refusal:
        assert refusal.code == "instruction-not-understood"  # noqa: PT017


def test_every_amendment_of_the_sample_that_is_in_order_can_be_applied() -> None:
    sample = json.loads(SAMPLE.read_text())
    texts = {row["id"]: row["text"] for row in sample["motions"]}
    for row in sample["amendments"]:
        if row["soc_decision"] == "in_order":
            assert apply_amendment(texts[row["to"]], row["instruction"]) != texts[row["to"]]


def test_the_sample_amendments_give_these_words() -> None:
    sample = json.loads(SAMPLE.read_text())
    texts = {row["id"]: row["text"] for row in sample["motions"]}
    rows = {row["id"]: row for row in sample["amendments"]}

    def amended(number: str) -> str:
        return apply_amendment(texts[rows[number]["to"]], rows[number]["instruction"])

    assert "\n3. include part-time members on the same terms" in amended("M1.1")
    assert amended("M1.1").endswith("\n4. report the results of all pilots to Conference 2028.")
    assert amended("M1.2").endswith(
        "as well as a fairness measure and asks the National Executive Council to gather "
        "evidence before any claim is published."
    )
    assert "for legal minimum staffing levels in residential and home care, paid" in amended("M5.1")
    assert amended("M11.1").endswith("on the Union's side, the vote shall be taken again.")
    assert "details before each ballot in Welsh as well as in English." in amended("M12.1")
    assert amended("M13.1").endswith("used by safety representatives and to report each year.")
