"""Lots: drawn from a seed by anyone alike, or by hand before a witness."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.counting.lots import Draw, LotNeeded, Lots, PhysicalLot, Sampler

SEED = "NDC27/E1 dice 4 2 6 1 3"
WHY, RULE = "They tie for the last place.", "5.6.2"
SPAN = 2**256


def test_seed_draws_what_sha256sum_and_a_calculator_give():
    # printf 'NDC27/E1 dice 4 2 6 1 3,0' | sha256sum, as a whole number, modulo 3; and so on
    sampler = Sampler(SEED)
    first = "467a5f5dc7913a78090929a10a14a1358c48a5bb2476fccb84713a20b2f16939"
    assert sampler.draw(3) == (2, 0, first)
    assert [sampler.draw(among)[:2] for among in (3, 2, 5)] == [(2, 1), (1, 2), (4, 3)]


def test_hash_above_the_largest_multiple_is_passed_over():
    # With n just above half the span, one multiple fits below it: about half of all hashes do not.
    among = SPAN // 2 + 1
    hashes = [int(sha256(f"{SEED},{n}".encode()).hexdigest(), 16) for n in range(40)]
    accepted = [(n, one) for n, one in enumerate(hashes) if one < among]
    assert len(accepted) < len(hashes)
    sampler = Sampler(SEED)
    for counter, number in accepted:
        assert sampler.draw(among)[:2] == (number, counter)


@given(st.text(max_size=20), st.lists(st.integers(1, 40), max_size=12))
def test_same_seed_draws_the_same(seed: str, asked: list[int]):
    one, other = Sampler(seed), Sampler(seed)
    drawn = [one.draw(among) for among in asked]
    assert drawn == [other.draw(among) for among in asked]
    assert all(0 <= number < among for (number, *_rest), among in zip(drawn, asked, strict=True))
    assert [counter for _number, counter, _hash in drawn] == sorted({each[1] for each in drawn})


def test_draw_falls_among_those_who_tie_in_the_order_of_the_paper():
    lots = Lots(SEED)
    assert lots.draw([9, 4, 7], why=WHY, rule=RULE) == 9  # 2 of 0..2 in the order 4, 7, 9
    assert lots.draws == [
        Draw(
            (4, 7, 9),
            9,
            WHY,
            RULE,
            counter=0,
            hash="467a5f5dc7913a78090929a10a14a1358c48a5bb2476fccb84713a20b2f16939",
        )
    ]


def test_every_candidate_can_be_drawn():
    lots = Lots(SEED)
    drawn = [lots.draw([1, 2, 3], why=WHY, rule=RULE) for _ in range(60)]
    assert {*drawn} == {1, 2, 3}


def test_lot_by_hand_goes_before_the_seed_and_only_once():
    by_hand = [PhysicalLot(frozenset({2, 5}), 5, "Jo Teller")]
    lots = Lots(SEED, by_hand)
    assert lots.draw([5, 2], why=WHY, rule=RULE) == 5
    assert lots.draws == [Draw((2, 5), 5, WHY, RULE, witness="Jo Teller")]
    assert lots.draw([2, 5], why=WHY, rule=RULE) == 5  # 1 of 0..1: from the seed now
    assert lots.draws[1].counter == 0


def test_lots_by_hand_are_taken_in_their_order():
    lots = Lots(by_hand=[PhysicalLot(frozenset({1, 2}), 2), PhysicalLot(frozenset({1, 2}), 1)])
    assert [lots.draw([1, 2], why=WHY, rule=RULE) for _ in range(2)] == [2, 1]


def test_lot_by_hand_between_others_is_left_alone():
    lots = Lots(by_hand=[PhysicalLot(frozenset({1, 2, 3}), 2), PhysicalLot(frozenset({1, 2}), 1)])
    assert lots.draw([1, 2], why=WHY, rule=RULE) == 1
    assert lots.unused == [PhysicalLot(frozenset({1, 2, 3}), 2)]


def test_lot_is_needed_with_neither_seed_nor_hand():
    with pytest.raises(LotNeeded) as needed:
        Lots().draw([3, 1], why=WHY, rule=RULE)
    assert (needed.value.tied, needed.value.rule) == ((1, 3), "5.6.2")


def test_lot_that_fell_on_nobody_who_ties_is_not_used():
    with pytest.raises(LotNeeded):
        Lots(by_hand=[PhysicalLot(frozenset({1, 2}), 3)]).draw([1, 2], why=WHY, rule=RULE)
