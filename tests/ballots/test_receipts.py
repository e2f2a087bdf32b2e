"""Receipt codes lead back to the entry they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.merkle import leaf_hash
from ballots.receipts import leaf_hash_range, receipt_code


@given(leaf=st.binary(max_size=200))
def test_receipt_code_finds_its_entry(leaf: bytes) -> None:
    found = leaf_hash_range(receipt_code(leaf))
    assert found is not None
    first, last = found
    assert first <= leaf_hash(leaf) <= last


@given(leaf=st.binary(max_size=50), other=st.binary(max_size=50))
def test_receipt_code_finds_no_entry_with_another_code(leaf: bytes, other: bytes) -> None:
    found = leaf_hash_range(receipt_code(leaf))
    assert found is not None
    within = found[0] <= leaf_hash(other) <= found[1]
    assert within == (receipt_code(other) == receipt_code(leaf))


@given(leaf=st.binary(max_size=50))
def test_receipt_code_can_be_read_aloud_and_typed_back(leaf: bytes) -> None:
    code = receipt_code(leaf)
    assert not set(code) & set("01IOLQSZBV258U")
    assert leaf_hash_range(f" {code.lower().replace('-', ' ')} ") == leaf_hash_range(code)


@pytest.mark.parametrize("typed", ["", "7F3K", "7F3K-G9M", "7F3K-G9M66", "0O1I-LLLL", "é" * 8])
def test_leaf_hash_range_of_what_is_no_code_is_none(typed: str) -> None:
    assert leaf_hash_range(typed) is None
