"""The committee's pages: who may see them, what each shows, what each button does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.enums import Office
from members.models import Body, Member
from motions.models import Ruling, SocReport
from motions.states import MotionState
from tests.factories.conferences import Sitting
from tests.factories.members import make_officer
from tests.motions.committee.conftest import Signed, lodged, of_branch

pytestmark = pytest.mark.django_db

DESK = "/c/NDC27/committee/"


def rule(decision: str, sitting: Sitting, **more: str) -> dict[str, str]:
    meeting = str(sitting.conference.soc_meetings.get().pk)
    return {"act": "rule", "decision": decision, "meeting": meeting, **more}


def test_desk_is_for_the_committee_alone(sitting: Sitting, signed: Signed) -> None:
    assert signed(sitting.chair).get(DESK).status_code == 403


def test_desk_shows_the_most_urgent_first(sitting: Sitting, signed: Signed) -> None:
    lodged(sitting, "M90", state=MotionState.LODGED)
    lodged(sitting, "M91", state=MotionState.QUERY, reply_by=timezone.now() - timedelta(days=1))
    page = signed(sitting.clerk).get(DESK)
    shown = [row.about.number for row in page.context["rows"]]
    assert shown.index("M91") < shown.index("M90") < shown.index("M18")
    assert "reply was due" in page.content.decode()


def test_desk_shows_only_what_is_asked_for(sitting: Sitting, signed: Signed) -> None:
    lodged(sitting, "M90", state=MotionState.LODGED)
    rows = signed(sitting.clerk).get(f"{DESK}?show=late").context["rows"]
    assert [row.about.number for row in rows] == ["M18"]


def test_desk_asks_the_same_number_of_questions_for_1_row_and_for_30(
    sitting: Sitting, signed: Signed
) -> None:
    client = signed(sitting.clerk)
    client.get(DESK)
    with CaptureQueriesContext(connection) as few:
        client.get(DESK)
    for number in range(30):
        lodged(sitting, f"M{100 + number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(DESK)
    assert len(many) == len(few)
    assert len(page.context["rows"]) == 25
    assert len(client.get(f"{DESK}?page=2").context["rows"]) == 6


def test_motion_is_taken_in_and_ruled_on(
    sitting: Sitting, signed: Signed, soc_chair: Member
) -> None:
    motion = lodged(sitting, "M90", state=MotionState.LODGED)
    where = f"{DESK}motions/B05-M90/"
    client = signed(sitting.clerk)
    assert client.post(where, {"act": "receive"}).status_code == 302
    page = signed(soc_chair).post(
        where, rule("not_in_order", sitting, code="unclear", reason="Which clips?")
    )
    assert page.status_code == 302
    motion.refresh_from_db()
    assert motion.standing == MotionState.NOT_IN_ORDER
    ruling = Ruling.objects.get(motion=motion)
    assert (ruling.reason_code, ruling.took_part.count()) == ("unclear", 3)
    assert b"Which clips?" in client.get(where).content


def test_ruling_without_its_reason_is_given_back(sitting: Sitting, signed: Signed) -> None:
    lodged(sitting, "M90")
    page = signed(sitting.clerk).post(
        f"{DESK}motions/B05-M90/", rule("not_in_order", sitting, code="unclear")
    )
    assert page.status_code == 422
    assert "Say it in words" in page.content.decode()


def test_act_that_is_refused_says_why(sitting: Sitting, signed: Signed) -> None:
    lodged(sitting, "M90")
    page = signed(sitting.clerk).post(f"{DESK}motions/B05-M90/", {"act": "close_query"})
    assert page.status_code == 409


def test_several_are_ruled_in_order_at_once(sitting: Sitting, signed: Signed) -> None:
    for number in ("M90", "M91"):
        lodged(sitting, number)
    client = signed(sitting.clerk)
    ticked = {"motion": ["B05-M90", "B05-M91"]}
    asked = client.post(f"{DESK}in-order/", ticked)
    assert "Rule these 2 motions in order?" in asked.content.decode()
    assert b'name="act" value="rule"' in asked.content
    assert client.post(f"{DESK}in-order/", ticked | {"act": "rule"}).status_code == 302
    assert Ruling.objects.filter(motion__number__in=("M90", "M91")).count() == 2


def test_more_than_one_request_takes_go_on_with_progress_and_what_was_refused(
    sitting: Sitting, signed: Signed, soc_chair: Member
) -> None:
    of_branch(soc_chair, "B08")
    references = [lodged(sitting, f"M{100 + n}").reference for n in range(21)]
    own = lodged(sitting, "M99", branch="B08").reference
    page = signed(soc_chair).post(f"{DESK}in-order/", {"act": "rule", "motion": [own, *references]})
    assert page.context["done"] == 19
    assert {each.reference for each in page.context["motions"]} == set(references[-2:])
    assert "M99: A member of the committee takes no part" in page.content.decode()


def test_amendment_is_ruled_on_at_its_page(sitting: Sitting, signed: Signed) -> None:
    page = signed(sitting.clerk).get(f"{DESK}amendments/M5.1/")
    assert page.status_code == 200
    assert "Amendment to" in page.content.decode()


def test_meeting_is_entered_with_who_was_there(
    sitting: Sitting, signed: Signed, soc_chair: Member
) -> None:
    given = {
        "held_at": "2026-11-10T10:00",
        "kind": "meeting",
        "present": [str(soc_chair.pk)],
        "chair": str(soc_chair.pk),
    }
    assert signed(sitting.clerk).post(f"{DESK}meetings/", given).status_code == 302
    assert sitting.conference.soc_meetings.get(number=2).chair == soc_chair
    assert signed(sitting.clerk).get(f"{DESK}meetings/2/").status_code == 200


def test_report_is_drawn_up_edited_published_and_read_by_all(
    sitting: Sitting, signed: Signed
) -> None:
    client = signed(sitting.clerk)
    motion = lodged(sitting, "M90")
    client.post(f"{DESK}motions/{motion.reference}/", rule("in_order", sitting))
    client.post(f"{DESK}reports/")
    report = SocReport.objects.get(number=4)
    where = f"{DESK}reports/4/"
    page = client.get(where)
    posted = {"dated_on": "2027-06-15", "act": "preview"}
    for form in (page.context["formset"].management_form, *page.context["formset"]):
        for field in form:
            posted[field.html_name] = str(field.value() or "")
    last = len(page.context["formset"]) - 1
    posted |= {f"p-{last}-text": "Lunch is at one.", f"p-{last}-numbers": "M6"}
    assert client.post(where, posted).status_code == 302
    assert client.get("/c/NDC27/reports/4/").status_code == 404
    assert "Lunch is at one." in client.get(f"{where}preview/").content.decode()
    assert client.post(f"{where}preview/").status_code == 302
    report.refresh_from_db()
    assert report.sha256
    public = signed(sitting.chair).get("/c/NDC27/reports/4/").content.decode()
    assert "1 motion is in order: <a" in public
    assert "/c/NDC27/motions/M6/" in public


def test_draft_with_an_unknown_number_is_given_back(sitting: Sitting, signed: Signed) -> None:
    client = signed(sitting.clerk)
    client.post(f"{DESK}reports/")
    page = client.post(
        f"{DESK}reports/4/",
        {
            "p-TOTAL_FORMS": "1", "p-INITIAL_FORMS": "0", "dated_on": "2027-06-15", "act": "save",
            "p-0-kind": "noted", "p-0-text": "Said of nothing", "p-0-numbers": "M999",
        },
    )  # fmt: skip
    assert page.status_code == 409
    assert "M999" in page.content.decode()
    assert "Said of nothing" in page.content.decode()


def test_branch_officer_asks_for_reference_back(sitting: Sitting, signed: Signed) -> None:
    officer = make_officer(Office.BRANCH_SECRETARY, Body.objects.get(code="B16"), "Sec Retary")
    client = signed(officer)
    where = "/c/NDC27/reports/1/3/refer-back/"
    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "Nobody is named in it."}).status_code == 302
    assert "asks for reference back" in client.get("/c/NDC27/reports/1/").content.decode()
    assert client.post(where, {"act": "withdraw"}).status_code == 302
    assert signed(sitting.chair).get(where).status_code == 403


def test_reports_are_public(sitting: Sitting, client) -> None:
    assert "Report 3" in client.get("/c/NDC27/reports/").content.decode()
    page = client.get("/c/NDC27/reports/1/").content.decode()
    assert "/c/NDC27/motions/M16/" in page
