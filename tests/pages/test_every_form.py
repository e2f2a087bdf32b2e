"""Every address that takes a form, sent what nobody types: an answer, and never a fault of ours."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote_from_bytes
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings

from audit.recording import entry
from config.settings import AUDIT_GOVERNED_ROOMS, BASE_DIR
from members.enums import Office
from members.models import Appointment
from tests.factories.members import signed_in
from tests.pages.halls import Hall

FORM = "application/x-www-form-urlencoded"
# What a template, a view or a form of ours calls a field.
FIELD = re.compile(
    r"""<(?:input|select|textarea|button)[^>]*? name="([a-z_]+)\""""
    r"""|POST(?:\.get|\.getlist)?[\(\[]"([a-z_]+)"|^    ([a-z_]+) = forms\.""",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def fields() -> list[str]:
    sources = list((BASE_DIR / "templates").rglob("*.html"))
    for room in (*AUDIT_GOVERNED_ROOMS, "audit"):
        sources += (BASE_DIR / room).rglob("*.py")
    found = (FIELD.findall(path.read_text()) for path in sources)
    return sorted({name for names in found for each in names for name in each if name})


@pytest.fixture
def client(hall: Hall, settings: Settings) -> Client:
    """Whoever holds every office at once, while a vote is open: few doors are shut to them."""
    # The names of all forms together are more than any one form may have.
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
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


def addresses(hall: Hall, patterns: Sequence[object], so_far: str = "/") -> Iterator[str]:
    """Give every address that a browser's form can go to, but the way out."""
    known = {"code": hall.conference.code, "branch": hall.branches[0].code, "number": "1"}
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from addresses(hall, each.url_patterns, so_far + str(each.pattern))
        elif isinstance(each, URLPattern):
            route = so_far + str(each.pattern)
            of_a_program = getattr(each.callback, "csrf_exempt", False) or re.search(
                r"[\^(]", route
            )
            if of_a_program or each.name == "sign_out":
                continue
            pk = hall.ballot.pk if route.startswith(("/ballots/", "/vote/")) else uuid4()
            named = known | {"pk": str(pk), "ballot": str(pk)}
            parts = re.split(r"<(?:\w+:)?(\w+)>", route)  # every second is the name of a part
            parts[1::2] = [named.get(name, "1") for name in parts[1::2]]
            yield "".join(parts)


@pytest.mark.parametrize(
    "typed",
    [b"\0", b"9" * 4500, b"2027-99-99"],
    ids=["a NUL", "a wall of figures", "an absurd day"],
)
def test_no_form_is_answered_by_a_fault(
    hall: Hall, client: Client, fields: list[str], typed: bytes
) -> None:
    body = "&".join(f"{name}={quote_from_bytes(typed)}" for name in fields)

    answers = {
        address: client.post(address, body, FORM).status_code
        for address in addresses(hall, get_resolver().url_patterns)
    }

    assert not [address for address, status in answers.items() if status >= 500]
    assert (set(answers.values()) <= {400, 404}) is (typed == b"\0")
