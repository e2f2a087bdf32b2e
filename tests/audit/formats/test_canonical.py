"""One value, one spelling."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.canonical import MAX_INTEGER, canonical, parse
from audit.formats.errors import NotCanonical

keys = st.text(st.characters(max_codepoint=127), max_size=8)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_was_written_is_read_back_whole(value: object) -> None:
    assert parse(canonical(value)) == value


@given(values)
def test_other_spellings_of_a_value_are_refused(value: object) -> None:
    data = canonical(value)
    for other in (
        json.dumps(value, ensure_ascii=True, indent=1).encode(),
        json.dumps(value, ensure_ascii=False).encode(),
        data + b"\n",
        b" " + data,
        b"\xef\xbb\xbf" + data,
    ):
        if other != data:
            with pytest.raises(NotCanonical):
                parse(other)


@given(st.dictionaries(keys, values, min_size=2, max_size=5))
def test_keys_in_any_other_order_are_refused(value: dict[str, object]) -> None:
    unsorted = dict(sorted(value.items(), reverse=True))
    data = json.dumps(unsorted, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(NotCanonical):
        parse(data)


@given(values, st.data())
def test_changed_byte_is_refused_or_means_something_else(
    value: object, data: st.DataObject
) -> None:
    original = canonical(value)
    at = data.draw(st.integers(0, len(original) - 1))
    changed = (
        original[:at] + bytes([original[at] ^ data.draw(st.integers(1, 255))]) + original[at + 1 :]
    )
    try:
        read = parse(changed)
    except NotCanonical:
        return
    assert canonical(read) == changed != original


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_but_never_break_the_reader(data: bytes) -> None:
    with contextlib.suppress(NotCanonical):
        assert canonical(parse(data)) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"nul",
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"-9007199254740992",
        b"1" * 5000,
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"\xc3\xa9":1}',
        b'"\\u0041"',
        b'"\\u00e9"',
        b'"\\/"',
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b'"\xed\xa0\x80"',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b'"\x01"',
        b"[" * 100_000,
        b"{}{}",
    ],
)
def test_bytes_out_of_canonical_form_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 2**53, -(2**53), b"x", {"é": 1}, {1: 1}, {1, 2}, object(), "\ud800"],
)
def test_value_without_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({"inside": [value]})


def test_value_nested_without_end_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(NotCanonical):
        canonical(endless)


def test_form_is_that_of_rfc_8785() -> None:
    """The string example of RFC 8785 section 3.2.2.2, and sorting of its ASCII keys."""
    value = {"string": '\u20ac$\x0f\nA\'B"\\\\"/', "numbers": [0, -1], "literals": [None, True]}
    expected = (
        '{"literals":[null,true],"numbers":[0,-1],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(value) == expected.encode()
