from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ballots.secret.outcome import papers_with, ranking_of

PAPERS = st.lists(st.sets(st.integers(1, 6), min_size=1, max_size=3), max_size=30)


@given(PAPERS, st.integers(0, 5))
def test_papers_made_of_sums_have_just_these_sums(papers: list[set[int]], blank: int) -> None:
    cast = Counter(candidate for paper in papers for candidate in paper)
    sums = [cast[candidate] for candidate in range(1, 7)]
    made = papers_with(sums, len(papers), blank)
    said: Counter[int] = Counter()
    for text, number in made:
        marks = [int(mark) for mark in text.split()]
        assert len(marks) == len(set(marks)) <= 3
        said.update(dict.fromkeys(marks, number))
    assert [said[candidate] for candidate in range(1, 7)] == sums
    assert sum(number for _, number in made) == len(papers) + blank
    assert dict(made).get("", 0) == blank


def test_ranked_paper_is_read_as_preferences_in_their_order() -> None:
    assert ranking_of([2, 0, 1]) == "3 1"
    assert ranking_of([0, 0, 0]) == ""
