"""Conferences, motions and decisions over the API: what anyone may read."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from audit.store.write_guard import recorded_writes
from tests.api.asking import get, problem
from tests.pages.halls import TEXT, Hall, make_hall

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def hall() -> Hall:
    return make_hall(motions=3)


def test_conferences_are_listed(client: Client, hall: Hall) -> None:
    listed = get(client, "conferences/")

    assert listed["count"] == 1
    assert listed["results"][0]["code"] == "NDC27"


def test_conference_tells_its_standing_orders_and_its_quorum(client: Client, hall: Hall) -> None:
    conference = get(client, "conferences/NDC27/")

    assert conference["body"] == "Lantern (sample)"
    assert conference["standing_orders"]["enabling_rule"] == "Sample Rule 12.9"
    assert conference["quorum"]["delegates_present"] == 4
    assert conference["quorum"]["is_met"] is True


def test_agenda_is_in_order(client: Client, hall: Hall) -> None:
    (session,) = get(client, "conferences/NDC27/agenda/")

    assert [item["title"] for item in session["items"]] == ["M1", "M2", "M3"]


def test_floor_is_what_is_before_conference(client: Client, hall: Hall) -> None:
    hall.press("call")
    floor = get(client, "conferences/NDC27/floor/")

    assert (floor["phase"], floor["text"]) == ("called", TEXT)


@pytest.mark.parametrize("motions", [1, 3])
def test_motions_are_listed_in_as_many_queries_for_one_as_for_three(
    client: Client, motions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_hall(motions=motions)
    # the conference; how many; the motions; their texts; their amendments
    with django_assert_num_queries(5):
        listed = get(client, "conferences/NDC27/motions/")

    assert [motion["number"] for motion in listed["results"]] == ["M1", "M2", "M3"][:motions]
    assert listed["results"][0]["text"] == TEXT


def test_executives_position_is_kept_back_until_the_final_agenda(
    client: Client, hall: Hall
) -> None:
    with recorded_writes():
        hall.conference.motions.update(nec_position="oppose", nec_note="Costs too much.")
    assert get(client, "conferences/NDC27/motions/M1/")["nec_note"] == "Costs too much."
    with recorded_writes():
        hall.conference.standing_orders["positions_shown"] = "final_agenda"
        hall.conference.save()

    kept_back = get(client, "conferences/NDC27/motions/M1/")
    assert (kept_back["nec_position"], kept_back["nec_note"]) == ("", "")
    assert get(client, "conferences/NDC27/motions/")["results"][0]["nec_position"] == ""


def test_motion_tells_who_moved_it_by_credential_and_not_by_name(
    client: Client, hall: Hall
) -> None:
    hall.put_the_motion()
    motion = get(client, "conferences/NDC27/motions/M1/")

    assert (motion["state"], motion["mover"]) == ("QUESTION_PUT", "B01-1")
    assert [text["version"] for text in motion["texts"]] == [1]
    assert hall.delegate.name not in str(motion)


def test_result_explains_itself(client: Client, hall: Hall) -> None:
    assert get(client, "conferences/NDC27/results/")["results"] == []
    hall.decide_the_motion()
    (decision,) = get(client, "conferences/NDC27/results/")["results"]

    assert (decision["motion"], decision["outcome"]) == ("M1", "carried")
    assert decision["result"]["figures"] == {"for": 4, "against": 0, "abstain": 0}
    assert "CARRIED" in decision["result"]["explanation"]


@pytest.mark.parametrize(
    "address", ["", "agenda/", "floor/", "motions/", "motions/M1/", "results/"]
)
def test_unknown_conference_is_not_found(client: Client, address: str) -> None:
    problem(client.get(f"/api/v1/conferences/NOWHERE/{address}"), 404, "not-found")


def test_unknown_motion_is_not_found(client: Client, hall: Hall) -> None:
    problem(client.get("/api/v1/conferences/NDC27/motions/M99/"), 404, "not-found")


@pytest.mark.parametrize("query", ["limit=x", "limit=-1", "offset=-5", f"offset={10**30}"])
def test_nonsense_for_a_page_of_results_is_harmless(client: Client, hall: Hall, query: str) -> None:
    assert client.get(f"/api/v1/conferences/NDC27/motions/?{query}").status_code == 200


def test_nobody_is_named_anywhere(client: Client, hall: Hall) -> None:
    hall.decide_the_motion()
    people = {hall.chair, hall.teller, hall.returning_officer} | {
        credential.member for credential in hall.credentials
    }
    for address in ("", "agenda/", "floor/", "motions/", "motions/M1/", "results/"):
        said = client.get(f"/api/v1/conferences/NDC27/{address}").content.decode()
        assert not [m for m in people if m.name in said or (m.email and m.email in said)], address
