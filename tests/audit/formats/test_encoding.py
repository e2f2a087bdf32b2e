"""Strict base64 and decimals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.encoding import (
    base64_bytes,
    base64_text,
    base64url_bytes,
    base64url_text,
    decimal,
)
from audit.formats.errors import BadEncoding


@given(st.binary(max_size=80))
def test_bytes_come_back_whole(data: bytes) -> None:
    assert base64_bytes(base64_text(data)) == data
    assert base64url_bytes(base64url_text(data)) == data


@pytest.mark.parametrize(
    "text", ["YQ", "YQ=", "YQ===", "YR==", "Y Q==", "YQ==\n", "-_-_", "é", "="]
)
def test_other_spelling_of_base64_is_refused(text: str) -> None:
    with pytest.raises(BadEncoding):
        base64_bytes(text)


@pytest.mark.parametrize("text", ["YQ==", "YR", "Y", "+/+/", "YQ\n", "Y!Q", "é"])
def test_other_spelling_of_base64url_is_refused(text: str) -> None:
    with pytest.raises(BadEncoding):
        base64url_bytes(text)


@given(st.integers(0, 2**63 - 1))
def test_number_is_read(number: int) -> None:
    assert decimal(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "01", "+1", "-1", " 1", "1 ", "1_2", "0x1", "1.0", "1e2", "١٢", "²", str(2**63)]
)
def test_other_spelling_of_a_number_is_refused(text: str) -> None:
    with pytest.raises(BadEncoding):
        decimal(text)
