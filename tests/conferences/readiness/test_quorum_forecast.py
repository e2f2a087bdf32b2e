from hypothesis import given
from hypothesis import strategies as st

from conferences.quorum import Quorum
from conferences.readiness.quorum_forecast import Delegation, Outlook, forecast

HALF = Quorum(delegates=50, branches=5)


def branches(*delegations: tuple[int, int, int]) -> list[Delegation]:
    return [Delegation(*each) for each in delegations]


def test_quorum_is_safe_where_few_of_the_reachable_are_needed():
    seen = forecast(HALF, branches(*[(10, 10, 0)] * 10))
    assert (seen.outlook, seen.needed_percent) == (Outlook.SAFE, 50)
    assert "if 50 in 100 of them come" in seen.sentence


def test_quorum_is_near_where_most_of_the_reachable_are_needed():
    seen = forecast(HALF, branches(*[(10, 6, 0)] * 10))
    assert (seen.outlook, seen.needed_percent) == (Outlook.NEAR, 84)


def test_quorum_is_near_where_no_branch_can_be_spared():
    assert forecast(HALF, branches(*[(40, 40, 0)] * 5)).outlook is Outlook.NEAR


def test_quorum_is_out_of_reach_where_too_few_can_be_reached():
    for delegations in (branches(*[(10, 4, 0)] * 10), branches(*[(40, 40, 0)] * 4), []):
        seen = forecast(HALF, delegations)
        assert seen.outlook is Outlook.OUT_OF_REACH
        assert seen.needed_percent is None
        assert "no quorum" in seen.sentence


def test_quorum_is_met_by_those_who_are_here():
    seen = forecast(HALF, branches(*[(10, 0, 10)] * 5))
    assert seen.outlook is Outlook.MET
    assert "met now" in seen.sentence


@given(
    needed=st.integers(1, 200),
    delegations=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.just(0))),
)
def test_share_that_is_said_to_suffice_does_and_one_less_does_not(
    needed: int, delegations: list[tuple[int, int, int]]
):
    seen = forecast(Quorum(delegates=needed, branches=0), branches(*delegations))
    percent, reachable = seen.needed_percent, seen.reachable.delegates
    if percent is None:
        assert reachable < needed
    else:
        assert percent * reachable >= 100 * needed > (percent - 1) * reachable


def test_those_of_no_branch_count_as_delegates_alone():
    seen = forecast(HALF, branches(*[(8, 8, 8)] * 5), branches((10, 10, 10)))
    assert (seen.present.delegates, seen.present.branches) == (50, 5)
    assert seen.outlook is Outlook.MET
