"""The hub in a process of its own, as production runs it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from live.tokens import stream_url
from tests import servers
from tests.live.streams import FLOOR, listening, publish, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_too]


@pytest.fixture
def hub() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start `uvicorn config.hub_asgi:application` on the database of this run."""
    port = servers.free_port()
    program = [sys.executable, "-m", "uvicorn", "config.hub_asgi:application", "--no-access-log"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*program, f"--port={port}"],
        env=os.environ | servers.environment(connection.settings_dict["NAME"]),
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: servers._answers(port), 60)
        yield process, port
    finally:
        process.kill()
        process.wait()


def test_hub_alone_serves_what_others_publish_and_stops_at_once(
    hub: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = hub
    with listening(port, stream_url([FLOOR])) as page:
        publish("now", "<p>From another process</p>")
        assert page.next().data == "<p>From another process</p>"

        process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        assert {message.event for message in page.messages()} <= {"clock"}, "to the end"
        process.wait(60)
        assert time.monotonic() - told < 5


def test_hub_of_production_does_not_start_unsafe() -> None:
    unsafe = {"TELLERS_PRODUCTION": "true", "TELLERS_DEBUG": "true", "TELLERS_DEMO": "true"}
    environment = os.environ | servers.environment(connection.settings_dict["NAME"]) | unsafe
    started = subprocess.run(
        [sys.executable, "-c", "import config.hub_asgi"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode != 0
    assert {"tellers.E001", "tellers.E002"} <= set(re.findall(r"tellers\.E\d+", started.stderr))
