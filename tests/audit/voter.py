"""A delegate at a browser, who changes her vote again and again until nobody answers."""

import re
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings

from ballots.models import Ballot
from members.models import Member
from tests.factories.members import signed_in

PATIENCE_SECONDS = 90
CSRF = "c" * 32


class Voter:
    """One delegate, signed in to one server."""

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
        """Vote, and tell the code of every receipt."""
        server = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        for number in range(100_000):
            form = {"choice": ("for", "against")[number % 2], "request_id": str(uuid4())}
            try:
                server.request("POST", self.address, urlencode(form), self.headers)
                answer = server.getresponse()
                page = answer.read().decode()
            except (HTTPException, OSError):
                return
            if answer.status >= 500:  # the database is gone: nothing was acknowledged
                return
            assert answer.status == 200, page
            found = re.search(r'class="receipt__code">\s*([^<\s]+)', page)
            assert found, page
            acknowledged(found[1])
