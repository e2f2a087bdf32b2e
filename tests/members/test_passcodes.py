"""Passcodes are readable, forgiving to type, and sealed to one device and one purpose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import passcodes

PEPPER = b"a pepper for tests"
codes = st.text(passcodes.ALPHABET, min_size=1, max_size=12)
names = st.text(max_size=20)
clutter = st.text(' -\u2013\u00a0\u200b\t\n.\u2019"', max_size=3)


def test_alphabet_has_no_look_alikes():
    assert not set(passcodes.ALPHABET) & set("0OQ1IL2Z5S8BUV")
    assert len(set(passcodes.ALPHABET)) == len(passcodes.ALPHABET)


@pytest.mark.parametrize("length", [passcodes.MAILED_LENGTH, passcodes.PRINTED_LENGTH])
def test_generated_passcode_could_be_one(length: int):
    code = passcodes.generate(length)

    assert len(code) == length
    assert passcodes.could_be_passcode(code, length)


def test_generated_passcodes_use_the_whole_alphabet():
    assert set("".join(passcodes.generate() for _ in range(500))) == set(passcodes.ALPHABET)


def test_spaced_passcode_has_two_halves():
    assert passcodes.spaced("K7PX34") == "K7P X34"


@given(codes, st.data())
def test_normalise_undoes_what_people_and_mail_programs_add(code: str, data: st.DataObject):
    typed = "".join(data.draw(clutter) + character for character in code) + data.draw(clutter)

    assert passcodes.normalise(typed.lower()) == code


@given(st.text())
def test_normalise_is_idempotent(entry: str):
    once = passcodes.normalise(entry)

    assert passcodes.normalise(once) == once or len(once) > passcodes.LONGEST_ENTRY


def test_normalise_reads_full_width_letters():
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in "k7PX34")

    assert passcodes.normalise(full_width) == "K7PX34"


@pytest.mark.parametrize("entry", ["", "K7P", "K7P X3O", "K7P X345", "123456", "🗳️" * 6])
def test_slip_is_told_from_passcode(entry: str):
    assert not passcodes.could_be_passcode(entry)


@given(codes, names, names)
def test_sealed_passcode_matches_itself(code: str, device: str, purpose: str):
    sealed = passcodes.seal(code, pepper=PEPPER, device=device, purpose=purpose)

    assert passcodes.matches(code, sealed, pepper=PEPPER, device=device, purpose=purpose)
    assert code not in sealed or len(code) < 4


@given(st.tuples(codes, names, names), st.tuples(codes, names, names))
def test_sealed_passcode_matches_nothing_else(mine: tuple[str, ...], theirs: tuple[str, ...]):
    code, device, purpose = mine
    other, other_device, other_purpose = theirs
    sealed = passcodes.seal(code, pepper=PEPPER, device=device, purpose=purpose)

    assert passcodes.matches(
        other, sealed, pepper=PEPPER, device=other_device, purpose=other_purpose
    ) is (mine == theirs)


def test_sealed_passcode_needs_the_pepper():
    sealed = passcodes.seal("K7PX34", pepper=PEPPER, device="d", purpose="p")

    assert not passcodes.matches("K7PX34", sealed, pepper=b"other", device="d", purpose="p")


def test_empty_seal_matches_nothing():
    assert not passcodes.matches("", "", pepper=PEPPER, device="d", purpose="p")
