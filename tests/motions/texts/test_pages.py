"""The pages on which the words of a motion are read and compared, and pasted words cleaned."""

from http import HTTPStatus

import pytest
from django.test import Client

from audit.recording import entry
from audit.store.sequencer import sequence_all
from motions.models import Motion
from motions.steps import sha256
from motions.texts.views import MOST_PASTED
from motions.wording import apply_amendment
from tests.factories.members import signed_in
from tests.pages.halls import Hall, make_hall

VERSIONS = "/c/NDC27/motions/M1/versions/"


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall()


@pytest.fixture
def amended(hall: Hall) -> Motion:
    motion = Motion.objects.get(number="M1")
    with entry(actor=None) as log:
        for instruction, why in (
            ("At the beginning insert 'Today,'", "M1.1 carried"),
            ("At end add 'And tell members.'", "M1.2 carried"),
        ):
            words = apply_amendment(motion.substantive.text, instruction)
            text = motion.texts.create(
                version=motion.substantive.version + 1, text=words, sha256=sha256(words), why=why
            )
        log.record("motion.amended", subject=motion, text_sha256=text.sha256)
    return motion


def test_any_two_versions_are_compared(amended: Motion, client: Client) -> None:
    page = client.get(VERSIONS).text
    assert "<ins>Today, Conference</ins>" in page or "<ins>Today,</ins>" in page
    assert "<ins> And tell members.</ins>" in page
    page = client.get(VERSIONS, {"old": 2, "new": 3}).text
    assert "<ins>Today" not in page
    assert "<ins> And tell members.</ins>" in page


@pytest.mark.parametrize("asked", [{"old": "9", "new": "1"}, {"old": "one", "new": "x" * 5000}])
def test_versions_that_are_not_there_are_said_so(
    asked: dict[str, str], amended: Motion, client: Client
) -> None:
    answer = client.get(VERSIONS, asked)
    assert answer.status_code == HTTPStatus.OK
    assert "is not one of the available choices" in answer.text


def test_each_version_is_shown_with_its_hash_and_its_entry_of_the_log(
    amended: Motion, client: Client
) -> None:
    sequence_all()
    page = client.get(VERSIONS).text
    for text in amended.texts.all():
        assert text.sha256 in page
    assert page.count("names this hash") == 1


def test_the_versions_of_an_unknown_motion_are_not_found(hall: Hall, client: Client) -> None:
    assert client.get("/c/NDC27/motions/M99/versions/").status_code == HTTPStatus.NOT_FOUND


def test_lines_are_numbered_where_asked(hall: Hall, client: Client) -> None:
    assert "data-line" not in client.get("/c/NDC27/motions/M1/").text
    assert 'data-line="1"' in client.get("/c/NDC27/motions/M1/?lines=yes").text


def test_what_is_pasted_comes_back_as_plain_lines(hall: Hall) -> None:
    answer = signed_in(hall.chair).post("/motions/cleaned/", {"pasted": "<ol><li>one<li>two</ol>"})
    assert answer.text == "1. one\n2. two"
    assert answer["Content-Type"].startswith("text/plain")


def test_refused_when_a_stranger_or_too_much_is_pasted(hall: Hall, client: Client) -> None:
    assert client.post("/motions/cleaned/", {"pasted": "x"}).status_code == HTTPStatus.FOUND
    answer = signed_in(hall.chair).post("/motions/cleaned/", {"pasted": "x" * (MOST_PASTED + 1)})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
