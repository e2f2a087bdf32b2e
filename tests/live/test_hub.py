"""Real streams over HTTP, on the database of this run: PostgreSQL notifies, SQLite is polled."""

import socket
import threading
import time

import psycopg
import pytest
from django.db import connection, transaction

from live import hub as hub_module
from live import outbox, tokens
from live.feed import outbox_feed
from live.hub import Listener
from live.tokens import stream_url
from tests.live.streams import FLOOR, Stream, listening, publish, served, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_too]


def test_fragment_reaches_every_page_on_the_channel() -> None:
    with (
        served() as site,
        listening(site.port, stream_url([FLOOR])) as one,
        listening(site.port, stream_url([FLOOR])) as other,
    ):
        publish("now", "<p>Motion 1</p>\n<p>moved</p>")

        assert one.next().data == "<p>Motion 1</p>\n<p>moved</p>"
        assert other.next().event == "now"


def test_fragment_arrives_soon_after_the_commit_and_not_before() -> None:
    with served() as site, listening(site.port, stream_url([FLOOR])) as page:
        with transaction.atomic():
            outbox.publish(FLOOR, "now", "<p>Not yet</p>")
            time.sleep(0.4)
            assert site.hub.channels[FLOOR].newest == {}
        committed = time.monotonic()
        page.next()

        assert time.monotonic() - committed < 0.75


def test_page_hears_only_the_channels_of_its_token() -> None:
    with (
        served() as site,
        listening(site.port, stream_url([FLOOR])) as hall,
        listening(site.port, stream_url([FLOOR, "desk:NDC27"])) as desk,
    ):
        publish("teller", "<p>For the desk</p>", channel="desk:NDC27")
        publish("now", "<p>For all</p>", channel=FLOOR)

        assert hall.next().event == "now"
        assert [desk.next().event, desk.next().event] == ["teller", "now"]


def test_stream_begins_with_a_random_pause_and_the_time() -> None:
    with served() as site:
        pauses = set()
        for _ in range(5):
            with listening(site.port, stream_url([FLOOR])) as page:
                lines = page.raw()
                pauses.add(int(next(lines).removeprefix("retry: ")))
                assert [next(lines), next(lines)] == ["", "event: clock"]
                told = int(next(lines).removeprefix("data: ")) / 1000
                assert abs(told - time.time()) < 1
        assert len(pauses) > 1
        assert all(1_000 <= pause <= 3_000 for pause in pauses)


def test_pause_before_coming_back_grows_with_the_hall() -> None:
    hub = hub_module.Hub(outbox_feed)
    hub.listeners = {Listener([]) for _ in range(10_000)}
    pauses = [int(hub._pause().decode().removeprefix("retry: ")) for _ in range(300)]

    assert min(pauses) >= 1_000
    assert 8_000 < max(pauses) <= 11_000


def test_page_that_comes_back_is_told_the_newest_of_each_event() -> None:
    with served() as site:
        url = stream_url([FLOOR])
        with listening(site.port, url) as page:
            publish("now", "<p>One</p>")
            seen = page.next()
        publish("now", "<p>Two</p>")
        publish("progress", "<p>12</p>")
        publish("now", "<p>Three</p>")
        newest = site.hub.channels[FLOOR].newest
        wait_until(lambda: newest["now"].fragment.html == "<p>Three</p>")
        with listening(site.port, url, last_event_id=seen.id) as page:
            assert [page.next().data, page.next().data] == ["<p>12</p>", "<p>Three</p>"]


def test_page_that_comes_back_is_not_told_what_is_long_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "OVERLAP_SECONDS", -1)
    with served() as site:
        publish("now", "<p>One</p>")
        wait_until(lambda: site.hub.arrivals)
        with listening(site.port, stream_url([FLOOR])) as page:
            publish("progress", "<p>12</p>")
            assert page.next().event == "progress"


def test_a_websocket_is_turned_away() -> None:
    asked = (
        b"GET /live/ HTTP/1.1\r\nHost: site\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with served() as site, socket.create_connection(("127.0.0.1", site.port), 5) as line:
        line.sendall(asked)
        assert line.recv(100).startswith(b"HTTP/1.1 403")


def test_restarted_hub_knows_what_was_published_before() -> None:
    publish("now", "<p>Before</p>")
    with served() as site, listening(site.port, stream_url([FLOOR])) as page:
        assert page.next().data == "<p>Before</p>"


@pytest.mark.parametrize("last_event_id", ["nonsense", "nan", "1e400", "-5", "12; drop"])
def test_nonsense_as_last_event_is_harmless(last_event_id: str) -> None:
    with served() as site, listening(site.port, stream_url([FLOOR]), last_event_id) as page:
        publish("now", "<p>One</p>")

        assert page.next().data == "<p>One</p>"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/live/", 403),
        ("/live/?token=", 403),
        ("/live/?token=%FF%00", 403),
        ("/live/?token=forged", 403),
        ("expired", 401),
    ],
)
def test_stream_is_refused_without_a_good_token(url: str, status: int) -> None:
    if url == "expired":
        url = f"/live/?token={tokens.issue([FLOOR], seconds=-1)}"
    with served() as site, listening(site.port, url) as page:
        assert page.status == status
        assert page.response.headers["content-type"] == "application/problem+json"
        assert page.problem()["status"] == status


def test_stream_ends_when_its_token_does() -> None:
    with served(heartbeat_seconds=0.1) as site:
        url = f"/live/?token={tokens.issue([FLOOR], seconds=1)}"
        with listening(site.port, url) as page:
            events = [message.event for message in page.messages()]  # to the end of the stream
        assert events[-1] == "old", "the page is told to fetch another, and need not be refused"
        assert set(events) == {"clock", "old"}


def test_only_get_opens_a_stream() -> None:
    with served() as site, listening(site.port, stream_url([FLOOR]), method="POST") as page:
        assert page.status == 405
        assert page.response.headers["allow"] == "GET"


def test_stream_above_the_limit_is_asked_to_come_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "MAX_STREAMS", 1)
    with served() as site, listening(site.port, stream_url([FLOOR])):
        wait_until(lambda: site.hub.listeners)
        with listening(site.port, stream_url([FLOOR])) as second:
            assert second.status == 503
            assert second.response.headers["retry-after"] == "15"


def test_closed_page_is_forgotten() -> None:
    with served() as site:
        page = Stream(site.port, stream_url([FLOOR]))
        wait_until(lambda: len(site.hub.listeners) == 1)
        page.close()
        wait_until(lambda: not site.hub.listeners)
        assert not site.hub.channels[FLOOR].listeners


def test_page_that_stops_reading_is_let_go_and_holds_up_nobody() -> None:
    with (
        served(patience_seconds=0.5) as site,
        listening(site.port, stream_url([FLOOR])) as reader,
        socket.create_connection(("127.0.0.1", site.port)) as deaf,
    ):
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(f"GET {stream_url([FLOOR])} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        wait_until(lambda: len(site.hub.listeners) == 2)
        for number in range(100):
            publish("now", f"<p>{number}</p>" + "x" * 500_000)
            assert reader.next().data.startswith(f"<p>{number}</p>")
            if len(site.hub.listeners) == 1:
                break
        assert len(site.hub.listeners) == 1


def test_fast_news_is_told_as_the_newest_only() -> None:
    with served() as site, listening(site.port, stream_url([FLOOR])) as page:
        with transaction.atomic():
            for number in range(50):
                outbox.publish(FLOOR, "progress", f"<p>{number}</p>")

        told = [page.next().data]
        while told[-1] != "<p>49</p>":
            told.append(page.next().data)
        assert len(told) < 50


def test_streams_end_when_the_server_is_told_to_stop() -> None:
    with served() as site:
        with listening(site.port, stream_url([FLOOR])) as page:
            started = time.monotonic()
            site.hub.close()
            assert {message.event for message in page.messages()} <= {"clock"}
            assert time.monotonic() - started < 1
        with listening(site.port, stream_url([FLOOR])) as late:
            assert late.status == 503


def test_row_that_commits_late_is_still_told() -> None:
    """Ids are given at the insert: a later one may commit first, and the earlier must be told."""
    if connection.vendor != "postgresql":
        pytest.skip("writers take turns on SQLite")
    inserted, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            outbox.publish(FLOOR, "now", "<p>Late</p>")
            inserted.set()
            may_commit.wait(60)
        connection.close()

    with served() as site, listening(site.port, stream_url([FLOOR])) as page:
        writer = threading.Thread(target=late)
        writer.start()
        inserted.wait(60)
        publish("progress", "<p>Early</p>")
        assert page.next().data == "<p>Early</p>"
        may_commit.set()
        writer.join()
        assert page.next().data == "<p>Late</p>"


def test_hub_survives_the_loss_of_its_database_connection() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file")
    with served() as site, listening(site.port, stream_url([FLOOR])) as page:
        connection.ensure_connection()
        info = connection.connection.info
        address = psycopg.conninfo.make_conninfo(**info.get_parameters())
        with psycopg.connect(address, autocommit=True) as administrator:
            ended = administrator.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            ).fetchone()
        assert ended != (0,)  # another hub of this run may listen too
        publish("now", "<p>Meanwhile</p>")
        assert page.next().data == "<p>Meanwhile</p>"
