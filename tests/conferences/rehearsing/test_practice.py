import pytest

from audit.models import Entry
from ballots.models import Ballot
from conferences.rehearsing.practising import PAPERS
from tests.pages.halls import Hall, make_hall

PAGE = "/c/NDC27/practice/"


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall()


def test_practice_is_for_those_who_hold_a_credential(hall: Hall) -> None:
    assert hall.as_(None).get(PAGE).status_code == 302
    page = hall.as_(hall.delegate).get(PAGE).text
    assert all(paper.name in page for paper in PAPERS)
    assert "PRAC-TICE" in page
    assert hall.as_(hall.delegate).get(f"{PAGE}raffle/").status_code == 404


@pytest.mark.parametrize("key", ["show", "card"])
def test_choice_is_answered_as_on_the_day_and_nothing_is_kept(hall: Hall, key: str) -> None:
    browser, before = hall.as_(hall.delegate), Entry.objects.count()
    assert "Nothing here is counted" in browser.get(f"{PAGE}{key}/").text
    answer = browser.post(f"{PAGE}{key}/", {"choice": "against"}).text
    assert ": Against" in answer
    assert "PRAC-TICE" in answer
    fragment = browser.post(f"{PAGE}{key}/", {"choice": "for"}, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert ": For" in fragment
    assert "PRAC-TICE" not in browser.post(f"{PAGE}{key}/", {"choice": "a\0b"}).text
    assert Entry.objects.count() == before
    assert not Ballot.objects.exists()


def test_ranking_goes_the_way_of_an_election(hall: Hall) -> None:
    browser, at = hall.as_(hall.delegate), f"{PAGE}election/"
    assert "Earl Grey" in browser.get(at).text
    assert "would not say what you mean" in browser.post(at, {"act": "review", "c1": "x"}).text
    review = browser.post(at, {"act": "review", "c1": "2", "c2": "1"}).text
    assert "You have ranked" in review
    assert review.index("Rosie Lee") < review.index("Earl Grey")
    moved = browser.post(at, {"down": "2", "c1": "2", "c2": "1"}).text
    assert moved.index("Earl Grey") < moved.index("Rosie Lee")
    assert "Your paper is blank" in browser.post(at, {"act": "blank"}).text
    assert "PRAC-TICE" in browser.post(at, {"act": "cast", "c1": "1"}).text
    assert not Ballot.objects.exists()


def test_one_cross_is_reviewed_and_cast(hall: Hall) -> None:
    browser, at = hall.as_(hall.delegate), f"{PAGE}secret/"
    assert "You have chosen" in browser.post(at, {"act": "review", "x": "2"}).text
    assert "PRAC-TICE" in browser.post(at, {"act": "cast", "x": "2"}).text
