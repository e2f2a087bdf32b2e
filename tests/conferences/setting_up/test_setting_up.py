"""A conference is called, given its standing orders and its programme: by act, and on the pages."""

from dataclasses import fields
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference
from conferences.quorum import Quorum
from conferences.setting_up import calling, programme
from conferences.setting_up.forms import SETTINGS
from conferences.standing_orders import StandingOrders
from members.enums import Office
from members.models import Body, Member
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def clerk(union: Body) -> Member:
    return make_officer(Office.CLERK, union, "Hester Sample")


def called(clerk: Member, **told: object) -> Conference:
    first = timezone.localdate() + timedelta(days=200)
    asked: dict[str, object] = {
        "body": Body.objects.get(code="LANTERN"),
        "actor": clerk,
        "code": "ndc28",
        "title": "National Delegate Conference 2028",
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "quorum": Quorum(20, 8),
        **told,
    }
    return calling.conference_call(**asked)  # type: ignore[arg-type]


def kinds() -> list[str]:
    return list(Entry.objects.order_by("at").values_list("kind", flat=True))


def test_conference_is_called_with_usual_standing_orders(clerk: Member) -> None:
    conference = called(clerk)

    assert conference.code == "NDC28"
    assert (conference.orders.quorum.delegates, conference.orders.seconder_needed) == (20, True)
    assert conference.floor.heading == ""
    assert kinds()[-1] == "conference.called"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"code": "n d c"}, "code-unfit"),
        ({"code": "NDC28\0"}, "code-unfit"),
        ({"title": "  "}, "no-title"),
        ({"ends_on": date(2020, 1, 1)}, "ends-first"),
        ({"starts_on": date(2020, 1, 1)}, "in-the-past"),
    ],
)
def test_call_refused(clerk: Member, told: dict[str, object], code: str) -> None:
    with refused(code):
        called(clerk, **told)


def test_call_refused_when_the_code_is_taken(clerk: Member) -> None:
    called(clerk)
    with refused("code-taken"):
        called(clerk, code="NDC28")


def test_standing_orders_are_set_and_the_log_says_what_they_were(clerk: Member) -> None:
    conference = called(clerk)
    settings = {**conference.standing_orders, "casting_vote_allowed": True}

    now = calling.standing_orders_set(conference=conference, actor=clerk, settings=settings)

    assert now.orders.casting_vote_allowed
    assert kinds()[-1] == "standing_orders.set"
    with refused("nothing-changed"):
        calling.standing_orders_set(conference=conference, actor=clerk, settings=settings)
    with refused("unworkable"):
        calling.standing_orders_set(
            conference=conference, actor=clerk, settings={**settings, "card_vote_branches": 0}
        )


ELSEWHERE = {
    "entitlement",  # set with the delegates
    "forms",
    "senders",
    "ruling_question",  # these come from the rule book with the conference file
    "ruling_majority",
}


def test_every_standing_order_is_asked_for_or_set_elsewhere() -> None:
    asked = {each.path.partition(".")[0] for some in SETTINGS.values() for each in some}
    assert asked | ELSEWHERE == {each.name for each in fields(StandingOrders)}
    assert not asked & ELSEWHERE


def test_standing_orders_refused_once_conference_has_met(sitting: Sitting) -> None:
    with refused("conference-sits"):
        calling.standing_orders_set(
            conference=sitting.conference,
            actor=sitting.clerk,
            settings={**sitting.conference.standing_orders, "casting_vote_allowed": True},
        )


def test_items_stand_in_the_order_of_time(clerk: Member) -> None:
    conference = called(clerk)
    session = programme.session_arrange(
        conference=conference, actor=clerk, held_on=conference.starts_on
    )
    for hour, title in ((11, "Motions"), (10, "Opening")):
        programme.item_arrange(
            session=session,
            actor=clerk,
            title=title,
            kind=AgendaKind.FORMAL,
            starts_at=time(hour),
        )

    assert [item.title for item in session.items.all()] == ["Opening", "Motions"]
    item = AgendaItem.objects.get(title="Opening")
    programme.item_change(
        item=item, actor=clerk, title="Opening", kind=AgendaKind.FORMAL, starts_at=time(12)
    )
    assert [item.title for item in session.items.all()] == ["Motions", "Opening"]
    programme.item_drop(item=item, actor=clerk)
    assert session.items.count() == 1
    with refused("not-empty"):
        programme.session_drop(session=session, actor=clerk)


def test_session_refused_outside_the_days_of_conference(clerk: Member) -> None:
    conference = called(clerk)
    with refused("outside-the-conference"):
        programme.session_arrange(
            conference=conference, actor=clerk, held_on=conference.ends_on + timedelta(days=1)
        )
    programme.session_arrange(conference=conference, actor=clerk, held_on=conference.ends_on)
    with refused("out-of-order"):
        programme.session_arrange(conference=conference, actor=clerk, held_on=conference.starts_on)


def test_sessions_are_dropped_from_the_last(clerk: Member) -> None:
    conference = called(clerk)
    first, second = (
        programme.session_arrange(conference=conference, actor=clerk, held_on=conference.starts_on)
        for _ in "ab"
    )
    with refused("not-the-last"):
        programme.session_drop(session=first, actor=clerk)
    programme.session_drop(session=second, actor=clerk)
    assert conference.sessions.count() == 1


def test_item_refused_when_a_motion_stands_in_it(sitting: Sitting) -> None:
    item = sitting.motion("RA2").agenda_item
    assert item
    with refused("in-use"):
        programme.item_drop(item=item, actor=sitting.clerk)


def test_conference_is_called_and_set_up_on_the_pages(clerk: Member) -> None:
    client = signed_in(clerk)
    first = timezone.localdate() + timedelta(days=100)
    call = {
        "title": "National Delegate Conference 2028",
        "code": "NDC28",
        "starts_on": first.isoformat(),
        "ends_on": first.isoformat(),
        "quorum_delegates": "3",
        "quorum_branches": "2",
    }
    typed = client.post("/conferences/new/", {**call, "ends_on": "2020-01-01"})
    assert typed.status_code == 409
    assert 'value="National Delegate Conference 2028"' in typed.text
    assert client.post("/conferences/new/", call).headers["Location"] == "/c/NDC28/setting-up/"
    assert "0 of 6 steps are done" in client.get("/c/NDC28/setting-up/").text

    page = client.get("/c/NDC28/standing-orders/")
    now = {name: field.initial for name, field in page.context["form"].fields.items()}
    answer = client.post("/c/NDC28/standing-orders/", {**now, "enabling_rule": "Rule 9.4A"})
    assert answer.status_code == 302
    assert Conference.objects.get(code="NDC28").orders.enabling_rule == "Rule 9.4A"
    wrong = client.post("/c/NDC28/standing-orders/", {**now, "technical_failure_trigger": "1/0"})
    assert wrong.status_code == 422

    programme_page = "/c/NDC28/programme/"
    client.post(programme_page, {"act": "session", "held_on": first.isoformat()})
    item = {"act": "item", "session": "1", "title": "Opening", "kind": "formal"}
    assert client.post(programme_page, {**item, "starts_at": "25:00"}).status_code == 422
    client.post(programme_page, {**item, "starts_at": "10:00"})
    assert "Opening" in client.get(programme_page).text
    nowhere = {**item, "starts_at": "11:00", "session": "9" * 5000}
    assert client.post(programme_page, nowhere).status_code == 404
    assert "2 of 6 steps are done" in client.get("/c/NDC28/setting-up/").text


def test_setting_up_is_for_officers(sitting: Sitting) -> None:
    delegate = signed_in(sitting.credential("B11-1").member)
    for address in ("setting-up", "standing-orders", "programme"):
        assert delegate.get(f"/c/NDC27/{address}/").status_code == 403
    assert delegate.get("/conferences/new/").status_code == 403
