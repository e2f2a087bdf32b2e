"""A page's subscription grants what the view decided, for as long as it says, and nothing else."""

import pytest
import time_machine
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from live import tokens


def test_token_grants_its_channels_and_no_other() -> None:
    subscription = tokens.read(tokens.issue(["floor:NDC27"]))

    assert subscription.channels == ("floor:NDC27",)


def test_token_from_a_page_lasts_about_an_hour() -> None:
    lifetimes = {
        s.expires_at - s.issued_at
        for s in (tokens.read(tokens.issue(["floor:NDC27"])) for _ in range(50))
    }

    assert min(lifetimes) >= 2700
    assert max(lifetimes) <= 4500
    assert len(lifetimes) > 10, "a hall must not come back all at once"


def test_token_is_refused_once_expired() -> None:
    with time_machine.travel("2027-06-15T10:00:00Z", tick=False) as clock:
        token = tokens.issue(["floor:NDC27"], seconds=60)
        clock.shift(59)
        assert tokens.read(token).channels
        clock.shift(1)
        with pytest.raises(tokens.TokenExpiredError):
            tokens.read(token)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é", "\x00" * 10])
def test_token_is_refused_when_not_ours(token: str) -> None:
    with pytest.raises(tokens.TokenForgedError):
        tokens.read(token)


def test_token_is_refused_when_signed_for_another_purpose() -> None:
    with pytest.raises(tokens.TokenForgedError):
        tokens.read(signing.dumps([["desk:NDC27"], 0, 2**40], salt="another purpose"))


@given(place=st.integers(min_value=0), letter=st.characters(codec="ascii"))
def test_token_is_refused_with_any_letter_changed(place: int, letter: str) -> None:
    token = tokens.issue(["floor:NDC27"])
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed == token:
        return

    with pytest.raises(tokens.TokenForgedError):
        tokens.read(changed)
