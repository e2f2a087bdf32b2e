"""What is typed is kept for its writer alone, and goes when it is sent."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from members.jottings import jotted, jotting_clear, jotting_for, jotting_save, jottings_forget
from members.models import Jotting
from tests.factories.conferences import refused
from tests.factories.members import make_member, signed_in

pytestmark = pytest.mark.django_db
KEY = "motion:NDC27/B08-1"


def post(client: Client, **more: str) -> Any:
    return client.post(
        "/me/jottings/", {"jotting": KEY, "text": "Conference notes\r\nthe cold.", **more}
    )


def test_what_is_typed_is_there_for_its_writer_and_nobody_else() -> None:
    writer, other = make_member(), make_member()
    answer = post(signed_in(writer))
    assert answer.status_code == 302
    assert answer.url == "/me/"
    assert jotted(writer, KEY) == {"text": "Conference notes\nthe cold."}
    assert jotted(other, KEY) == {}


def test_the_way_back_is_the_page_of_the_form_and_never_another_site() -> None:
    client = signed_in(make_member())
    assert post(client, **{"jotting-back": "/c/NDC27/timetable/"}).url == "/c/NDC27/timetable/"
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert post(client, **{"jotting-back": elsewhere}).url == "/me/"


def test_a_script_is_told_when_the_session_has_run_out() -> None:
    answer = Client().post("/me/jottings/", {"jotting": KEY}, headers={"X-Jotting": "1"})
    assert answer.status_code == 401


def test_what_was_sent_or_thrown_away_is_known_to_be_gone() -> None:
    writer = make_member()
    jotting_save(writer, KEY, {"text": ["Words"]})
    jotting_clear(writer, KEY)
    gone = jotting_for(writer, KEY)
    assert jotted(writer, KEY) == {}
    assert gone.is_empty
    assert gone.saved_at
    jotting_save(writer, KEY, {"text": ["Words"]})
    post(signed_in(writer), **{"jotting-act": "forget"})
    assert jotted(writer, KEY) == {}


def test_save_refused_when_too_long_or_for_no_form() -> None:
    writer = make_member()
    with refused("too-long-to-keep"):
        jotting_save(writer, KEY, {"text": ["w" * 1_000_000]})
    with refused("not-a-jotting"):
        jotting_save(writer, "<script>", {"text": ["Words"]})


def test_jottings_are_forgotten_after_90_days() -> None:
    writer = make_member()
    with time_machine.travel(timezone.now() - timedelta(days=91)):
        jotting_save(writer, "old", {"text": ["Words"]})
    jotting_save(writer, "new", {"text": ["Words"]})
    assert jottings_forget(timezone.now()) == 1
    assert [one.key for one in Jotting.objects.all()] == ["new"]
