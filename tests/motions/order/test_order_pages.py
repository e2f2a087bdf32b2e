"""The committee's desk and the page of what falls with what: without a script, and to whom."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motions.models import Motion
from motions.order.planning import programme
from motions.states import MotionState
from tests.factories.conferences import Sitting
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db


def test_desk_places_moves_and_groups_by_its_buttons(sitting: Sitting, waiting: Motion) -> None:
    page, address = signed_in(sitting.clerk), f"/c/{sitting.conference.code}/order/"
    item = sitting.motion("M9").agenda_item
    assert item
    shown = page.get(address).content.decode()
    assert waiting.title in shown
    given = {"motions": [waiting.number], "item": item.pk, "place": "1", "act": "place"}
    assert page.post(address, given)["Location"] == f"{address}#item-{item.pk}"
    waiting.refresh_from_db()
    assert waiting.standing == MotionState.SCHEDULED
    page.post(address, {"act": f"down:{waiting.number}"})
    beside = [each.number for each in item.motions.order_by("place")]
    assert beside == ["M9", waiting.number, "M10"]
    page.post(address, {"act": "alternatives", "motions": ["M9", "M10"]})
    assert str(sitting.conference.debate_groups.get()) == "M9 and M10"
    page.post(address, {"act": "dissolve:1"})
    page.post(address, {"act": "unplace", "motions": [waiting.number]})
    assert not item.motions.filter(pk=waiting.pk).exists()
    set_time = {"act": "section", "section": "Bargaining", "ends_at": "2027-06-15T12:00"}
    assert page.post(address, set_time).status_code == 302
    assert sitting.conference.section_times.get().section == "Bargaining"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"act": "place"},
        {"act": "place", "motions": "M6"},
        {"act": "place", "motions": "M6", "item": "9" * 40},
        {"act": "place", "motions": "M18", "item": "1"},
        {"act": "up:M99"},
        {"act": "together", "motions": "M6"},
        {"act": "dissolve:x"},
        {"act": "section", "section": "Bargaining", "ends_at": "noon"},
        {"act": "erase"},
    ],
)
def test_desk_refuses_in_words(sitting: Sitting, given: dict[str, str]) -> None:
    said = signed_in(sitting.clerk).post(f"/c/{sitting.conference.code}/order/", given)
    assert said.status_code == 409
    assert "notice" in said.content.decode()


def test_desk_is_for_the_committee(sitting: Sitting) -> None:
    address = f"/c/{sitting.conference.code}/order/"
    delegate = signed_in(sitting.credential("B11-1").member)
    assert delegate.get(address).status_code == 403
    assert delegate.post(address, {"act": "up:M6"}).status_code == 403


def test_programme_takes_a_fixed_number_of_queries(
    sitting: Sitting, waiting: Motion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(15):
        planned = programme(sitting.conference)
        assert sum(len(line.motions) for line in planned.sessions[0].items) == 7


def test_consequences_are_public_once_published(sitting: Sitting, client: Client) -> None:
    address = f"/c/{sitting.conference.code}/order/consequences/"
    public = client.get(address).content.decode()
    assert "If M9 is carried, M10 falls" in public
    assert "If M5.1 is carried, M5.2 falls" in public
    page = signed_in(sitting.clerk)
    entered = {"carried": "M5", "fallen": "m6"}
    assert page.post(address, entered).status_code == 302
    assert page.post(address, entered).status_code == 409
    mixed = {"carried": "M5", "fallen": "M5.1"}
    assert page.post(address, mixed).status_code == 422
    assert page.post(address, entered | {"fallen": "M18"}).status_code == 422
    assert "M6 falls" not in client.get(address).content.decode()
    assert "M6 falls" in page.get(address).content.decode()
    row = sitting.motion("M5").consequences.get()
    assert page.post(address, {"remove": f"motion:{row.pk}"}).status_code == 302
    assert page.post(address, {"remove": "motion:1e9"}).status_code == 409
    assert client.post(address, entered).status_code == 403


def test_priority_page_says_that_there_is_none(sitting: Sitting, client: Client) -> None:
    address = f"/c/{sitting.conference.code}/order/priority/"
    assert "No priority ballot" in client.get(address).content.decode()
    page = signed_in(sitting.clerk)
    assert page.post(address, {"ranks": "0"}).status_code == 422
    assert page.post(address, {"act": "open"}).status_code == 409
