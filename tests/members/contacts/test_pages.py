"""The pages on contact details: a member's own, and the desk of officers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from members.enums import ContactKind, Office
from members.models import Body, ContactChange, ContactCheck, ContactFreeze, EmployerDomain, Member
from members.services.contact_changes import contact_change
from members.services.contact_checks import contact_check_open
from tests.factories.freezes import frozen
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in
from tests.members.queries import MemberQueries

pytestmark = pytest.mark.django_db

MINE, DESK = "/me/contact/", "/officers/contacts/"
TO_READ = [
    DESK,
    f"{DESK}reports/",
    f"{DESK}reports.csv",
    f"{DESK}freeze-report/",
    f"{DESK}freeze-report.csv",
    f"{DESK}domains/",
]
SEE_NOTHING = (Office.ADMINISTRATOR, Office.HELPDESK)


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def officer(union: Body) -> Member:
    return make_officer(Office.MEMBERSHIP_OFFICER, union, "Winifred Tarn")


@pytest.fixture
def member(union: Body) -> Member:
    return make_member(
        "Philippa Drumm", branch=make_body("B14", parent=union), email="old@example.org"
    )


@pytest.fixture
def check(officer: Member) -> ContactCheck:
    now = timezone.now()
    return contact_check_open(
        actor=officer, label="Before the ballot", opens_at=now, closes_at=now + timedelta(days=9)
    )


def text(browser: Client, address: str) -> str:
    return str(browser.get(address, follow=True).content.decode())


def test_member_sees_all_that_is_held_and_how_to_check_that_it_is_us(member: Member) -> None:
    page = text(signed_in(member), MINE)
    for words in ("old@example.org", "You need no link", "01632 960100", "a list of who voted"):
        assert words in page
    assert "These are right" not in page  # nobody asks


def test_one_tap_answers_the_check(member: Member, check: ContactCheck) -> None:
    browser = signed_in(member)
    assert "Can we reach you?" in text(browser, "/")
    assert "These are right" in text(browser, MINE)
    said = browser.post(MINE, {"act": "confirm"}, follow=True).content.decode()
    assert "You are all set" in said
    assert "Can we reach you?" not in text(browser, "/")


def test_one_field_changes_a_detail(member: Member) -> None:
    browser = signed_in(member)
    given = {"act": "change", "kind": "mobile", "mobile-text": "07700 900193"}
    said = browser.post(MINE, given, follow=True).content.decode()
    assert "Changed." in said
    assert "07700 900193" in said
    assert "Put back" not in said  # there was none before


def test_slip_is_told_beside_what_was_typed(member: Member) -> None:
    answer = signed_in(member).post(
        MINE, {"act": "change", "kind": "email", "email-text": "not <an> address"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Not an e-mail address." in page
    assert 'value="not &lt;an&gt; address"' in page


@pytest.mark.parametrize(
    "given", [{"act": "change", "kind": "email"}, {"act": "put-back", "kind": "post"}]
)
def test_nothing_typed_and_nothing_to_put_back_change_nothing(
    member: Member, given: dict[str, str]
) -> None:
    assert signed_in(member).post(MINE, given).status_code == 409
    assert not ContactChange.objects.exists()


@pytest.mark.parametrize("given", [{}, {"act": "x"}, {"act": "change", "kind": "fax"}])
def test_unknown_acts_show_the_page(member: Member, given: dict[str, str]) -> None:
    assert signed_in(member).post(MINE, given).status_code == 200


def test_own_change_in_a_freeze_is_said_to_wait(member: Member, officer: Member) -> None:
    frozen(officer)
    given = {"act": "change", "kind": "email", "email-text": "new@example.org"}
    page = signed_in(member).post(MINE, given, follow=True).content.decode()
    assert "A second person looks at it" in page
    assert "Waits for a second person" in page
    assert "old@example.org" in page


@pytest.mark.parametrize("address", TO_READ)
def test_desk_is_for_its_officers(union: Body, member: Member, address: str) -> None:
    for other in (member, *(make_officer(office, union) for office in SEE_NOTHING)):
        assert signed_in(other).get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/sign-in/")


def test_helpdesk_which_sends_codes_changes_no_address(union: Body, member: Member) -> None:
    browser = signed_in(make_officer(Office.HELPDESK, union))
    for address in (f"{DESK}change/", f"{DESK}freeze/"):
        assert browser.post(address).status_code == 403
    assert DESK not in browser.get("/me/").content.decode()


def test_officer_changes_for_a_member_and_sees_no_whole_address(
    officer: Member, member: Member
) -> None:
    browser = signed_in(officer)
    given = {
        "change-membership_number": member.membership_number,
        "change-kind": "email",
        "change-text": "new@example.org",
        "change-reason": "Asked for two facts",
    }
    assert "has been told" in browser.post(f"{DESK}change/", given, follow=True).content.decode()
    page = text(browser, DESK)
    assert "o…@example.org" in page
    assert "new@example.org" not in page


def test_officer_freezes_and_another_decides(union: Body, member: Member, officer: Member) -> None:
    browser = signed_in(officer)
    now = timezone.localtime()
    given = {
        "freeze-label": "Conference 2027",
        "freeze-starts": f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M}",
        "freeze-ends": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "freeze-reason": "The roll goes out",
    }
    assert "In force" in browser.post(f"{DESK}freeze/", given, follow=True).content.decode()
    change = contact_change(
        actor=member, member=member, kind=ContactKind.EMAIL, text="new@example.org"
    )
    decided = browser.post(
        f"{DESK}{change.pk}/decide/", {"verdict": "approve", "reason": "Rang"}, follow=True
    )
    assert "Approved, and made." in decided.content.decode()
    report = text(browser, f"{DESK}freeze-report/")
    assert "Philippa Drumm" in report
    assert "Winifred Tarn" in report
    assert "example.org" not in report
    file = browser.get(f"{DESK}freeze-report.csv")
    assert file["Content-Disposition"] == 'attachment; filename="freeze-report.csv"'
    assert b"Philippa Drumm" in file.content
    assert Entry.objects.filter(kind="record.seen", subject="contacts").exists()
    freeze = ContactFreeze.objects.get()
    ended = browser.post(f"{DESK}freeze/{freeze.pk}/end/", {"reason": "Over"}, follow=True)
    assert "The freeze is over" in ended.content.decode()


def test_decision_without_a_verdict_or_a_reason_is_asked_for_again(
    member: Member, officer: Member
) -> None:
    frozen(officer)
    change = contact_change(
        actor=member, member=member, kind=ContactKind.EMAIL, text="new@example.org"
    )
    browser = signed_in(officer)

    unsaid = browser.post(f"{DESK}{change.pk}/decide/", {"verdict": "refuse", "reason": " "})
    assert unsaid.status_code == 422
    assert "Say how you made sure, or what is wrong." in unsaid.content.decode()

    neither = browser.post(f"{DESK}{change.pk}/decide/", {"verdict": "?", "reason": "Rang her"})
    assert neither.status_code == 422
    assert "Approve or refuse." in neither.content.decode()
    assert 'value="Rang her"' in neither.content.decode()


def test_refusal_is_told_on_the_desk(member: Member, officer: Member) -> None:
    frozen(officer)
    change = contact_change(
        actor=officer, member=member, kind=ContactKind.EMAIL, text="new@example.org", reason="Rang"
    )
    answer = signed_in(officer).post(
        f"{DESK}{change.pk}/decide/", {"verdict": "approve", "reason": "Rang"}
    )
    assert answer.status_code == 409
    assert "Another officer has to decide" in answer.content.decode()


def test_officer_opens_and_closes_a_check_and_sees_how_it_goes(
    officer: Member, member: Member
) -> None:
    browser = signed_in(officer)
    now = timezone.localtime()
    given = {
        "check-label": "Before the ballot",
        "check-starts": f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M}",
        "check-ends": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }
    page = browser.post(f"{DESK}check/", given, follow=True).content.decode()
    assert "0 of 2 answered" in page
    check = ContactCheck.objects.get()
    closed = browser.post(f"{DESK}check/{check.pk}/end/", follow=True).content.decode()
    assert "The check is closed" in closed
    wrong = browser.post(f"{DESK}check/", given | {"check-ends": "yesterday"})
    assert wrong.status_code == 422


def test_change_is_put_back_from_the_desk(officer: Member, member: Member) -> None:
    change = contact_change(
        actor=member, member=member, kind=ContactKind.EMAIL, text="thief@example.org"
    )
    answer = signed_in(officer).post(f"{DESK}{change.pk}/put-back/", follow=True)
    assert "Put back" in answer.content.decode()
    assert Member.objects.get(pk=member.pk).email == "old@example.org"


def test_list_of_employers_is_kept(officer: Member) -> None:
    browser = signed_in(officer)
    page = browser.post(
        f"{DESK}domains/", {"add": "1", "domains-text": "employer.example.com"}, follow=True
    )
    assert "employer.example.com" in page.content.decode()
    wrong = browser.post(f"{DESK}domains/", {"add": "1", "domains-text": "gmail.com"})
    assert "not one employer&#x27;s" in wrong.content.decode()
    browser.post(f"{DESK}domains/", {"remove": "employer.example.com"})
    assert not EmployerDomain.objects.exists()


def test_acts_need_a_form_with_its_token(officer: Member) -> None:
    browser = signed_in(officer, enforce_csrf_checks=True)
    for address in (MINE, f"{DESK}change/", f"{DESK}freeze/", f"{DESK}check/", f"{DESK}domains/"):
        assert browser.post(address).status_code == 403


@pytest.mark.parametrize("changes", [1, 3])
def test_desk_takes_the_same_queries_for_one_change_and_three(
    officer: Member, union: Body, changes: int
) -> None:
    for number in range(changes):
        person = make_member(f"Person {number}")
        contact_change(
            actor=person, member=person, kind=ContactKind.EMAIL, text=f"n{number}@example.org"
        )
    browser = signed_in(officer)
    browser.get(DESK)
    with MemberQueries() as page:
        browser.get(DESK)
    assert len(page.asked) == 14
