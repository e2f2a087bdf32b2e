"""No acknowledged vote is lost, none is counted twice, and within seconds the page says so."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect

from ballots.models import Ballot, Cast
from live.tokens import stream_url
from tests import servers
from tests.audit.test_killed_server import wait_for_recovery
from tests.browser.conftest import PHONE
from tests.browser.people import come_back, open_the_vote, votes
from tests.faults.installation import Installation, stopped
from tests.live.streams import listening, wait_until
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

NOW = "/c/NDC27/now/"
SOON: Any = {"timeout": 5_000}  # of recovery: then the page tells the truth
A_WHILE: Any = {"timeout": 30_000}


@pytest.fixture
def voting(hall: Hall, phone: Page, base_url: str) -> Page:
    """A delegate's phone with an open vote on it."""
    open_the_vote(hall)
    return at_now(phone, hall, base_url)


def at_now(page: Page, hall: Hall, base_url: str) -> Page:
    come_back(page, hall.delegate, base_url)
    page.goto(NOW)
    expect(page.locator("html")).to_have_attribute("data-live-state", "live", **A_WHILE)
    return page


def button(page: Page, choice: str) -> Any:
    return page.locator(f".choices button[value={choice}]")


def receipt(page: Page) -> Any:
    return page.locator("#my-vote .receipt")


def kill_the_database() -> None:
    """Kill one of its processes: PostgreSQL notices, ends all the others, and recovers."""
    other = servers.as_superuser()

    def is_ended() -> bool:
        try:
            other.execute("SELECT 1")
        except psycopg.OperationalError:
            return True
        return False

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        os.kill(cursor.fetchone()[0], signal.SIGKILL)
    wait_until(is_ended, 30)  # until then it answers whoever asks
    wait_for_recovery()


def kill_the_server_with_a_vote_on_its_way(hall: Hall, page: Page, parts: Installation) -> None:
    """It is recorded, and nobody is left to say so."""
    with transaction.atomic():
        Ballot.objects.select_for_update().get(pk=hall.ballot.pk)
        button(page, "for").click()
        wait_until(lambda: waiting_for_the_ballot() == 1, 30)
        parts.kill("config.asgi")
    wait_until(lambda: Cast.objects.count() == 1, 30)
    expect(page.locator("[data-not-sent]")).to_contain_text("Not sent yet", **A_WHILE)


def test_vote_on_its_way_to_a_server_that_is_killed_shows_by_itself_once_it_is_back(
    hall: Hall, voting: Page, parts: Installation
) -> None:
    kill_the_server_with_a_vote_on_its_way(hall, voting, parts)
    parts.start("config.asgi")

    expect(receipt(voting)).to_contain_text("For", **SOON)
    expect(voting.locator("[data-not-sent]")).to_have_count(0)
    assert votes(hall) == {"for": 1}


def test_web_server_killed_with_a_vote_on_its_way_counts_it_once(
    hall: Hall, voting: Page, parts: Installation
) -> None:
    """The press that follows is the same vote, if the page was not quicker to hear of the first."""
    voting.route("**/now/own/", lambda route: route.abort())
    kill_the_server_with_a_vote_on_its_way(hall, voting, parts)
    parts.start("config.asgi")

    button(voting, "for").click()
    expect(receipt(voting)).to_contain_text("For", **SOON)
    expect(voting.locator("[data-not-sent]")).to_have_count(0)
    assert votes(hall) == {"for": 1}
    assert Cast.objects.count() == 1


def waiting_for_the_ballot() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def test_page_follows_again_once_a_killed_hub_is_back(
    hall: Hall, phone: Page, base_url: str, parts: Installation
) -> None:
    hall.put_the_motion()
    at_now(phone, hall, base_url)
    parts.kill("config.hub_asgi")
    expect(phone.locator("[data-live-status]")).not_to_have_text("Live", **SOON)
    hall.press("open_vote")
    parts.start("config.hub_asgi")

    expect(button(phone, "for")).to_be_visible(**SOON)
    expect(phone.locator("[data-live-status]")).to_have_text("Live", **SOON)


def test_votes_are_taken_and_shown_while_redis_does_not_answer(
    hall: Hall, voting: Page, redis_url: str
) -> None:
    with stopped(redis_url):
        button(voting, "against").click()
        expect(receipt(voting)).to_contain_text("Against", **SOON)
        expect(voting.get_by_text("1 of 4")).to_be_visible(**SOON)
    assert votes(hall) == {"against": 1}


def test_database_restarted_loses_no_vote_and_pages_follow_on(hall: Hall, voting: Page) -> None:
    button(voting, "for").click()
    expect(receipt(voting)).to_contain_text("For", **A_WHILE)
    kill_the_database()
    before = voting.locator("[data-closes-at]").first.get_attribute("data-closes-at") or ""
    hall.press("extend", seconds=60)

    closing = voting.locator("[data-closes-at]").first
    expect(closing).not_to_have_attribute("data-closes-at", before, **SOON)
    assert votes(hall) == {"for": 1}
    button(voting, "against").click()
    expect(receipt(voting)).to_contain_text("Against", **SOON)
    assert votes(hall) == {"against": 1}


@pytest.mark.parametrize("minutes", [-10, 10])
def test_phone_whose_clock_is_ten_minutes_wrong_votes_in_time(
    hall: Hall, phone: Page, base_url: str, minutes: int
) -> None:
    open_the_vote(hall)
    phone.clock.install(time=datetime.now(UTC) + timedelta(minutes=minutes))
    at_now(phone, hall, base_url)
    closes_at = hall.ballot.closes_at
    assert closes_at
    left = phone.locator("[data-closes-at]").first.inner_text()
    shown = int(left.partition(":")[0]) * 60 + int(left.partition(":")[2])
    assert abs(shown - (closes_at - datetime.now(UTC)).total_seconds()) < 5

    button(phone, "for").click()
    expect(receipt(phone)).to_contain_text("For")
    assert votes(hall) == {"for": 1}


def test_double_tap_is_one_vote(hall: Hall, voting: Page) -> None:
    button(voting, "for").dblclick()
    expect(receipt(voting)).to_contain_text("For", **SOON)

    assert votes(hall) == {"for": 1}
    assert Cast.objects.count() == 1


def test_vote_on_a_second_device_counts_and_the_first_learns_of_it(
    hall: Hall, voting: Page, open_page: Callable[..., Page], base_url: str
) -> None:
    button(voting, "for").click()
    expect(receipt(voting)).to_contain_text("For", **SOON)
    tablet = at_now(open_page(PHONE), hall, base_url)
    expect(receipt(tablet)).to_contain_text("For")
    button(tablet, "against").click()
    expect(receipt(tablet)).to_contain_text("Against", **SOON)
    assert votes(hall) == {"against": 1}

    voting.context.set_offline(True)
    voting.context.set_offline(False)
    expect(receipt(voting)).to_contain_text("Against", **SOON)


def test_tab_that_was_asleep_shows_the_vote_that_was_opened_meanwhile(
    hall: Hall, phone: Page, base_url: str
) -> None:
    hall.put_the_motion()
    at_now(phone, hall, base_url)
    session = phone.context.new_cdp_session(phone)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    port = int(base_url.rpartition(":")[2])
    with listening(port, stream_url([f"floor:{hall.conference.code}"])) as awake:
        hall.press("open_vote")
        awake.next()
    session.send("Page.setWebLifecycleState", {"state": "active"})

    expect(button(phone, "for")).to_be_visible(**SOON)
