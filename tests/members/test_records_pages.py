from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Deletion, Entry, Hold
from audit.services.holds import hold_place
from members import services
from members.enums import Office
from members.models import Body, Member
from members.retention import NAMELESS
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db

LEFT = datetime(2024, 6, 15, 10, tzinfo=UTC)
NOW = datetime(2026, 6, 16, 10, tzinfo=UTC)


@pytest.fixture
def union() -> Body:
    with time_machine.travel(LEFT):
        return make_union()


@pytest.fixture
def gone(union: Body) -> Member:
    return left("Asha Bellweather", union)


@pytest.fixture(autouse=True)
def _now(union: Body, gone: Member) -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def keeper(union: Body) -> Client:
    return signed_in(make_officer(Office.MEMBERSHIP_OFFICER, union, "Winifred Tarn"))


@pytest.fixture
def second(union: Body) -> Client:
    return signed_in(make_officer(Office.RETURNING_OFFICER, union, "Idris Penhale"))


def left(name: str, union: Body) -> Member:
    with time_machine.travel(LEFT):
        member = make_member(name, branch=make_body(parent=union))
        return services.member_suspend(actor=None, member=member)


def ask(client: Client, member: Member) -> str:
    answer = client.post(
        "/records/ask/", {"rule": "former-members", "subject": member.log_name}, follow=True
    )
    assert "Asked for" in answer.content.decode()
    return answer.redirect_chain[-1][0]


def test_page_shows_whose_record_is_due_and_the_whole_schedule(keeper: Client) -> None:
    page = keeper.get("/records/").content.decode()
    assert "Asha Bellweather" in page
    assert "15 June 2024" in page
    assert "24 months" in page
    assert "For good" in page


def test_page_is_for_those_who_answer_for_records(union: Body) -> None:
    assert Client().get("/records/").status_code == 302
    assert signed_in(make_member()).get("/records/").status_code == 403
    branch = make_body(parent=union)
    assert (
        signed_in(make_officer(Office.RETURNING_OFFICER, branch)).get("/records/").status_code
        == 403
    )


def test_scrutineer_looks_and_cannot_ask(union: Body, gone: Member) -> None:
    scrutineer = signed_in(make_officer(Office.SCRUTINEER, union))
    page = scrutineer.get("/records/").content.decode()
    assert "Not asked for" in page
    assert "Ask to destroy" not in page
    asked = {"rule": "former-members", "subject": gone.log_name}
    assert scrutineer.post("/records/ask/", asked).status_code == 409
    assert not Deletion.objects.exists()


def test_two_officers_destroy_a_record_and_the_certificate_names_nobody_erased(
    keeper: Client, second: Client, gone: Member
) -> None:
    address = ask(keeper, gone)
    assert "Destroy these records" in second.get(address).content.decode()
    answer = second.post(f"{address}decide/", {"act": "destroy"}, follow=True).content.decode()
    assert "Certificate of destruction" in answer
    assert "Winifred Tarn, Membership officer" in answer
    assert "Idris Penhale, Returning officer" in answer
    assert "Asha Bellweather" not in answer
    gone.refresh_from_db()
    assert gone.name == NAMELESS


def test_whoever_asked_is_offered_to_take_it_back_and_not_to_destroy(
    keeper: Client, gone: Member
) -> None:
    address = ask(keeper, gone)
    page = keeper.get(address).content.decode()
    assert "Take it back" in page
    assert "Destroy these records" not in page
    assert keeper.post(f"{address}decide/", {"act": "destroy"}).status_code == 409
    answer = keeper.post(f"{address}decide/", {"act": "withdraw"}, follow=True)
    assert "Taken back" in answer.content.decode()
    gone.refresh_from_db()
    assert gone.name == "Asha Bellweather"


def test_second_officer_can_decline(keeper: Client, second: Client, gone: Member) -> None:
    answer = second.post(f"{ask(keeper, gone)}decide/", {"act": "decline"}, follow=True)
    assert "Declined" in answer.content.decode()
    gone.refresh_from_db()
    assert gone.name == "Asha Bellweather"


@pytest.mark.parametrize("act", ["", "publish"])
def test_no_act_changes_nothing(keeper: Client, second: Client, gone: Member, act: str) -> None:
    answer = second.post(f"{ask(keeper, gone)}decide/", {"act": act}, follow=True)
    assert answer.status_code == 200
    assert Deletion.objects.get().state == "waiting"


def test_held_record_says_why_and_cannot_be_asked_for(keeper: Client, gone: Member) -> None:
    hold_place(actor=make_member(), subject=gone.log_name, reason="Complaint 3 is live.")
    page = keeper.get("/records/").content.decode()
    assert "Complaint 3 is live." in page
    assert "Ask to destroy" not in page
    asked = {"rule": "former-members", "subject": gone.log_name}
    answer = keeper.post("/records/ask/", asked)
    assert answer.status_code == 409
    assert "while a complaint is live" in answer.content.decode()


def test_person_who_left_is_asked_for_by_number(keeper: Client, union: Body) -> None:
    with time_machine.travel(NOW - timedelta(days=30)):
        lately = make_member("Corin Vale")
        services.member_suspend(actor=None, member=lately)
    form = {"membership_number": lately.membership_number.lower(), "reason": "Wrote on 1 June"}
    page = keeper.post("/records/ask/person/", form, follow=True).content.decode()
    assert "The contact details of a person who has left" in page
    assert "Corin Vale" in page
    assert "Wrote on 1 June" in page


def test_person_who_left_long_ago_is_asked_for_whole(keeper: Client, gone: Member) -> None:
    form = {"membership_number": gone.membership_number, "reason": "Wrote on 1 June"}
    page = keeper.post("/records/ask/person/", form, follow=True).content.decode()
    assert "The register entry of a person who has left" in page


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("", 422, "Give the membership number."),
        ("NO-SUCH", 409, "Nobody on the register has the number NO-SUCH."),
        ("MEMBER", 409, "It can be erased once they have left"),
    ],
)
def test_erasure_that_cannot_be_is_refused_in_words(
    keeper: Client, number: str, status: int, words: str
) -> None:
    make_member(number="MEMBER")
    answer = keeper.post("/records/ask/person/", {"membership_number": number, "reason": "Asked"})
    assert answer.status_code == status
    page = answer.content.decode().replace("&#x27;", "'")
    assert words in page


def test_look_at_the_page_is_in_the_log_once_an_hour(keeper: Client) -> None:
    for _ in range(3):
        keeper.get("/records/")
    assert Entry.objects.filter(kind="record.seen", subject="records").count() == 1


def test_page_asks_no_more_for_three_than_for_one(keeper: Client, union: Body) -> None:
    keeper.get("/records/")  # the look is recorded
    with CaptureQueriesContext(
        connection,
    ) as one:
        keeper.get("/records/")
    left("Second", union)
    left("Third", union)
    with CaptureQueriesContext(connection) as three:
        assert keeper.get("/records/").content.decode().count('aria-label="Ask to destroy') == 3
    assert len(three) == len(one)


def test_everything_is_held_and_released_in_words(
    keeper: Client, second: Client, gone: Member
) -> None:
    answer = keeper.post("/records/hold/", {"hold-reason": "The officer asks"}, follow=True)
    page = answer.content.decode()
    assert "Nothing at all is deleted" in page
    assert "Ask to destroy" not in page
    hold = Hold.objects.get()
    address = f"/records/hold/{hold.pk}/release/"
    assert second.post(address, {"hold-reason": ""}).status_code == 422
    page = second.post(address, {"hold-reason": "Settled"}, follow=True).content.decode()
    assert "Released" in page
    assert "Ask to destroy" in page
    assert second.post(address, {"hold-reason": "Settled"}).status_code == 409


def test_hold_of_a_complaint_is_not_released_here(keeper: Client, gone: Member) -> None:
    hold = hold_place(actor=make_member(), subject=gone.log_name, reason="Complaint 3 is live.")
    answer = keeper.post(f"/records/hold/{hold.pk}/release/", {"hold-reason": "Tired of it"})
    assert answer.status_code == 409
    assert "goes when its complaint is closed" in answer.content.decode()
    hold.refresh_from_db()
    assert hold.released_at is None


def test_scrutineer_can_neither_hold_nor_release(union: Body) -> None:
    scrutineer = signed_in(make_officer(Office.SCRUTINEER, union))
    assert scrutineer.post("/records/hold/", {"hold-reason": "Because"}).status_code == 409
    assert not Hold.objects.exists()
