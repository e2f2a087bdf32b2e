import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.pages.halls import Hall, make_hall

PAGES = [
    "/",
    "/design/",
    "/c/NDC27/",
    "/c/NDC27/hall/",
    "/c/NDC27/motions/",
    "/c/NDC27/motions/M1/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_needs_no_sign_in(address: str, hall: Hall, client: Client) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_has_one_title_one_heading_and_a_way_past_the_menu(
    address: str, hall: Hall, client: Client
) -> None:
    text = client.get(address).text
    # A picture titles its parts.
    outside_pictures = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    assert outside_pictures.count("<title>") == 1
    assert text.count('id="main"') == 1
    if address != "/design/":
        assert text.count("<h1") == 1
    if "hall" not in address:
        assert 'href="#main"' in text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_style_or_script_of_its_own(address: str, hall: Hall, client: Client) -> None:
    text = client.get(address).text
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    assert "<script>" not in text


def test_the_front_page_without_a_conference_says_so(db: None, client: Client) -> None:
    assert "No conference yet" in client.get("/").text


def test_the_front_page_says_what_is_on_now(hall: Hall, client: Client) -> None:
    hall.press("call")
    assert "Motion 1: Shorter working week pilots 1" in client.get("/").text


def test_the_hall_screen_shows_turnout_and_never_a_running_result(
    hall: Hall, client: Client
) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    page = client.get("/c/NDC27/hall/").text
    assert "of 4 have voted" in page
    assert "result__verdict" not in page
    assert "csrfmiddlewaretoken" not in page


def test_the_hall_screen_explains_the_result(hall: Hall, client: Client) -> None:
    hall.decide_the_motion()
    page = client.get("/c/NDC27/hall/").text
    assert "CARRIED" in page
    assert "More votes for than against: 4 for, 0 against" in page or "unanimously" in page


def test_a_motion_shows_its_result_and_its_words(hall: Hall, client: Client) -> None:
    hall.decide_the_motion()
    page = client.get("/c/NDC27/motions/M1/").text
    assert "CARRIED" in page
    assert "publish a model claim" in page


def test_an_unknown_motion_is_not_found(hall: Hall, client: Client) -> None:
    assert client.get("/c/NDC27/motions/M99/").status_code == 404


@pytest.mark.parametrize("motions", [1, 3])
def test_the_list_of_motions_asks_as_often_for_one_as_for_three(
    motions: int, db: None, client: Client, django_assert_num_queries: object
) -> None:
    make_hall(motions=motions)
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get("/c/NDC27/motions/")


@pytest.mark.parametrize("motions", [1, 3])
def test_the_agenda_asks_as_often_for_one_item_as_for_three(
    motions: int, db: None, client: Client, django_assert_num_queries: object
) -> None:
    make_hall(motions=motions)
    with django_assert_num_queries(13):  # type: ignore[operator]
        client.get("/c/NDC27/")


def test_the_agenda_names_motions_and_marks_what_is_taken(db: None, client: Client) -> None:
    hall = make_hall(motions=2)
    assert "Taken" not in client.get("/c/NDC27/").text
    hall.decide_the_motion()
    hall.press("call")  # the next one
    page = client.get("/c/NDC27/").text
    assert '<a href="/c/NDC27/motions/M1/">M1 Shorter working week pilots 1</a>' in page
    assert page.count("Taken") == 1


def test_the_footer_leads_to_the_source(db: None, client: Client, settings: Settings) -> None:
    settings.SOURCE_URL = "https://union.example/tellers"
    assert '<a href="https://union.example/tellers">Get the source</a>' in client.get("/").text
    settings.SOURCE_URL = ""
    settings.DEMO = True
    assert "the folder you started this from" in client.get("/").text
