"""Bodies, members and appointments: who may enter them, and what the log says."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refusal
from members import rules, selectors, services
from members.enums import BodyKind, Office
from members.models import Appointment
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


def recorded(kind: str) -> list[dict[str, object]]:
    return [json.loads(bytes(e.leaf)) for e in Entry.objects.filter(kind=kind).order_by("at")]


def test_body_is_created_by_the_clerk():
    union = make_union()
    clerk = make_officer(Office.CLERK, union)

    branch = services.body_create(
        actor=clerk, kind=BodyKind.BRANCH, code="B01", name="Northmoor", parent=union
    )

    assert branch.parent == union
    assert recorded("body.created")[-1]["by"] == clerk.pseudonym


def test_body_is_refused_when_actor_holds_no_office():
    with pytest.raises(Refusal) as refused:
        services.body_create(actor=make_member(), kind=BodyKind.BRANCH, code="B01", name="No")

    assert refused.value.code == "not-your-office"


def test_member_is_entered_with_source_and_date_and_without_a_name_in_the_log():
    branch = make_body("B01")

    member = services.member_create(
        actor=None,
        membership_number=" l-0417 ",
        name="Zoë Umber",
        branch=branch,
        email="Zoe@Example.org",
        source="Branch list",
    )

    assert (member.membership_number, member.email) == ("L-0417", "zoe@example.org")
    assert (member.source, member.as_at) == ("Branch list", timezone.localdate())
    [leaf] = recorded("member.entered")
    assert leaf["of"] == member.log_name
    assert not {"Zo", "0417", "example.org"} & {
        word for word in ("Zo", "0417", "example.org") if word in json.dumps(leaf)
    }


def test_member_is_refused_when_actor_does_not_keep_the_register():
    clerk = make_officer(Office.CLERK, make_union())

    with pytest.raises(Refusal) as refused:
        services.member_create(actor=clerk, membership_number="1", name="Ann")

    assert refused.value.code == "not-your-office"
    assert Entry.objects.filter(kind="register.refused", subject=clerk.log_name).exists()


def test_appointment_gives_office_from_a_day_until_a_day():
    union, member, today = make_union(), make_member(), timezone.localdate()

    services.appointment_make(
        actor=None,
        member=member,
        office=Office.CHAIR,
        body=union,
        starts_on=today,
        ends_on=today + timedelta(days=2),
    )

    held = [
        selectors.holds_office(member, Office.CHAIR, union, today + timedelta(days=days))
        for days in (-1, 0, 1, 2)
    ]
    assert held == [False, True, True, False]
    assert not selectors.holds_office(member, Office.TELLER, union)
    assert not selectors.holds_office(member, Office.CHAIR, make_body())


def test_appointment_ended_today_has_ended():
    union = make_union()
    chair = make_officer(Office.CHAIR, union)

    services.appointment_end(actor=None, appointment=Appointment.objects.get(member=chair))

    assert not selectors.holds_office(chair, Office.CHAIR, union)
    assert recorded("appointment.ended")


@pytest.mark.parametrize("office", [Office.CLERK, Office.GENERAL_SECRETARY])
def test_appointment_is_refused_to_an_officer_of_a_branch(office):
    union = make_union()
    officer = make_officer(office, make_body(parent=union))

    with pytest.raises(Refusal) as refused:
        services.appointment_make(
            actor=officer, member=make_member(), office=Office.RETURNING_OFFICER, body=union
        )

    assert refused.value.code == "not-your-office"


def test_register_is_kept_by_the_unions_officer_and_not_by_a_branchs():
    union = make_union()

    assert rules.keeps_register(make_officer(Office.MEMBERSHIP_OFFICER, union))
    assert not rules.keeps_register(
        make_officer(Office.MEMBERSHIP_OFFICER, make_body(parent=union))
    )


def test_appointment_is_refused_when_it_is_ones_own():
    union = make_union()
    clerk = make_officer(Office.CLERK, union)

    with pytest.raises(Refusal) as refused:
        services.appointment_make(
            actor=clerk, member=clerk, office=Office.RETURNING_OFFICER, body=union
        )

    assert refused.value.code == "own-appointment"
    assert [e["code"] for e in recorded("appointment.refused")] == ["own-appointment"]


@pytest.mark.parametrize(
    ("held", "office"),
    [
        (Office.EXECUTIVE, Office.RETURNING_OFFICER),
        (Office.RETURNING_OFFICER, Office.GENERAL_SECRETARY),
        (Office.CHAIR, Office.SCRUTINEER),
    ],
)
def test_appointment_is_refused_when_offices_are_kept_apart(held: Office, office: Office):
    union = make_union()
    officer = make_officer(held, union)

    with pytest.raises(Refusal) as refused:
        services.appointment_make(actor=None, member=officer, office=office, body=union)

    assert refused.value.code == "offices-kept-apart"


def test_appointment_is_refused_when_actor_may_not_appoint():
    union = make_union()
    teller = make_officer(Office.TELLER, union)

    with pytest.raises(Refusal) as refused:
        services.appointment_make(
            actor=teller, member=make_member(), office=Office.TELLER, body=union
        )

    assert refused.value.code == "not-your-office"


def test_appointment_is_refused_when_it_ends_before_it_starts():
    today = timezone.localdate()

    with pytest.raises(Refusal) as refused:
        services.appointment_make(
            actor=None,
            member=make_member(),
            office=Office.TELLER,
            body=make_union(),
            starts_on=today,
            ends_on=today - timedelta(days=1),
        )

    assert refused.value.code == "ends-before-it-starts"


def test_body_member_and_appointment_are_refused_when_entered_twice():
    union = make_union()
    chair = make_officer(Office.CHAIR, union)

    with pytest.raises(Refusal) as body:
        make_body(union.code)
    with pytest.raises(Refusal) as member:
        make_member(number=chair.membership_number.lower())
    with pytest.raises(Refusal) as appointment:
        services.appointment_make(actor=None, member=chair, office=Office.CHAIR, body=union)

    codes = [refused.value.code for refused in (body, member, appointment)]
    assert codes == ["code-taken", "number-taken", "already-appointed"]


def test_suspension_is_refused_when_actor_does_not_keep_the_register():
    chair, member = make_officer(Office.CHAIR, make_union()), make_member()

    with pytest.raises(Refusal) as refused:
        services.member_suspend(actor=chair, member=member)

    member.refresh_from_db()
    assert refused.value.code == "not-your-office"
    assert member.is_active


def test_session_ends_with_a_new_office():
    member = make_member()
    browser = signed_in(member)
    assert browser.get("/me/").status_code == 200

    services.appointment_make(actor=None, member=member, office=Office.TELLER, body=make_union())

    assert browser.get("/me/").status_code == 302


def test_officers_are_listed_in_one_query(django_assert_num_queries):
    union = make_union()
    for name in ("Ann", "Bea", "Cat"):
        make_officer(Office.TELLER, union, name)

    with django_assert_num_queries(1):
        assert len([held.member.name for held in selectors.officers_of(union)]) == 3


def test_member_is_found_by_number_and_by_address_but_not_by_a_shared_one():
    ann = make_member(number="A1", email="ann@example.org")
    make_member(number="B1", email="home@example.org")
    make_member(number="B2", email="home@example.org")

    assert selectors.member_by_identifier(" a1 ") == ann
    assert selectors.member_by_identifier("ANN@example.org") == ann
    assert selectors.member_by_identifier("home@example.org") is None
    assert selectors.member_by_identifier("nobody") is None
