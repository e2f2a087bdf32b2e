"""What messages say: spelt so that it is understood, in one text, signed, and tried in time."""

import random
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.delivery.patience import LONGEST_WAIT, wait_after
from members.delivery.signatures import TOLERANCE_SECONDS, is_signed, sign
from members.delivery.speech import FIGURES, WORDS, spelt, spoken
from members.delivery.text_message import PLAIN, plain, text_message
from members.passcodes import ALPHABET, generate, spaced

UNTIL = "until 18:00 on 24 September"


def test_every_character_of_a_passcode_can_be_said_and_no_two_sound_alike():
    said = spelt(ALPHABET)

    assert len(set(said)) == len(ALPHABET) == len(FIGURES) + len(WORDS)
    assert all(word.startswith(letter) for letter, word in WORDS.items())
    assert spelt("7kp") == ["seven", "K for Kilo", "P for Papa"]


def test_call_reads_the_passcode_twice_and_says_no_number_as_one():
    phrases = spoken(
        first_name="Ewart", number_ends="117", passcode="7KP X34", until=UNTIL, name=""
    )

    assert [phrases.count(f"{each}.") for each in spelt("7KPX34")] == [2] * 6
    assert any("1, 1, 7" in phrase for phrase in phrases)


@given(
    name=st.text(max_size=60), number=st.text(max_size=3), union=st.one_of(st.just(""), st.text())
)
def test_text_message_fits_in_one_and_always_holds_its_passcode(name: str, number: str, union: str):
    passcode = spaced(generate(8))

    text = text_message(
        first_name=name, number_ends=number, passcode=passcode, until=UNTIL,
        name=union,
    )  # fmt: skip

    assert len(text) <= 160
    assert set(text) <= PLAIN
    assert f"your passcode is {passcode}." in text
    assert "http" not in text.replace(plain(name), "").replace(plain(union), "")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Zoë", "Zoe"),
        ("Siân", "Sian"),
        ("Renée", "Renée"),
        ("O\u2019Brien", "O'Brien"),
        ("Łukasz", "Lukasz"),
        ("\U0001d54f", "X"),
    ],
)
def test_name_is_written_in_the_nearest_plain_letters(written: str, sent: str):
    assert plain(written) == sent


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_signature_holds_for_one_body_and_secret_only(body: bytes, other: bytes):
    signature = sign("secret", "1000", body)

    assert is_signed("secret", "1000", signature, body, now=1000)
    assert is_signed("secret", "1000", signature, other, now=1000) == (body == other)
    assert not is_signed("", "1000", sign("", "1000", body), body, now=1000)


@pytest.mark.parametrize(
    "timestamp", ["", "x", "-1000", "\uff11\uff10\uff10\uff10", "1e3", "9" * 400]
)
def test_time_that_is_no_time_is_refused(timestamp: str):
    assert not is_signed("secret", timestamp, sign("secret", timestamp, b""), b"", now=1000)


@pytest.mark.parametrize(("off", "holds"), [(0, True), (300, True), (-300, True), (301, False)])
def test_signature_holds_for_five_minutes(off: int, *, holds: bool):
    signature = sign("secret", "1000", b"")

    assert is_signed("secret", "1000", signature, b"", now=1000 + off) == holds
    assert TOLERANCE_SECONDS == 300


@given(st.integers(1, 100), st.floats(0, 1), st.integers(0, 10_000))
def test_wait_keeps_what_is_asked_and_is_never_longer_than_ten_minutes(
    tries: int, chance: float, asked: int
):
    wait = wait_after(tries, chance, timedelta(seconds=asked))

    assert timedelta(seconds=1) <= wait <= LONGEST_WAIT
    assert wait >= min(timedelta(seconds=asked), LONGEST_WAIT)


def test_those_who_failed_together_do_not_come_back_together():
    dice = random.Random(5)

    waits = {wait_after(8, dice.random()) for _ in range(100)}

    assert len(waits) == 100
    assert max(waits) - min(waits) > timedelta(minutes=1)


def test_no_words_of_a_message_name_what_it_is_for():
    said = " ".join(spoken(first_name="A", number_ends="1", passcode="7KP", until=UNTIL, name=""))
    said += text_message(first_name="A", number_ends="1", passcode="7KP", until=UNTIL)

    assert not re.search(r"(?i)\b(union|member|ballot|vote|election|conference|branch)", said)
