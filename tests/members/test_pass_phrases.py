"""What makes a pass-phrase good enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.pass_phrases import LONGEST, SHORTEST, normalise, weakness

KNOWN = ["L00042", "Siân", "O", "Farrant"]


@pytest.mark.parametrize(
    "phrase",
    ["correct horse battery staple", "lanterns above the quiet harbour", "jK8$mQ2!xW9&vR5"],
)
def test_long_phrase_will_do(phrase: str) -> None:
    assert weakness(phrase, KNOWN) == ""


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("", "at least 15"),
        ("hunter2", "at least 15"),
        ("x" * (LONGEST + 1), "at most"),
        ("siân farrant l00042", "your own name"),
        ("abababababababab", "repeats"),
        ("                      ", "repeats"),
    ],
)
def test_weak_phrase_is_told_why(phrase: str, said: str) -> None:
    assert said in weakness(phrase, KNOWN)


@given(st.text(max_size=SHORTEST - 1))
def test_short_phrase_never_does(phrase: str) -> None:
    assert weakness(phrase, [])


@given(st.text())
def test_phrase_has_one_form(typed: str) -> None:
    assert normalise(normalise(typed)) == normalise(typed)


def test_phrase_typed_on_another_keyboard_is_the_same() -> None:
    assert normalise("Sia\N{COMBINING CIRCUMFLEX ACCENT}n ") == normalise("Siân")
