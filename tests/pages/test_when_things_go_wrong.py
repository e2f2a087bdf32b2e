import pytest
from django.test import Client, RequestFactory

from config.views import server_error
from tests.pages.halls import Hall


def test_a_forged_form_is_explained_and_changes_nothing(hall: Hall) -> None:
    client = hall.as_(hall.chair, enforce_csrf_checks=True)
    answer = client.post("/c/NDC27/chair/act/", {"act": "call"})
    assert answer.status_code == 403
    assert "We could not be sure that it was you" in answer.text
    hall.motion.refresh_from_db()
    assert hall.motion.state == "SCHEDULED"


def test_a_forged_vote_by_htmx_is_answered_in_place(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    client = hall.as_(hall.delegate, enforce_csrf_checks=True)
    answer = client.post(
        f"/ballots/{hall.ballot.pk}/cast/", {"choice": "for"}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 403
    assert "<html" not in answer.text
    assert not hall.ballot.roll.filter(cast__isnull=False).exists()


def test_an_address_that_leads_nowhere_says_so(db: None, client: Client) -> None:
    answer = client.get("/nothing/at/all/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_a_body_of_ten_megabytes_is_refused(hall: Hall) -> None:
    answer = hall.as_(hall.chair).post(
        "/c/NDC27/chair/act/", "act=" + "x" * 10_000_000, "application/x-www-form-urlencoded"
    )
    assert answer.status_code in (400, 413)
    assert "Nothing was changed" in answer.text


def test_our_own_failure_is_owned_without_asking_the_database(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"Something went wrong on our side" in answer.content


def test_the_address_of_a_button_leads_back_to_it_when_it_is_opened(hall: Hall) -> None:
    answer = hall.as_(hall.chair).get("/c/NDC27/chair/act/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Nothing was changed" in answer.text
    assert 'href="/c/NDC27/chair/"' in answer.text


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/assist/", {"number": "A1\0"}),
        ("/sign-in/", {"identifier": "A1\0", "channel": "email"}),
        ("/sign-in/", {"identifier": "A1", "a\0": ""}),
        ("/log/story/motion:NDC27/M1%00/", None),
        ("/log/?q=a%00b", None),
    ],
)
def test_a_nul_in_an_address_or_a_form_is_refused(
    hall: Hall, address: str, form: dict[str, str] | None
) -> None:
    client = hall.as_(hall.chair)
    answer = client.get(address) if form is None else client.post(address, form)
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text
