"""What totals tell of weighted votes."""

import random

import pytest

from ballots.secret.weights import exposure


def weights(number: int, seed: int = 1) -> list[int]:
    drawn = random.Random(seed)
    return [drawn.randint(50, 5000) for _ in range(number)]


def test_equal_weights_tell_only_what_is_unanimous() -> None:
    found = exposure([1, 1, 1], choices=2)
    assert found
    assert found.share == pytest.approx(2 / 8)  # all for, or all against


def test_weights_of_which_no_two_sums_agree_tell_every_vote() -> None:
    assert exposure([1, 3, 9, 27]) == (1.0, False)
    assert "100 in 100" in exposure([1, 3, 9, 27]).words  # type: ignore[union-attr]


def test_nobody_is_told_where_nobody_votes() -> None:
    assert exposure([]) == (0.0, False)


@pytest.mark.parametrize(("number", "least", "most"), [(10, 0.9, 1), (14, 0.5, 0.95), (18, 0, 0.2)])
def test_share_falls_with_the_number_of_delegations(number: int, least: float, most: float) -> None:
    found = exposure(weights(number), choices=2)
    assert found
    assert found.is_sampled
    assert least <= found.share <= most
    assert "about" in found.words


def test_sample_of_a_small_vote_agrees_with_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [3, 4, 5, 7, 7, 8]
    exact = exposure(given)
    monkeypatch.setattr("ballots.secret.weights.EXACT_UP_TO", 2)
    monkeypatch.setattr("ballots.secret.weights.SAMPLES", 400)
    sampled = exposure(given)
    assert exact
    assert sampled
    assert sampled.share == pytest.approx(exact.share, abs=0.08)


def test_more_than_can_be_found_out_have_no_figure() -> None:
    assert exposure(weights(40)) is None
