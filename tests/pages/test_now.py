from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from audit.recording import entry
from audit.store.write_guard import recorded_writes
from ballots.enums import Choice
from conferences.models import Broadcast
from conferences.services import floor_set
from tests.factories.ballots import cast_by
from tests.factories.members import make_member
from tests.pages.halls import Hall, make_hall

NOW = "/c/NDC27/now/"


def test_now_asks_to_sign_in(hall: Hall) -> None:
    answer = hall.as_(None).get(NOW)
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={NOW}"


def test_now_of_an_unknown_conference_is_not_found(hall: Hall) -> None:
    assert hall.as_(hall.delegate).get("/c/NOWHERE/now/").status_code == 404


def test_now_says_that_nothing_is_before_conference(hall: Hall) -> None:
    page = hall.as_(hall.delegate).get(NOW).text
    assert "Nothing is before conference just now" in page
    assert "B01-1" in page
    assert "2,140" in page


def test_now_shows_the_words_before_conference(hall: Hall) -> None:
    hall.press("call")
    page = hall.as_(hall.delegate).get(NOW).text
    assert "Shorter working week pilots 1" in page
    assert "publish a model claim" in page
    assert 'aria-current="step"' in page


def test_now_offers_every_choice_on_the_paper_when_a_vote_opens(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    page = hall.as_(hall.delegate).get(NOW).text
    for choice in Choice:
        assert f'value="{choice}"' in page
    assert "0</strong> of 4 have voted" in page
    assert "csrfmiddlewaretoken" in page


def test_now_shows_my_own_vote_and_nobody_elses(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    ballot = hall.ballot
    receipt = cast_by(hall.delegate, ballot, Choice.AGAINST)
    mine = hall.as_(hall.delegate).get(NOW).text
    other = hall.as_(hall.credentials[1].member).get(NOW).text
    assert receipt.code in mine
    assert "Recorded" in mine
    assert receipt.code not in other
    assert "Recorded" not in other
    assert "Voted" in other  # of my delegation: that one has voted, never how


def test_a_card_vote_names_who_casts_the_card(hall: Hall) -> None:
    page = hall.as_(hall.credentials[1].member).get(NOW).text
    assert 'data-card="no"' in page
    assert "Cast by Delegate B01-1" in page


def test_someone_without_a_credential_may_watch(hall: Hall) -> None:
    page = hall.as_(make_member("Visitor")).get(NOW).text
    assert "You are watching as a visitor" in page
    assert 'data-show="no"' in page


def test_check_in_and_out_count_me_in_the_quorum_or_not(hall: Hall) -> None:
    client = hall.as_(hall.delegate)
    client.post(reverse("conferences:check_out", args=["NDC27"]))
    hall.credentials[0].refresh_from_db()
    assert not hall.credentials[0].is_present
    assert "Check in to be counted" in client.get(NOW).text
    answer = client.post(reverse("conferences:check_in", args=["NDC27"]), follow=True)
    assert "You are checked in" in answer.text


def test_checking_in_twice_is_refused_in_words(hall: Hall) -> None:
    client = hall.as_(hall.delegate)
    answer = client.post(reverse("conferences:check_in", args=["NDC27"]), follow=True)
    assert "already checked in" in answer.text


def test_checking_in_without_a_credential_is_not_found(hall: Hall) -> None:
    client = hall.as_(make_member("Visitor"))
    assert client.post(reverse("conferences:check_in", args=["NDC27"])).status_code == 404


def test_check_in_takes_no_get(hall: Hall) -> None:
    assert hall.as_(hall.delegate).get("/c/NDC27/check-in/").status_code == 405


def test_a_vote_without_javascript_leads_to_its_receipt(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    answer = hall.as_(hall.delegate).post(
        reverse("ballots:cast", args=[hall.ballot.pk]),
        {"choice": Choice.FOR, "request_id": uuid4()},
        follow=True,
    )
    assert "Recorded" in answer.text


def test_the_delegation_panel_is_a_fragment(hall: Hall) -> None:
    page = hall.as_(hall.delegate).get("/c/NDC27/delegation/").text
    assert "<html" not in page
    assert "Delegate B01-2" in page


def test_the_delegation_panel_says_who_did_not_vote_once_the_vote_is_closed(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    client = hall.as_(hall.delegate)
    assert "Not yet" in client.get("/c/NDC27/delegation/").text
    assert hall.ballot.closes_at
    with time_machine.travel(hall.ballot.closes_at + timedelta(seconds=1)):
        hall.press("close_vote")
        page = client.get("/c/NDC27/delegation/").text
    assert "Not yet" not in page
    assert page.count("Did not vote") == 2


@pytest.mark.parametrize("delegates", [1, 3])
def test_now_asks_the_database_as_often_for_one_delegate_as_for_three(
    delegates: int, db: None, django_assert_num_queries: object
) -> None:
    hall = make_hall(branches=2, delegates=delegates)
    hall.put_the_motion()
    hall.press("open_vote")
    client = hall.as_(hall.delegate)
    with django_assert_num_queries(32):  # type: ignore[operator]
        client.get(NOW)


def test_page_that_follows_by_asking_is_given_its_live_parts_alone(
    hall: Hall, django_assert_max_num_queries: object
) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    receipt = cast_by(hall.delegate, hall.ballot, Choice.FOR)
    client = hall.as_(hall.delegate)
    with django_assert_max_num_queries(21):  # type: ignore[operator]
        page = client.get(NOW, headers={"X-Follow": "1"}).text
    assert receipt.code in page
    assert "data-live=" in page
    assert "data-server-now" in page
    assert "Coming next" not in page


def test_what_was_taken_or_passed_over_is_not_coming_next(db: None) -> None:
    hall = make_hall(motions=3)
    client = hall.as_(hall.delegate)

    def coming() -> list[str]:
        return [each.title for each in client.get(NOW).context["upcoming"]]

    assert coming() == ["M1", "M2", "M3"]
    hall.press("call:M2")
    assert coming() == ["M3"]
    hall.press("not_moved")
    with entry(actor=None) as log:
        floor_set(conference=hall.conference, item=None)
        log.record("test.prepared", subject=hall.conference)
    assert coming() == ["M3"]


def test_a_vote_from_now_leads_back_to_now_with_the_receipt_on_it(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    answer = hall.as_(hall.delegate).post(
        reverse("ballots:cast", args=[hall.ballot.pk]), {"choice": Choice.FOR, "next": NOW}
    )
    assert answer["Location"] == NOW


def test_a_vote_leads_back_to_no_page_but_ours(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    answer = hall.as_(hall.delegate).post(
        reverse("ballots:cast", args=[hall.ballot.pk]),
        {"choice": Choice.FOR, "next": "https://example.org/"},
    )
    assert answer["Location"] == reverse("ballots:receipt", args=[hall.ballot.pk])


def test_what_is_one_s_own_says_that_no_vote_is_recorded_and_then_which(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    client = hall.as_(hall.delegate)
    assert "No vote of yours is recorded in this vote" in client.get("/c/NDC27/now/own/").text
    receipt = cast_by(hall.delegate, hall.ballot, Choice.AGAINST)
    page = client.get("/c/NDC27/now/own/").text
    assert receipt.code in page
    assert "<html" not in page


def test_joining_link_is_for_those_who_hold_a_credential(hall: Hall) -> None:
    with recorded_writes():
        Broadcast.objects.create(
            conference=hall.conference,
            stream_url="https://example.org/watch",
            joining_url="https://example.org/join",
        )
    assert "https://example.org/join" in hall.as_(hall.delegate).get(NOW).text
    visitor = hall.as_(make_member("Visitor")).get(NOW).text
    assert "https://example.org/watch" in visitor
    assert "https://example.org/join" not in visitor
