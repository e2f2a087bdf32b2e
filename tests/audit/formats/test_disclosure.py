"""What may be shown of a personal value."""

import base64
import hashlib

from hypothesis import given
from hypothesis import strategies as st

from audit.formats.disclosure import is_disclosed, new_salt, salted_digest

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_digest_is_made_as_sd_jwt_makes_it() -> None:
    """Built from the definition, not from the functions under test."""
    disclosure = base64.urlsafe_b64encode(b'["c2FsdA","choice","for"]').rstrip(b"=")
    digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure).digest()).rstrip(b"=")
    assert salted_digest("c2FsdA", "choice", "for") == digest.decode()


@given(texts, texts, texts)
def test_digest_fits_its_own_salt_name_and_value_only(name: str, value: str, other: str) -> None:
    salt = new_salt()
    digest = salted_digest(salt, name, value)
    assert is_disclosed(digest, salt=salt, name=name, value=value)
    assert not is_disclosed(digest, salt=new_salt(), name=name, value=value)
    assert is_disclosed(digest, salt=salt, name=name, value=other) == (other == value)
    assert is_disclosed(digest, salt=salt, name=other, value=value) == (other == name)


def test_salts_are_128_random_bits() -> None:
    salts = {new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {22}
