import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.screens.addresses import BadAddressError, https_address, origin_of


@pytest.mark.parametrize(
    "typed",
    [
        "http://stream.example.org/",
        "javascript:alert(1)",
        "stream.example.org",
        "https://",
        "https://name:secret@meet.example.org/",
        "https://a.example.org/; frame-src *",
        "https://a.example.org:99999/",
        "https://[::1/",
        "https://a.example.org/\nSet-Cookie: x",
        "https://a.example.org/" + "x" * 500,
        "https://bücher.example/",
    ],
)
def test_address_refused_when_unsafe(typed: str) -> None:
    with pytest.raises(BadAddressError):
        https_address(typed)


@given(st.text(max_size=80))
def test_an_address_that_is_kept_has_one_origin_that_a_policy_can_name(typed: str) -> None:
    try:
        kept = https_address(typed)
    except BadAddressError:
        return
    if kept:
        origin = origin_of(kept)
        assert origin.startswith("https://")
        assert not set(origin) & set(" ;,'\"")


@given(st.from_regex(r"[a-z]{1,20}\.example\.org(:8443)?(/[a-z]{0,9})?", fullmatch=True))
def test_a_plain_https_address_is_kept_as_typed(rest: str) -> None:
    assert https_address(f" https://{rest} ") == f"https://{rest}"
