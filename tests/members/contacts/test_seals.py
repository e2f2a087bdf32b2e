import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.contacts.seals import BadSeal, ContactSeals

OLD, NEW = "an old secret of thirty-two signs", "a new secret of thirty-two signs"
SEALS = ContactSeals(OLD)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(detail=TEXT, number=TEXT)
def test_sealed_detail_opens_for_its_own_member_and_kind(detail: str, number: str):
    sealed = SEALS.close(detail, kind="email", number=number)
    assert SEALS.open(sealed, kind="email", number=number) == detail
    assert SEALS.close(detail, kind="email", number=number) != sealed
    for kind, other in (("mobile", number), ("email", f"{number}1")):
        with pytest.raises(BadSeal):
            SEALS.open(sealed, kind=kind, number=other)


@given(detail=TEXT, cut=st.integers(0, 40), flip=st.integers(0, 255))
def test_altered_seal_does_not_open(detail: str, cut: int, flip: int):
    sealed = bytearray(SEALS.close(detail, kind="email", number="L1"))
    place = cut % len(sealed)
    altered = bytes(sealed[:place]) + bytes([sealed[place] ^ (flip or 1)]) + sealed[place + 1 :]
    for bad in (altered, bytes(sealed[:place])):
        with pytest.raises(BadSeal):
            SEALS.open(bad, kind="email", number="L1")


def test_secret_is_changed_without_losing_anything():
    before = SEALS.close("asha@example.org", kind="email", number="L1")
    both = ContactSeals(NEW, OLD)
    assert both.open(before, kind="email", number="L1") == "asha@example.org"
    assert not both.is_current(before)
    assert both.is_current(both.close("asha@example.org", kind="email", number="L1"))
    mark = SEALS.mark("asha@example.org", kind="email")
    assert mark in both.marks("asha@example.org", kind="email")
    with pytest.raises(BadSeal, match="not at hand"):
        ContactSeals(NEW).open(before, kind="email", number="L1")


def test_same_address_has_the_same_mark_and_another_kind_has_not():
    mark = SEALS.mark("01632960117", kind="landline")
    assert mark == ContactSeals(OLD).mark("01632960117", kind="landline")
    assert mark != SEALS.mark("01632960117", kind="mobile")
    assert mark != ContactSeals(NEW).mark("01632960117", kind="landline")
