import pytest
from gmpy2 import mpz
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.sealing.products import product_of_powers

P = mpz(2**127 - 1)
PAIRS = st.lists(st.tuples(st.integers(1, P - 1), st.integers(0, 2**90)), max_size=40)


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_product_of_powers_is_that_of_raising_one_by_one(pairs):
    bases = [mpz(base) for base, _ in pairs]
    exponents = [mpz(exponent) for _, exponent in pairs]
    total = mpz(1)
    for base, exponent in zip(bases, exponents, strict=True):
        total = total * pow(base, exponent, P) % P
    assert product_of_powers(P, bases, exponents) == total


def test_product_of_powers_is_one_for_noughts():
    assert product_of_powers(P, [mpz(5)] * 20, [mpz(0)] * 20) == 1


def test_product_of_powers_is_refused_lists_of_two_lengths():
    with pytest.raises(ValueError, match="shorter"):
        product_of_powers(P, [mpz(2)], [])
