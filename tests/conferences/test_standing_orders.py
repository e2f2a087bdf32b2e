"""The settings of a conference."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.delegates.entitlement import EntitlementRule
from conferences.quorum import Quorum
from conferences.standing_orders import SpeakingTimes, StandingOrders, VoteWindows


def orders(**settings: Any) -> StandingOrders:
    return StandingOrders(quorum=Quorum(20, 8), entitlement=EntitlementRule(250, 500), **settings)


def test_settings_survive_being_written_and_read() -> None:
    written = orders(technical_failure_trigger=Fraction(1, 8), casting_vote_allowed=True)
    assert StandingOrders.from_document(written.to_document()) == written


@pytest.mark.parametrize(
    ("unable", "admitted", "retake"),
    [(7, 56, True), (5, 56, False), (6, 60, True), (0, 0, False), (599, 6000, False)],
)
def test_a_vote_is_retaken_at_the_exact_share(unable: int, admitted: int, retake: bool) -> None:  # noqa: FBT001
    assert orders().must_retake(unable=unable, admitted=admitted) is retake


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_share_is_compared_in_whole_numbers(unable: int, admitted: int) -> None:
    assert orders().must_retake(unable=unable, admitted=admitted) == (10 * unable >= admitted)
    assert orders().retake_from(admitted) == -(-admitted // 10)


def test_windows_by_form() -> None:
    assert orders().window_for("show_of_hands") == 90
    assert orders().window_for("show_of_hands", accessible=True) == 150
    assert orders().window_for("card_vote", accessible=True) == 300
    assert orders().window_for("secret_ballot") == 300


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"technical_failure_trigger": Fraction(0)}, "trigger"),
        ({"technical_failure_trigger": Fraction(11, 10)}, "trigger"),
        ({"forms": ()}, "voting forms"),
        ({"forms": ("acclamation",)}, "voting forms"),
        ({"card_vote_branches": 0}, "demand"),
        ({"more_time_seconds": 19}, "20 seconds"),
        ({"withdrawal_majority": "most"}, "withdraw"),
    ],
)
def test_refused_when_no_conference_could_work_under_it(
    settings: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        orders(**settings)


def test_refused_when_a_window_is_under_the_minimum() -> None:
    with pytest.raises(ValueError, match="card window"):
        VoteWindows(card=30)
    with pytest.raises(ValueError, match="one second"):
        VoteWindows(minimum=0)
    with pytest.raises(ValueError, match="speaking time"):
        SpeakingTimes(reply=0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quorumm": {}}, "Unknown"),
        ({"windows": {"short": 1}}, "cannot be read"),
        ({"technical_failure_trigger": "1/0"}, "cannot be read"),
        ({"technical_failure_trigger": "many"}, "many"),
    ],
)
def test_refused_when_a_document_is_wrong(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        StandingOrders.from_document(orders().to_document() | change)


def test_refused_when_a_document_lacks_its_quorum() -> None:
    with pytest.raises(ValueError, match="Missing"):
        StandingOrders.from_document({"forms": ["card_vote"]})
