"""Each idea is shown as often as any other, and few ratings do not carry one."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from motions.ideas.exposure import AT_ONCE, next_to_show
from motions.ideas.scoring import SHOWN_FROM, standings

RATINGS = st.dictionaries(st.integers(1, 30), st.lists(st.integers(0, 5), max_size=20), max_size=12)


@given(ideas=st.integers(1, 12), readers=st.integers(1, 40))
def test_ideas_are_shown_equally_often_when_everyone_rates_what_they_are_shown(
    ideas: int, readers: int
) -> None:
    shown = dict.fromkeys(range(ideas), 0)
    for reader in range(readers):
        for idea in next_to_show(shown, seen=(), reader=str(reader)):
            shown[idea] += 1
    assert max(shown.values()) - min(shown.values()) <= 1


@given(
    shown=st.dictionaries(st.integers(0, 20), st.integers(0, 9)), seen=st.sets(st.integers(0, 20))
)
def test_nobody_is_shown_an_idea_twice_and_the_least_shown_come_first(
    shown: dict[int, int], seen: set[int]
) -> None:
    chosen = next_to_show(shown, seen=seen, reader="one")
    left = shown.keys() - seen
    assert len(chosen) == min(AT_ONCE, len(left))
    assert set(chosen) <= left
    others = [shown[idea] for idea in left - set(chosen)]
    assert max((shown[idea] for idea in chosen), default=0) <= min(others, default=99)
    assert chosen == next_to_show(shown, seen=seen, reader="one")


@given(RATINGS)
def test_scores_lie_between_one_and_five_and_rank_the_ideas(ratings: dict[int, list[int]]) -> None:
    found = standings(ratings)
    assert found.keys() == ratings.keys()
    scores = [each.score for each in found.values()]
    assert scores == sorted(scores, reverse=True)
    assert all(1 <= score <= 5 for score in scores)
    for idea, each in found.items():
        assert each.rated + each.passed == len(ratings[idea])
        assert (each.average is not None) == (each.rated >= SHOWN_FROM)


def test_three_friends_do_not_carry_an_idea_past_a_hundred_members() -> None:
    found = standings({1: [5, 5, 5], 2: [5] * 60 + [4] * 40})
    assert list(found) == [2, 1]
    assert found[1].average is None
    assert found[2].average == Fraction(460, 100)


def test_an_idea_that_nobody_rated_stands_in_the_middle() -> None:
    found = standings({1: [5, 5], 2: [], 3: [1, 1, 0]})
    assert list(found) == [1, 2, 3]
    assert (found[2].average, found[2].rated) == (None, 0)
    assert (found[3].rated, found[3].passed) == (2, 1)
