"""The words for an edit made in an editor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.wording import apply_amendment, instruction_for
from tests.motions.wording.texts import TEXT

EDITS = [
    ("safe staffing", "legally safe staffing", "After 'believes that' insert 'legally'."),
    ("signed in May ", "", "Delete 'signed in May'."),
    ("checklist", "poster", "Delete 'checklist' and insert 'poster'."),
    ("2. publish a checklist; and\n3.", "2.", "Delete point 2 and renumber."),
    ("3. rep", "3. meet;\n4. rep", "After point 2 insert '3. meet;' and renumber."),
    ("quiet hours", "quiet hours\n- free tea", "After bullet point 3 insert '- free tea'."),
    ("two depots.", "two depots and a yard.", "After 'depots' insert 'and a yard'."),
    (
        "Conference further",
        "Conference asks why.\nConference further",
        "After paragraph 3 insert 'Conference asks why.'.",
    ),
    (TEXT.split("\n")[0], "It regrets this.", "Delete paragraph 1 and insert 'It regrets this.'."),
    (
        TEXT[TEXT.index(" matters, that") :],
        " is all.",
        "Delete all after 'staffing' and insert 'is all.'.",
    ),
    (TEXT, "", "Delete all."),
    (TEXT, "Something else.", "Delete all and insert 'Something else.'."),
    (
        "Conference notes",
        "Congress notes",
        "In paragraph 1, delete 'Conference' and insert 'Congress'.",
    ),
]


@pytest.mark.parametrize(("was", "now", "words"), EDITS)
def test_an_edit_is_worded_as_a_branch_would(was: str, now: str, words: str) -> None:
    assert TEXT.count(was) == 1
    edited = TEXT.replace(was, now)
    assert instruction_for(TEXT, edited) == words
    assert apply_amendment(TEXT, words) == edited


def test_an_addition_at_the_end_takes_the_place_of_the_full_stop() -> None:
    assert instruction_for("It ends here.", "It ends here and now.") == "At the end add 'and now.'."


def test_refused_when_nothing_is_changed() -> None:
    with pytest.raises(Refusal) as refused:
        instruction_for(TEXT, TEXT)
    assert refused.value.code == "changes-nothing"


_line = st.lists(
    st.sampled_from(
        [
            "Conference",
            "notes",
            "the",
            "of",
            "pay",
            "members'",
            "“dear”",
            "not",
            "staff,",
            "leave;",
            "end.",
            "2",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
_marked = st.tuples(st.sampled_from(["", "", "1. ", "2. ", "- ", "(a) "]), _line).map("".join)
_text = st.lists(_marked, max_size=5).map("\n".join) | st.text(max_size=30)


@given(_text, _text)
def test_the_words_make_the_new_text_of_any_old_one(old: str, new: str) -> None:
    if old != new:
        assert apply_amendment(old, instruction_for(old, new)) == new
