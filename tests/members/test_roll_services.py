"""Importing a roll: nothing before it is confirmed, then exactly what was seen."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refusal
from members import services
from members.enums import Office
from members.models import Body, Member
from members.roll_preview import Preview
from members.selectors import member_by_identifier
from tests.factories.members import make_body, make_member, make_officer, make_union

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

ROLL = (
    b"Number,Name,Branch,E-mail\n"
    b"A1,Ann Umber,B01,ann@example.org\n"
    b"A2,Bea Tallis,B02,new@example.org\n"
    b"A3,Cat Fenn,B01,\n"
    b"A4,Dee,B99,\n"
)
AS_AT = date(2026, 1, 31)


@pytest.fixture
def union() -> Body:
    union = make_union()
    branches = [make_body(code, parent=union) for code in ("B01", "B02")]
    make_member("Ann Umber", branch=branches[0], number="A1", email="ann@example.org")
    make_member("Bea Tallis", branch=branches[0], number="A2", email="old@example.org")
    make_member("Eve Gone", branch=branches[0], number="A9")
    return union


@pytest.fixture
def officer(union: Body) -> Member:
    return make_officer(Office.MEMBERSHIP_OFFICER, union)


def register() -> list[tuple[object, ...]]:
    members = Member.objects.filter(membership_number__startswith="A").select_related("branch")
    return [
        (m.membership_number, m.name, m.branch and m.branch.code, m.email, m.source)
        for m in members.order_by("membership_number")
    ]


def _found(address: str) -> Member:
    found = member_by_identifier(address)
    assert found
    return found


def applied(
    officer: Member, data: bytes = ROLL, *, fingerprint: str = "", as_at: date = AS_AT
) -> Preview:
    seen = fingerprint or services.member_import_preview(actor=officer, data=data).fingerprint
    return services.member_import_apply(
        actor=officer, data=data, fingerprint=seen, source="Extract", as_at=as_at
    )


def test_preview_writes_nothing(officer: Member):
    before, entries = register(), Entry.objects.count()

    seen = services.member_import_preview(actor=officer, data=ROLL)

    assert (len(seen.new), len(seen.changed), len(seen.unchanged)) == (1, 1, 1)
    assert seen.file.lines_left_out == 1
    assert (register(), Entry.objects.count()) == (before, entries)


def test_apply_does_what_the_preview_said(officer: Member):
    applied(officer)

    assert register() == [
        ("A1", "Ann Umber", "B01", "ann@example.org", "Extract"),
        ("A2", "Bea Tallis", "B02", "new@example.org", "Extract"),
        ("A3", "Cat Fenn", "B01", "", "Extract"),
        ("A9", "Eve Gone", "B01", Member.objects.get(membership_number="A9").email, ""),
    ]
    assert Member.objects.get(membership_number="A1").as_at == AS_AT


def test_import_has_an_entry_with_counts_and_no_names(officer: Member):
    seen = applied(officer)

    [entry] = Entry.objects.filter(kind="roll.imported")
    leaf = json.loads(bytes(entry.leaf))
    counts = {k: leaf[k] for k in ("new", "changed", "contact_changes", "unchanged", "left_out")}
    assert counts == {
        "new": 1,
        "changed": 1,
        "contact_changes": 1,
        "unchanged": 1,
        "left_out": 1,
    }
    assert leaf["gone"] == 2  # the member of old, and the officer
    assert leaf["sha256"] == seen.file.sha256
    assert leaf["by"] == officer.pseudonym
    assert not [w for w in ("Umber", "A1", "example.org", "Cat") if w in bytes(entry.leaf).decode()]


def test_changed_address_has_an_entry_of_its_own_and_is_not_told(officer: Member):
    applied(officer)

    [entry] = Entry.objects.filter(kind="contact.changed")
    leaf = json.loads(bytes(entry.leaf))
    assert (leaf["of"], leaf["channels"]) == (
        _found("new@example.org").log_name,
        ["email"],
    )
    assert b"example.org" not in bytes(entry.leaf)


def test_same_roll_again_changes_nothing(officer: Member):
    applied(officer)

    again = services.member_import_preview(actor=officer, data=ROLL)

    assert (len(again.new), len(again.changed), len(again.unchanged)) == (0, 0, 3)


def test_apply_is_refused_when_the_register_moved_since_the_preview(officer: Member):
    seen = services.member_import_preview(actor=officer, data=ROLL)
    make_member("Cat Other", number="A3")
    before = register()

    with pytest.raises(Refusal) as refused:
        applied(officer, fingerprint=seen.fingerprint)

    assert refused.value.code == "register-moved"
    assert register() == before


def test_apply_is_refused_for_a_file_that_was_not_looked_at(officer: Member):
    seen = services.member_import_preview(actor=officer, data=ROLL)

    with pytest.raises(Refusal) as refused:
        applied(officer, ROLL + b"A5,Fay,B01,\n", fingerprint=seen.fingerprint)

    assert refused.value.code == "register-moved"


def test_apply_is_refused_for_a_day_to_come(officer: Member):
    with pytest.raises(Refusal) as refused:
        applied(officer, as_at=timezone.localdate() + timedelta(days=1))

    assert refused.value.code == "as-at-in-future"
    assert not Entry.objects.filter(kind="roll.imported").exists()


@pytest.mark.parametrize("office", [Office.CLERK, Office.RETURNING_OFFICER, Office.CHAIR])
def test_import_is_refused_when_actor_does_not_keep_the_register(union: Body, office: Office):
    other = make_officer(office, union)
    seen = services.member_import_preview(actor=None, data=ROLL)

    with pytest.raises(Refusal) as looking:
        services.member_import_preview(actor=other, data=ROLL)
    with pytest.raises(Refusal) as doing:
        services.member_import_apply(
            actor=other, data=ROLL, fingerprint=seen.fingerprint, source="", as_at=AS_AT
        )

    assert {looking.value.code, doing.value.code} == {"not-your-office"}
    assert Entry.objects.filter(kind="register.refused", subject=other.log_name).count() == 1


def test_import_is_refused_when_the_file_is_no_roll(officer: Member):
    with pytest.raises(Refusal) as refused:
        services.member_import_preview(actor=officer, data=b"PK\x03\x04")

    assert refused.value.code == "unreadable-roll"
    assert "Excel" in refused.value.message


def test_queries_do_not_grow_with_the_roll(officer: Member, django_assert_max_num_queries):
    rows = "".join(f"C{number},Person,B01,\n" for number in range(900))

    with django_assert_max_num_queries(24):
        applied(officer, b"Number,Name,Branch,E-mail\n" + rows.encode())

    assert Member.objects.filter(membership_number__startswith="C").count() == 900


def test_command_tells_first_and_imports_when_asked(officer: Member, tmp_path: Path):
    file = tmp_path / "roll.csv"
    file.write_bytes(ROLL)
    before, told, troubles = register(), StringIO(), StringIO()

    call_command("import_roll", file, stdout=told, stderr=troubles)

    assert "Nothing written" in told.getvalue()
    assert "line 5, branch: There is no branch" in troubles.getvalue()
    assert register() == before
    call_command("import_roll", file, "--apply", "--as-at=2026-01-31", stdout=told, stderr=troubles)
    assert ("A3", "Cat Fenn", "B01", "", "roll.csv") in register()


def test_command_explains_a_file_that_is_not_there_or_no_roll(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_roll", tmp_path / "none.csv")
    (tmp_path / "empty.csv").touch()
    with pytest.raises(CommandError, match="empty"):
        call_command("import_roll", tmp_path / "empty.csv")
