"""Faults are tried on an installation as the documents lay it out, and in real browsers."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests import servers
from tests.browser.conftest import (
    browser_type_launch_args,
    hall,
    open_page,
    phone,
)
from tests.faults.installation import Installation
from tests.live import proxy

__all__ = ["browser_type_launch_args", "hall", "open_page", "phone"]


@pytest.fixture(scope="session")
def front(django_db_setup: None, redis_url: str) -> Iterator[tuple[Installation, str]]:
    """Start it all, once: the parts, and the address in front of them."""
    if connection.vendor != "postgresql":
        pytest.skip("processes of their own need PostgreSQL")
    if not proxy.is_installed():
        pytest.skip(proxy.MISSING)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread
    environment = servers.environment(connection.settings_dict["NAME"])
    parts = Installation(environment | {"TELLERS_DEMO": "true", "REDIS_URL": redis_url})
    for what in parts.ports:
        parts.start(what)
    site, hub = parts.ports.values()
    with proxy.nginx(site=site, hub=hub) as opened:
        yield parts, f"http://127.0.0.1:{opened.port}"
    parts.stop()


@pytest.fixture(scope="session")
def base_url(front: tuple[Installation, str]) -> str:
    """Give the address in front."""
    return front[1]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    """Open pages at the address in front, whatever tests in the same run opened before."""
    return {**browser_context_args, "base_url": base_url}


@pytest.fixture
def parts(front: tuple[Installation, str]) -> Iterator[Installation]:
    """Give the parts, all of them running, and have them running again afterwards."""
    yield front[0]
    for what in front[0].ports:
        if what not in front[0].running:
            front[0].start(what)


@pytest.fixture(autouse=True)
def _fault_stays_in_its_test(transactional_db: None) -> Iterator[None]:
    """Let a test that ended in the middle of a fault leave no lost connection to those after it."""
    yield
    if connection.connection is not None and not connection.is_usable():
        connection.close()
