"""What the returning officer is told of addresses: what stands out, and no address."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.recording import entry
from members.contacts.freeze_report import table
from members.contacts.reports import (
    clusters,
    members_undeliverable,
    members_with,
    members_without_a_way,
    names_table,
    progress,
    shared_above,
    shared_by_size,
)
from members.contacts.retention import ContactHistory
from members.contacts.selectors import check_unanswered
from members.enums import ContactKind, ContactSource, ContactState, Office
from members.models import Body, Contact, ContactChange, Member
from members.services.contact_changes import contact_change, contact_change_decide
from members.services.contact_checks import contact_check_open, contacts_confirm
from tests.factories.freezes import frozen
from tests.factories.members import make_body, make_member, make_officer, make_union

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

EMAIL = ContactKind.EMAIL
AGO = timedelta(days=30)


@pytest.fixture
def union() -> Body:
    return make_union()


def many(branch: Body, count: int) -> list[Member]:
    """Members without an address, entered at once."""
    with entry(actor=None) as log:
        made = Member.objects.bulk_create(
            Member(membership_number=f"{branch.code}-{n}", name=f"Person {n}", branch=branch)
            for n in range(count)
        )
        log.record("member.entered", subject=branch)
    return made


def changed(members: list[Member], *, by: Member | None, same: bool = False) -> None:
    """Each was given a new address: by an officer, or by themselves."""
    changes = []
    for member in members:
        change = ContactChange(
            member=member,
            kind=EMAIL,
            state=ContactState.MADE,
            source=ContactSource.OFFICER if by else ContactSource.OWN,
            by=(by or member).pseudonym,
            at=timezone.now(),
        )
        new = "one@example.org" if same else f"{member.membership_number}@example.org"
        change.hold("", new.lower())
        changes.append(change)
    with entry(actor=by) as log:
        ContactChange.objects.bulk_create(changes)
        log.record("contact.changed", subject="register")


def test_forty_changes_on_a_list_of_500_stand_out(union: Body) -> None:
    """Guide 4, L27."""
    officer = make_officer(Office.HELPDESK, union, "Morgan Thief")
    east, west = (make_body(code, parent=union) for code in ("EAST", "WEST"))
    members, others = many(east, 500), many(west, 500)
    changed(members[:40], by=officer)
    changed(others[:10], by=None)  # what is usual: two in a hundred, by themselves
    found = clusters(timezone.now() - AGO)
    assert [(one.what, one.name, one.changed, one.of) for one in found] == [
        ("branch", "Branch EAST", 40, 500),
        ("officer", "Morgan Thief", 40, None),
    ]
    assert found[0].percent == 8


def test_members_given_one_same_address_stand_out(union: Body) -> None:
    members = many(make_body("EAST", parent=union), 30)
    changed(members[:3], by=None, same=True)
    (found,) = clusters(timezone.now() - AGO)
    assert (found.what, found.changed) == ("address", 3)
    assert found.name == "Person 0, Person 1, Person 2"


def test_what_was_refused_or_long_ago_is_no_cluster(union: Body) -> None:
    members = many(make_body("EAST", parent=union), 30)
    changed(members[:10], by=None)
    assert clusters(timezone.now() + AGO) == []
    with entry(actor=None) as log:
        ContactChange.objects.update(state=ContactState.REFUSED)
        log.record("contact.declined", subject="register")
    assert clusters(timezone.now() - AGO) == []


def test_couple_is_counted_and_three_at_one_address_are_named(union: Body) -> None:
    """Edge case shared_email_couple."""
    branch = make_body("B11", parent=union)
    for name in ("Agnes Holloway-Pike", "Bertram Holloway-Pike"):
        make_member(name, branch=branch, email="holloway.pike@example.org")
    for name in ("Ann Umber", "Bea Tallis", "Cat Fenn"):
        make_member(name, branch=branch, email="three@example.org")
    assert shared_by_size() == [("email", 2, 1), ("email", 3, 1)]
    assert [[one.name for one in people] for _, people in shared_above()] == [
        ["Ann Umber", "Bea Tallis", "Cat Fenn"]
    ]
    data = names_table().to_csv()
    assert b"Cat Fenn" in data
    assert b"Agnes" not in data
    assert b"example.org" not in data


def test_dead_missing_and_work_addresses_are_listed(union: Body) -> None:
    people = {name: make_member(name) for name in ("Dead", "Work", "Fine")}
    none = make_member("None", email="")
    with entry(actor=None) as log:
        for name, failure in (("Dead", "bounced"), ("Work", "work-address")):
            Contact.objects.filter(member=people[name]).update(failure=failure)
        log.record("contacts.marked", subject="register")
    assert list(members_with(failure="work-address")) == [people["Work"]]
    assert list(members_undeliverable()) == [people["Dead"]]
    assert set(members_without_a_way()) == {none, people["Dead"], people["Work"]}


@pytest.mark.parametrize("branches", [1, 3])
def test_reports_take_the_same_queries_however_many_there_are(
    union: Body, branches: int, django_assert_num_queries: object
) -> None:
    for number in range(branches):
        branch = make_body(f"X{number}", parent=union)
        changed(many(branch, 20)[:6], by=make_officer(Office.HELPDESK, union), same=number == 0)
    with django_assert_num_queries(8):  # type: ignore[operator]
        clusters(timezone.now() - AGO)
        shared_by_size()
        shared_above()


def test_progress_of_a_check_is_counted_by_branch_and_few_stand_together(union: Body) -> None:
    officer = make_officer(Office.MEMBERSHIP_OFFICER, union)
    large, small = (make_body(code, parent=union) for code in ("LARGE", "SMALL"))
    members = [make_member(branch=large) for _ in range(6)]
    few = [make_member(branch=small) for _ in range(2)]
    now = timezone.now()
    check = contact_check_open(
        actor=officer, label="Before the ballot", opens_at=now, closes_at=now + AGO
    )
    assert check_unanswered(members[0]) == check
    contacts_confirm(member=members[0])
    contact_change(actor=members[1], member=members[1], kind=EMAIL, text="new@example.org")
    contacts_confirm(member=few[0])
    assert check_unanswered(members[0]) is None
    first, rest = progress(check)
    assert (first.branch, first.asked, first.confirmed, first.changed) == ("Branch LARGE", 6, 1, 1)
    assert (rest.asked, rest.confirmed, rest.silent) == (3, 1, 2)  # the officer is of no branch
    assert "fewer than 5" in rest.branch


def test_check_of_a_branch_asks_nobody_else(union: Body) -> None:
    officer = make_officer(Office.RETURNING_OFFICER, union)
    mine, other = make_body("MINE", parent=union), make_body("OTHER", parent=union)
    member, stranger = make_member(branch=mine), make_member(branch=other)
    now = timezone.now()
    contact_check_open(actor=officer, label="Branch", opens_at=now, closes_at=now + AGO, body=mine)
    assert check_unanswered(member)
    assert not check_unanswered(stranger)


def test_freeze_report_names_who_did_what_and_runs_in_no_spreadsheet(union: Body) -> None:
    officer = make_officer(Office.RETURNING_OFFICER, union, "Tobias Lockwell")
    member = make_member("=HYPERLINK(1)", email="old@example.org")
    frozen(officer)
    change = contact_change(actor=member, member=member, kind=EMAIL, text="new@example.org")
    contact_change_decide(actor=officer, change=change, approve=True, reason="Rang her")
    named, bare = table(named=True).to_csv().decode(), table(named=False).to_csv().decode()
    assert "'=HYPERLINK(1)" in named
    assert "Tobias Lockwell" in named
    assert "Approved by a second person" in bare
    assert member.pseudonym in bare
    assert officer.pseudonym in bare
    for known in ("HYPERLINK", "Tobias", "example.org"):
        assert known not in bare
    assert "example.org" not in named


def test_changes_of_a_month_are_destroyed_after_two_years(union: Body) -> None:
    member = make_member(email="old@example.org")
    with time_machine.travel(datetime(2024, 5, 20, 12, tzinfo=UTC)):
        contact_change(actor=member, member=member, kind=EMAIL, text="new@example.org")
    contact_change(actor=member, member=member, kind=EMAIL, text="newer@example.org")
    keeper = ContactHistory()
    (due,) = keeper.due(timezone.now() - timedelta(days=60))
    assert (due.subject, due.since) == ("contact-changes:2024-05", date(2024, 5, 1))
    assert keeper.find(due.subject, timezone.now()) == due
    with entry(actor=None) as log:
        gone = keeper.destroy(due)
        log.record("records.destroyed", subject=due.subject)
    assert gone.rows["contact changes"] == 1
    assert ContactChange.objects.get().new == "newer@example.org"
