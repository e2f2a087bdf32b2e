from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from audit.formats.canonical import parse
from audit.models import Disclosure, Entry
from audit.services.access import SEEN, access_record
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

WHAT = "who has not voted"


def looks() -> list[dict[str, object]]:
    return [parse(bytes(entry.leaf)) for entry in Entry.objects.filter(kind=SEEN).order_by("at")]


def test_access_names_who_saw_what_in_which_office() -> None:
    teller = make_member()
    assert access_record(actor=teller, office="teller", what=WHAT, subject="ballot:1")
    (look,) = looks()
    assert look["by"] == teller.pseudonym
    assert (look["of"], look["office"], look["what"]) == ("ballot:1", "teller", WHAT)


def test_access_to_the_same_thing_within_the_hour_is_one_look() -> None:
    teller = make_member()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert access_record(actor=teller, what=WHAT, subject="ballot:1")
        clock.shift(timedelta(minutes=59))
        assert not access_record(actor=teller, what=WHAT, subject="ballot:1")
        clock.shift(timedelta(minutes=2))
        assert access_record(actor=teller, what=WHAT, subject="ballot:1")
    assert len(looks()) == 2


@pytest.mark.parametrize(
    "other",
    [{"what": "named votes"}, {"subject": "ballot:2"}, {"office": "scrutineer"}],
)
def test_access_to_another_thing_or_in_another_office_is_another_look(
    other: dict[str, str],
) -> None:
    teller = make_member()
    seen: dict[str, Any] = {"what": WHAT, "subject": "ballot:1", "office": "teller"}
    access_record(actor=teller, **seen)
    assert access_record(actor=teller, **(seen | other))


def test_access_of_another_person_is_another_look() -> None:
    access_record(actor=make_member(), what=WHAT, subject="ballot:1")
    assert access_record(actor=make_member("Idris Penhale"), what=WHAT, subject="ballot:1")


def test_access_that_takes_a_copy_is_recorded_every_time() -> None:
    scrutineer = make_member()
    for _ in range(2):
        assert access_record(actor=scrutineer, what="votes", subject="ballot:1", is_copy=True)
    assert [look["copy"] for look in looks()] == [True, True]


def test_reason_of_an_access_is_not_in_the_log_in_clear() -> None:
    access_record(actor=make_member(), what=WHAT, subject="ballot:1", why="Asha Bellweather rang")
    (entry,) = Entry.objects.filter(kind=SEEN)
    assert b"Bellweather" not in bytes(entry.leaf)
    assert Disclosure.objects.get(entry=entry).value == "Asha Bellweather rang"
