"""Every address that takes a form, sent what nobody types: an answer, and never a fault of ours."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote_from_bytes
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from audit.recording import entry
from members.enums import Office
from members.models import Appointment
from tests.factories.members import signed_in
from tests.pages.halls import Hall

FORM = "application/x-www-form-urlencoded"
# What a page, a form or a view of ours calls a field.
FIELD = re.compile(
    r"""name="([a-z_]+)"|POST(?:.get)?[\\(\\[]"([a-z_]+)"|^    ([a-z_]+) = forms.""", re.MULTILINE
)


@pytest.fixture(scope="module")
def fields() -> list[str]:
    rooms = [Path(settings.BASE_DIR, room) for room in settings.AUDIT_GOVERNED_ROOMS]
    sources = [path for room in rooms for path in room.rglob("*.py")]
    sources += [*Path(settings.BASE_DIR, "templates").rglob("*.html")]
    found = (FIELD.findall(path.read_text()) for path in sources)
    return sorted({name for names in found for each in names for name in each if name})


@pytest.fixture
def client(hall: Hall) -> Client:
    """Whoever holds every office at once, while a vote is open: no door is shut to them."""
    hall.put_the_motion()
    hall.press("open_vote")
    with entry(actor=None) as log:
        for office in Office:
            Appointment.objects.create(
                member=hall.delegate,
                office=office,
                body=hall.conference.body,
                starts_on=date(2020, 1, 1),
            )
        log.record("test.prepared", subject="test")
    browser = signed_in(hall.delegate)
    browser.raise_request_exception = False
    return browser


def addresses(hall: Hall, patterns: list[URLPattern | URLResolver], so_far: str = "/") -> Iterator:
    known = {
        "code": hall.conference.code,
        "branch": hall.branches[0].code,
        "gateway": "mail",
        "number": "1",
        "seq": "1",
    }
    for each in patterns:
        route = so_far + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(hall, each.url_patterns, route)
        elif each.name != "sign_out" and not re.search(r"[\\^(]", route):
            pk = hall.ballot.pk if route.startswith("/ballots/") else uuid4()
            named = {**known, "pk": str(pk)}
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda found: named.get(found[1], "1"), route)


@pytest.mark.parametrize(
    "typed",
    [b"\0", b"9" * 6000, b"\xed\xa0\x80" + b"x" * 20_000, b"2027-99-99"],
    ids=["a NUL", "six thousand figures", "a lone surrogate and a wall of text", "an absurd day"],
)
def test_no_form_is_answered_by_a_fault(
    hall: Hall, client: Client, fields: list[str], typed: bytes
) -> None:
    body = "&".join(f"{name}={quote_from_bytes(typed[: 900_000 // len(fields)])}" for name in fields)
    answers = {
        address: client.post(address, body, FORM).status_code
        for address in addresses(hall, get_resolver().url_patterns)
    }

    assert not [address for address, status in answers.items() if status >= 500]
    taken = [address for address, status in answers.items() if status != 405]
    assert len(taken) > 100
    if typed == b"\0":
        print(sorted((s,a) for a,s in answers.items() if s not in (405,)))
