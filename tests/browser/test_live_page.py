"""live.js in a real browser, on a page of its own: swaps, what they keep, and honest silence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from live.hub import Hub
from live.tokens import stream_url
from tests.live.streams import FLOOR, Served, publish, served

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / "live" / "static" / "live" / "live.js"
CSP = b"default-src 'none'; script-src 'self'; connect-src 'self'"
SHELL = """<!doctype html><html lang="en"><head><title>Live</title>
<meta name="csrf-token" content="the-token-of-this-page"><script src="/live.js" defer></script>
</head><body><p data-live-status></p><main data-live="{url}">{body}</main></body></html>"""


@dataclass
class Site:
    """A page with a stream, and what a reload of it would show."""

    body: str = '<section data-live-event="now"><p>One</p></section>'
    served: Served = field(init=False)

    def front(self, hub: Hub) -> Any:
        """Serve the page, the script and the stream."""

        async def application(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan" or scope["path"] == "/live/":
                await hub(scope, receive, send)
                return
            is_script = scope["path"] == "/live.js"
            page = SHELL.format(url=stream_url([FLOOR]), body=self.body)
            headers = [
                (b"content-type", b"text/javascript" if is_script else b"text/html; charset=utf-8"),
                (b"content-security-policy", CSP),
            ]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            body = SCRIPT.read_bytes() if is_script else page.encode()
            await send({"type": "http.response.body", "body": body})

        return application


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    site = Site()
    with served(site.front, heartbeat_seconds=0.5) as site.served:
        yield site


@pytest.fixture
def page(site: Site, context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def opened(page: Page, site: Site) -> Page:
    page.goto(f"http://127.0.0.1:{site.served.port}/")
    expect(page.locator("html")).to_have_attribute("data-live-state", "live")
    return page


def now(html: str) -> None:
    publish("now", f'<section data-live-event="now">{html}</section>')


def test_fragment_replaces_the_old_one(page: Page, site: Site) -> None:
    opened(page, site)
    now("<p>Two</p>")

    expect(page.locator("[data-live-event=now]")).to_have_text("Two")
    expect(page.locator("[data-live-status]")).to_have_text("Live")


def test_fragment_that_came_inside_another_is_heard_too(page: Page, site: Site) -> None:
    opened(page, site)
    now('<p>Vote</p><div data-live-event="progress">0</div>')
    expect(page.locator("[data-live-event=progress]")).to_have_text("0")
    publish("progress", '<div data-live-event="progress">12</div>')

    expect(page.locator("[data-live-event=progress]")).to_have_text("12")


def test_swap_keeps_what_a_person_was_doing(page: Page, site: Site) -> None:
    form = """<form method="post"><label><input type="radio" name="choice" value="for">For</label>
      <label><input type="radio" name="choice" value="against">Against</label>
      <input id="reason" name="reason"></form>"""
    site.body = f'<section data-live-event="now">{form}</section>'
    opened(page, site)
    page.check("[value=against]")
    page.fill("#reason", "half a sentence")
    now(f"<p>More time</p>{form}")

    expect(page.locator("[data-live-event=now]")).to_contain_text("More time")
    expect(page.locator("[value=against]")).to_be_checked()
    expect(page.locator("#reason")).to_have_value("half a sentence")
    expect(page.locator("#reason")).to_be_focused()
    token = page.locator("form [name=csrfmiddlewaretoken]")
    assert token.input_value() == "the-token-of-this-page"


def test_swap_keeps_a_field_to_the_form_it_was_typed_in(page: Page, site: Site) -> None:
    forms = "".join(
        f'<form action="/act"><input type="hidden" name="act" value="{act}">'
        '<input name="reason"></form>'
        for act in ("void", "uphold")
    )
    site.body = f'<section data-live-event="now">{forms}</section>'
    opened(page, site)
    page.locator("[name=reason]").first.fill("seven could not vote")
    now(f"<p>More reports</p>{forms}")

    expect(page.locator("[data-live-event=now]")).to_contain_text("More reports")
    expect(page.locator("[name=reason]").first).to_have_value("seven could not vote")
    expect(page.locator("[name=reason]").last).to_have_value("")


def test_fragment_sent_again_changes_nothing(page: Page, site: Site) -> None:
    site.body += '<p data-live-event="progress">0</p>'
    opened(page, site)
    now("<p>Two</p>")
    expect(page.locator("[data-live-event=now]")).to_have_text("Two")
    page.locator("[data-live-event=now]").evaluate("node => { node.dataset.mark = 'same'; }")
    now("<p>Two</p>")
    publish("progress", '<p data-live-event="progress">1</p>')
    expect(page.locator("[data-live-event=progress]")).to_have_text("1")  # and so it came before

    expect(page.locator("[data-mark=same]")).to_have_count(1)


def test_page_asks_again_when_the_stream_fails_and_says_so(page: Page, site: Site) -> None:
    page.clock.install()
    opened(page, site)
    site.body = '<section data-live-event="now"><p>By asking</p></section>'
    site.served.hub.close()
    expect(page.locator("html")).to_have_attribute("data-live-state", "polling")
    expect(page.locator("[data-live-status]")).to_contain_text("checking every 15 seconds")
    page.clock.fast_forward(23_000)

    expect(page.locator("[data-live-event=now]")).to_have_text("By asking")
    site.served.hub.closing = False
    page.clock.fast_forward(23_000)
    expect(page.locator("html")).to_have_attribute("data-live-state", "live")


def test_page_whose_stream_never_answers_says_so_and_asks(page: Page, site: Site) -> None:
    page.clock.install()
    page.route("**/live/?*", lambda _route: None)
    page.goto(f"http://127.0.0.1:{site.served.port}/")
    expect(page.locator("html")).to_have_attribute("data-live-state", "arriving")
    site.body = '<section data-live-event="now"><p>By asking</p></section>'
    page.clock.run_for(16_000)
    expect(page.locator("[data-live-status]")).to_contain_text("checking every 15 seconds")
    page.clock.run_for(23_000)
    expect(page.locator("[data-live-event=now]")).to_have_text("By asking")


def test_page_says_when_it_is_offline(page: Page, site: Site, context: BrowserContext) -> None:
    site.served.hub.heartbeat_seconds = 600  # or the next word of the stream would contradict it
    opened(page, site)
    context.set_offline(offline=True)
    expect(page.locator("[data-live-status]")).to_contain_text("You are offline")
    expect(page.locator("[role=status]").last).to_contain_text("You are offline")
    context.set_offline(offline=False)

    expect(page.locator("html")).not_to_have_attribute("data-live-state", "offline")


def test_countdown_follows_the_server_and_is_read_out(page: Page, site: Site) -> None:
    page.clock.install()
    opened(page, site)
    site.served.hub.heartbeat_seconds = 600  # the page's clock is about to run ahead
    closes_at = datetime.now(UTC) + timedelta(seconds=40)
    now(f'<time data-closes-at="{closes_at.isoformat()}">later</time>')
    clock, spoken = page.locator("time"), page.locator("[role=status]").last
    expect(clock).to_have_text(re.compile(r"0:3\d|0:40"))
    expect(spoken).to_contain_text("Voting is open")

    for seconds, words in ((10, "30 seconds left"), (20, "10 seconds left"), (10, "closed")):
        page.clock.run_for(seconds * 1000)
        expect(spoken).to_contain_text(words)
    expect(clock).to_have_text("Closed")


def test_what_was_said_of_an_open_vote_goes_with_its_clock(page: Page, site: Site) -> None:
    page.clock.install()
    opened(page, site)
    closes_at = datetime.now(UTC) + timedelta(seconds=90)
    now(f'<time data-closes-at="{closes_at.isoformat()}">later</time>')
    spoken = page.locator("[role=status]").last
    expect(spoken).to_contain_text("Voting is open")
    now("<p>Carried.</p>")
    expect(page.get_by_text("Carried.")).to_be_visible()
    page.clock.run_for(1000)
    expect(spoken).to_be_empty()


def test_speech_clock_shows_the_amber_and_the_red_light_and_says_so(page: Page, site: Site) -> None:
    page.clock.install()
    opened(page, site)
    site.served.hub.heartbeat_seconds = 600
    ends_at = datetime.now(UTC) + timedelta(seconds=40)
    now(f'<time data-ends-at="{ends_at.isoformat()}" data-aloud>later</time>')
    clock = page.locator("time")
    expect(clock).to_have_text(re.compile(r"0:3\d|0:40"))

    page.clock.run_for(15_000)
    expect(clock).to_have_attribute("data-nearly", "")
    page.clock.run_for(30_000)
    expect(clock).to_have_text(re.compile(r"Time is up: 0:\d\d over"))
    expect(clock).to_have_attribute("data-over", "")
    expect(page.locator("[role=status]").last).to_have_text("Time is up.")


@pytest.mark.parametrize("wrong", [timedelta(minutes=10), timedelta(minutes=-10)])
def test_clocks_are_right_on_a_phone_that_is_ten_minutes_wrong(
    page: Page, site: Site, wrong: timedelta
) -> None:
    page.clock.install(time=datetime.now(UTC) + wrong)
    opened(page, site)
    closes_at = (datetime.now(UTC) + timedelta(seconds=90)).isoformat()
    now(f'<time data-closes-at="{closes_at}"></time><time data-ends-at="{closes_at}"></time>')

    expect(page.locator("time").first).to_have_text(re.compile(r"1:[12]\d|1:30"))
    expect(page.locator("time").last).to_have_text(re.compile(r"1:[12]\d|1:30"))


def test_steady_news_shows_a_stream_that_is_whole(page: Page, site: Site) -> None:
    page.clock.install()
    site.body += '<p data-live-event="progress">0</p>'
    opened(page, site)
    site.served.hub.heartbeat_seconds = (
        600  # while there is news, the stream does not tell the time
    )
    for cast in (1, 2):
        page.clock.run_for(30_000)
        publish("progress", f'<p data-live-event="progress">{cast}</p>')
        expect(page.locator("[data-live-event=progress]")).to_have_text(str(cast))

    expect(page.locator("html")).to_have_attribute("data-live-state", "live")


def test_page_says_that_nothing_answers_and_tells_who_listens_when_it_does_again(
    page: Page, site: Site
) -> None:
    opened(page, site)
    page.evaluate("addEventListener('live:recovered', () => { document.title = 'Recovered'; })")
    page.route("**/", lambda route: route.abort())
    site.served.hub.close()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-live-status]")).to_contain_text("does not answer")
    site.served.hub.closing = False
    page.unroute("**/")

    expect(page.locator("html")).to_have_attribute("data-live-state", "live")
    expect(page).to_have_title("Recovered")


def test_press_is_heard_though_a_fragment_comes_while_the_finger_is_down(
    page: Page, site: Site
) -> None:
    site.body = '<section data-live-event="now"><button>Old</button></section>'
    opened(page, site)
    page.evaluate("addEventListener('click', ({ target }) => { heard = target.textContent; })")
    box = page.get_by_text("Old").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    publish("now", '<section data-live-event="now"><button>New</button></section>')
    page.wait_for_timeout(500)
    page.mouse.up()

    expect(page.get_by_text("New")).to_be_visible()
    assert page.evaluate("heard") == "Old"
