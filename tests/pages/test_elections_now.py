"""Elections on the Now page and the wall: who may vote, who has, until when; never how."""

from typing import Any

import pytest

from conferences.services.election_news import election_turnout_publish
from live.models import Outbox
from tests.factories.members import make_member
from tests.pages.elections import closed, opened, prepared, voted
from tests.pages.halls import Hall

NOW = "/c/NDC27/now/"
WALL = "/c/NDC27/hall/"


def pushed(event: str) -> str:
    return Outbox.objects.filter(event=event).order_by("-id")[0].html


def test_now_lists_several_open_elections_with_my_own_marks(hall: Hall) -> None:
    first = opened(hall)
    opened(hall, title="Tellers 2028")
    voted(hall, first, [1])
    answer = hall.as_(hall.delegate).get(NOW)
    assert "no-store" in answer["Cache-Control"]  # going back from the paper asks again
    page = answer.text
    assert page.index("Health and safety officer") < page.index("Tellers 2028")
    assert "You have voted" in page
    assert "Not yet" in page
    assert f"/vote/{first.pk}/" in page


def test_now_says_nothing_of_marks_to_someone_on_no_roll(hall: Hall) -> None:
    opened(hall)
    page = hall.as_(make_member("Nobody Here")).get(NOW).text
    assert "Health and safety officer" in page
    assert "You have voted" not in page
    assert "Not yet" not in page


def test_now_without_elections_shows_no_empty_list(hall: Hall) -> None:
    assert "Elections</h2>" not in hall.as_(hall.delegate).get(NOW).text


def test_wall_shows_who_stands_the_time_and_the_turnout(hall: Hall) -> None:
    ballot = opened(hall)
    voted(hall, ballot, [2], [1])
    page = hall.as_(None).get(WALL).text
    assert "Bronwen Tallis" in page
    assert "2</strong> of 4 have voted" in page


def test_what_is_pushed_is_the_same_for_everyone(hall: Hall) -> None:
    ballot = opened(hall)
    voted(hall, ballot, [2], [1])
    election_turnout_publish(conference=hall.conference)
    assert "2</strong> of 4 have voted" in pushed("wall-elections")
    assert "have voted" not in pushed("elections")
    assert "You have voted" not in pushed("elections")
    closed(hall, ballot, [2], [1])
    assert "Being counted" in pushed("elections")


@pytest.mark.parametrize("elections", [1, 3])
def test_now_and_the_wall_take_few_queries(
    hall: Hall, elections: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(elections):
        opened(hall, title=f"Post {number}")
    client = hall.as_(hall.delegate)
    client.get(NOW)
    with django_assert_max_num_queries(27):  # who speaks, what one may move, one's branch: fixed
        client.get(NOW)
    # The wall shows who speaks as well (six), leads to captions (one) and says between items what
    # comes next (two), however many elect.
    with django_assert_max_num_queries(8 + 9 + elections):
        client.get(WALL)


def test_officers_find_the_desks_of_elections_on_their_own_pages(hall: Hall) -> None:
    ballot = opened(hall)
    prepared(hall, title="Tellers 2028")
    desk = f"/ballots/{ballot.pk}/desk/"
    for officer, page in (
        (hall.teller, "teller"),
        (hall.returning_officer, "returning-officer"),
        (hall.chair, "chair"),
    ):
        text = hall.as_(officer).get(f"/c/NDC27/{page}/").text
        assert desk in text
        assert "/elections/E2/desk/" in text
