"""A vote that was acknowledged is in the log, though the server is killed a moment later."""

import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from audit.export import export
from audit.keys import log_key
from audit.lookup import position_named
from audit.selectors import StoredLog
from audit.sequencer import sequence_all
from audit.verify import verify_export
from ballots.models import Ballot, Cast
from members.models import Member
from tests import servers
from tests.factories.ballots import make_hall
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

VOTERS = 8
ENOUGH = 100
PATIENCE_SECONDS = 20
CSRF = "c" * 32


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a server process of its own needs PostgreSQL")


class Voter:
    """A delegate at a browser, who changes her vote again and again until nobody answers."""

    def __init__(self, member: Member, ballot: Ballot, port: int) -> None:
        session = signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
            "X-CSRFToken": CSRF,
        }
        self.address = f"/ballots/{ballot.pk}/cast/"
        self.port = port

    def vote_until_nobody_answers(self, acknowledged: Callable[[str], None]) -> None:
        server = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        for number in range(100_000):
            form = {"choice": ("for", "against")[number % 2], "request_id": str(uuid4())}
            try:
                server.request("POST", self.address, urlencode(form), self.headers)
                answer = server.getresponse()
                page = answer.read().decode()
            except (HTTPException, OSError):
                return
            assert answer.status == 200, page
            found = re.search(r'class="receipt__code">\s*([^<\s]+)', page)
            assert found, page
            acknowledged(found[1])


def test_every_acknowledged_vote_is_in_the_log_after_the_server_is_killed(tmp_path: Path) -> None:
    hall = make_hall(delegates=VOTERS)
    ballot = hall.open(window_seconds=900)
    codes: list[str] = []
    enough = threading.Event()

    def acknowledged(code: str) -> None:
        codes.append(code)
        if len(codes) >= ENOUGH:
            enough.set()

    port = servers.free_port()
    server = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--log-level=critical"]
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": servers.postgresql_url(connection.settings_dict["NAME"]),
    }
    with (
        servers.program([*server, f"--port={port}"], port=port, environment=environment) as pid,
        ThreadPoolExecutor(VOTERS) as pool,
    ):
        voters = [Voter(member, ballot, port) for member in hall.delegates]
        voting = [pool.submit(one.vote_until_nobody_answers, acknowledged) for one in voters]
        for one in voting:
            one.add_done_callback(lambda _: enough.set())  # somebody was refused: do not wait
        enough.wait(PATIENCE_SECONDS)
        os.kill(pid, signal.SIGKILL)
        for one in voting:
            one.result(PATIENCE_SECONDS)

    sequence_all()
    assert len(set(codes)) == len(codes) >= ENOUGH
    for code in codes:
        position = position_named(code)
        assert position is not None, f"{code} was acknowledged and is lost"
        assert Cast.objects.filter(entry_id=position.entry_id).exists()
    export(StoredLog.current(), tmp_path)
    report = verify_export(tmp_path, log_key().verifier)
    assert report.is_verified, report.text()
