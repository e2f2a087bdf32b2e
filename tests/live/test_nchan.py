"""The second way out: the same outbox and the same page, through nginx with Nchan."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from live import tokens
from live.feed import outbox_feed
from live.publishing import publish_for_ever
from live.tokens import stream_url
from tests import servers
from tests.live import proxy
from tests.live.proxy import Proxy, nginx
from tests.live.streams import FLOOR, listening, publish, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
installed = pytest.mark.skipif(not proxy.is_installed(), reason=proxy.MISSING)


@contextmanager
def publishing(*addresses: str) -> Iterator[None]:
    """Follow the outbox as `manage.py live_publish` does."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(publish_for_ever(outbox_feed, addresses))

    def follow() -> None:
        with pytest.raises(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.close()

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(30)


def port_of(server: LiveServer) -> int:
    return int(server.url.rpartition(":")[2])


@pytest.fixture
def way(live_server: LiveServer) -> Iterator[Proxy]:
    """One nginx, which asks Django, and the publisher."""
    Client().get("/live/channels/")  # takes in our addresses, before a stream waits for it
    with nginx(site=port_of(live_server)) as opened, publishing(opened.publisher):
        yield opened


@installed
def test_fragment_reaches_the_pages_whose_tokens_name_its_channel(way: Proxy) -> None:
    with (
        listening(way.port, stream_url([FLOOR])) as hall,
        listening(way.port, stream_url([FLOOR, "desk:NDC27"])) as desk,
    ):
        publish("teller", "<p>For the desk</p>", channel="desk:NDC27")
        assert desk.next().data == "<p>For the desk</p>"
        publish("now", "<p>Motion 1</p>\n<p>moved</p>")

        for page in (hall, desk):
            assert page.next().data == "<p>Motion 1</p>\n<p>moved</p>"
        assert hall.response.headers["cache-control"] == "no-store"


@installed
def test_page_that_comes_back_is_told_the_newest_of_each_event(way: Proxy) -> None:
    url = stream_url([FLOOR])
    publish("hall", "<p>The hall</p>")
    with listening(way.port, url) as page:
        assert page.next().data == "<p>The hall</p>"
        publish("now", "<p>One</p>")
        seen = page.next()
    with listening(way.port, stream_url([FLOOR])) as other:  # shows when all has been posted
        publish("now", "<p>Two</p>")
        publish("progress", "<p>12</p>")
        publish("now", "<p>Three</p>")
        while other.next().data != "<p>Three</p>":
            pass

    with listening(way.port, url, last_event_id=seen.id) as page:
        told = {page.next().data, page.next().data, page.next().data}
        assert told == {"<p>The hall</p>", "<p>12</p>", "<p>Three</p>"}
        publish("progress", "<p>13</p>")
        assert page.next().data == "<p>13</p>"


@installed
def test_stream_tells_the_time(way: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.publishing.CLOCK_SECONDS", 0.2)
    publish("now", "<p>wakes the publisher</p>")
    with listening(way.port, stream_url([FLOOR])) as page:
        clock = next(each for each in page.messages() if each.event == "clock")
    assert abs(int(clock.data) / 1000 - time.time()) < 2


@installed
@pytest.mark.parametrize(("seconds", "status"), [(0, 403), (-1, 401)])
def test_stream_is_refused_without_a_good_token(way: Proxy, seconds: int, status: int) -> None:
    token = tokens.issue([FLOOR], seconds=seconds) if seconds else "forged"
    with listening(way.port, f"/live/?token={token}") as page:
        assert page.status == status


@installed
def test_proxy_that_was_restarted_is_told_what_it_forgot(live_server: LiveServer) -> None:
    site, port = port_of(live_server), servers.free_port()
    with publishing(f"http://127.0.0.1:{port}"):
        with (
            nginx(site=site, publisher=port) as first,
            listening(first.port, stream_url([FLOOR])) as page,
        ):
            publish("hall", "<p>The hall</p>")
            page.next()
        publish("now", "<p>Meanwhile</p>")
        with (
            nginx(site=site, publisher=port) as second,
            listening(second.port, stream_url([FLOOR])) as page,
        ):
            told = {page.next().data, page.next().data}
            assert told == {"<p>The hall</p>", "<p>Meanwhile</p>"}


@installed
def test_two_proxies_that_share_a_redis_need_one_publisher(
    live_server: LiveServer, redis_url: str
) -> None:
    site = port_of(live_server)
    with (
        nginx(site=site, redis=redis_url) as one,
        nginx(site=site, redis=redis_url) as other,
        publishing(one.publisher),
    ):
        publish("now", "<p>By the other door</p>")
        wait_until(lambda: is_open(other), 30)  # both have to find Redis first
        with listening(other.port, stream_url([FLOOR])) as page:
            assert page.next().data == "<p>By the other door</p>"


def is_open(way: Proxy) -> bool:
    with listening(way.port, stream_url([FLOOR])) as page:
        return page.status == 200


def test_nginx_may_keep_an_answer_no_longer_than_the_token_lasts(client: Client) -> None:
    short = client.get("/live/channels/", {"token": tokens.issue([FLOOR], seconds=60)})
    long = client.get("/live/channels/", {"token": tokens.issue([FLOOR], seconds=6000)})

    assert 55 <= int(short["X-Accel-Expires"]) <= 60
    assert long["X-Accel-Expires"] == "600"
    assert short["X-Live-Channels"].startswith("clock,")
    assert f"{FLOOR}/now" in short["X-Live-Channels"].split(",")
