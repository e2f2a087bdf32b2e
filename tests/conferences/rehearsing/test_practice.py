import pytest

from audit.models import Entry
from ballots.models import Ballot
from ballots.sealing.ballots import seal, tracker
from conferences.rehearsing.practice_secrecy import CREDENTIAL, practice_election
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
    browser, at = hall.as_(hall.delegate), f"{PAGE}cross/"
    assert "You have chosen" in browser.post(at, {"act": "review", "x": "2"}).text
    assert "PRAC-TICE" in browser.post(at, {"act": "cast", "x": "2"}).text


def test_practice_booth_checks_a_sealed_ballot_finds_it_and_keeps_nothing(hall: Hall) -> None:
    browser, at, before = hall.as_(hall.delegate), f"{PAGE}secret/", Entry.objects.count()
    booth = browser.get(at)
    assert "Nothing here is counted" in booth.text
    assert "A practice election is in no log." in booth.text
    assert CREDENTIAL in booth.text
    assert booth["Integrity-Policy"] == "blocked-destinations=(script)"

    sent = [seal(practice_election(), CREDENTIAL, [answer]) for answer in ([1, 0, 0], [0, 1, 0])]
    for raw in sent:
        answer = browser.post(f"{at}cast/", raw, content_type="text/plain").json()
        assert answer["tracker"] == tracker(raw)
        assert "receipt" not in answer
    for raw, found in zip([*sent, b"another"], ("replaced", "counts", "missing"), strict=True):
        page = browser.get(f"{at}find/", {"tracker": tracker(raw)}).text
        assert f'data-found="{found}"' in page
    assert "You have voted" in browser.get(at).text
    assert tracker(sent[0]) not in hall.as_(hall.credentials[1].member).get(f"{at}find/").text
    assert Entry.objects.count() == before
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"{}", b"\0\xff", b"x" * 100_000])
def test_what_is_no_ballot_is_refused_in_the_practice_booth(hall: Hall, raw: bytes) -> None:
    browser, at = hall.as_(hall.delegate), f"{PAGE}secret/cast/"
    answer = browser.post(at, raw, content_type="text/plain")
    assert (answer.status_code, "message" in answer.json()) == (422, True)
    assert hall.as_(None).post(at, raw, content_type="text/plain").status_code == 302
