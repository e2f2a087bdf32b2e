"""Tellers in a real Chromium: one server for the run, phones and desks to look at it.

The server is the whole of config.asgi in a process of its own, on the database of the tests: what
a test does through services, the server shows; what a person does in the browser, the test reads.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection, transaction
from playwright.sync_api import BrowserContext, Page, expect

from conferences.hall import FLOOR, show
from conferences.services.election_news import elections_publish
from config.timekeeper import Timekeeper
from tests import servers
from tests.pages.halls import Hall, make_hall

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 800}}
WALL = {"viewport": {"width": 1920, "height": 1080}}

# Only what is wrong leaves the page: all else that axe finds is some megabytes for a long one.
_VIOLATIONS = """
async () => {
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.help}: ${node.target}`));
}
"""

PATIENCE_MS = 30_000  # a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start Debian's Chromium, and keep it from calling anyone."""
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def base_url(django_db_setup: None) -> Iterator[str]:
    """Serve config.asgi on the tests' database; tests write /c/NDC27/now/, as people do."""
    # Playwright keeps an event loop in this thread; Django would refuse the ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with servers.website(connection.settings_dict["NAME"], TELLERS_DEMO="true") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def hall(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[Hall]:
    """A small conference, sitting, and its timekeeper. It is committed, so the server sees it.

    A parameter says how many delegates each branch has.
    """
    keeper = Timekeeper()
    thread = threading.Thread(target=keeper.run, name="timekeeper")
    hall = make_hall(delegates=getattr(request, "param", 2))
    # The server keeps half a minute of news, and halls of an earlier test had the same name.
    with transaction.atomic():
        show(hall.conference, *FLOOR)
        elections_publish(conference=hall.conference)
    thread.start()
    yield hall
    keeper.stopped.set()
    thread.join()


@pytest.fixture
def open_page(
    transactional_db: None, new_context: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """Open a browser of its own, as another person would have: no cookies are shared.

    The database comes first, so that it is emptied last: no page is left that still asks for it.
    """

    def open_page(screen: dict[str, Any], **options: Any) -> Page:
        page = new_context(locale="en-GB", **screen, **options).new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    return open_page


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A delegate's phone."""
    return open_page(PHONE)


@pytest.fixture
def plain_phone(open_page: Callable[..., Page]) -> Page:
    """A phone whose browser runs no JavaScript."""
    return open_page(PHONE, java_script_enabled=False)


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    """The chair's, or an officer's, computer."""
    return open_page(DESK)


@pytest.fixture
def screen(open_page: Callable[..., Page]) -> Page:
    """The screen in the hall."""
    return open_page(WALL)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Have axe look at the page as it stands; it must find nothing."""

    def assert_accessible(page: Page) -> None:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(_VIOLATIONS)
        assert not found, "\n".join([page.url, *found])

    return assert_accessible
