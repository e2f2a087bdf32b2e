"""Importing a roll: nothing before it is confirmed, then exactly what was seen, and back again."""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from members import services
from members.enums import ContactKind, ContactState, Office
from members.models import (
    Body,
    Contact,
    ContactChange,
    ContactFreeze,
    EmployerDomain,
    Member,
    RollImport,
    RollLine,
    RollPiece,
    RollState,
    RollUndo,
    WaitingRoll,
)
from members.selectors import branch_sizes, member_by_identifier
from members.services.rolls.undoing import roll_undo_objection
from members.services.rolls.working import roll_take_up, roll_take_up_again
from tests.factories.members import make_body, make_member, make_officer, make_union
from tests.members.rolls import found, imported, read, sent, workbook

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


def everything() -> list[Sequence[object]]:
    members = Member.objects.order_by("membership_number").values_list()
    return [*members, *Contact.objects.order_by("member_id", "kind").values_list("member", "mark")]


def decided(
    officer: Member | None, roll: WaitingRoll, *, fingerprint: str = "", as_at: date = AS_AT
) -> WaitingRoll:
    return services.roll_decide(
        actor=officer,
        roll=roll,
        fingerprint=fingerprint or roll.fingerprint,
        source="Extract",
        as_at=as_at,
    )


def applied(officer: Member | None, data: bytes = ROLL) -> RollImport:
    done = imported(decided(officer, read(data, officer)))
    assert done
    return done


def leaf_of(kind: str) -> dict[str, object]:
    leaf: dict[str, object] = json.loads(bytes(Entry.objects.get(kind=kind).leaf))
    return leaf


def test_preview_writes_nothing(officer: Member):
    before, entries = register(), Entry.objects.count()

    counts = read(ROLL, officer).counts

    assert (counts["new"], counts["changed"], counts["unchanged"]) == (1, 1, 1)
    assert counts["left_out"] == 1
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
    assert not RollLine.objects.exists()
    assert not RollPiece.objects.exists()


def test_everything_a_file_tells_is_kept(officer: Member):
    applied(
        officer,
        b"Number,Name,Branch,E-mail,Mobile,Phone,Address 1,Postcode,Joined,Preferred contact\n"
        b"A5,Fay,B01,fay@example.org,07700 900181,01632 960117,1 High St,NE1 1AA,31/12/2019,text\n",
    )

    fay = Member.objects.get(membership_number="A5")
    assert {one.kind: one.detail for one in fay.contacts.all()} == {
        "email": "fay@example.org",
        "mobile": "+447700900181",
        "landline": "+441632960117",
        "post": "1 High St\nNE1 1AA",
    }
    assert fay.joined_on == date(2019, 12, 31)
    assert fay.contacts.get(is_preferred=True).kind == ContactKind.MOBILE
    assert fay.pseudonym.startswith("p_")
    assert len(fay.pseudonym) == 24


def test_column_that_the_file_lacks_changes_nothing(officer: Member):
    counts = read(b"Number,Name,Branch\nA1,Ann Umber,B01\n", officer).counts

    assert (counts["changed"], counts["unchanged"]) == (0, 1)


def test_empty_cell_takes_an_address_away(officer: Member):
    applied(officer, b"Number,Name,Branch,E-mail\nA1,Ann Umber,B01,\n")

    assert Member.objects.get(membership_number="A1").email == ""


def test_import_has_an_entry_with_counts_and_no_names(officer: Member):
    done = applied(officer)

    leaf = leaf_of("roll.imported")
    names = ("new", "changed", "contact_changes", "unchanged", "left_out", "gone")
    assert {name: leaf[name] for name in names} == {
        "new": 1,
        "changed": 1,
        "contact_changes": 1,
        "unchanged": 1,
        "left_out": 1,
        "gone": 2,  # the member of old, and the officer
    }
    assert leaf["sha256"] == done.sha256
    assert leaf_of("roll.import_decided")["by"] == officer.pseudonym
    said = b"".join(bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True))
    # Whole words: two letters alone turn up by chance in a key or a digest.
    words = set(re.findall(rb"[\w.+=/-]+", said))
    assert b"roll.imported" in words
    assert not words & {b"Umber", b"A1", b"Cat"}
    assert b"example.org" not in said


def test_changed_address_is_kept_and_has_an_entry_of_its_own(officer: Member):
    applied(officer)

    leaf, change = leaf_of("contact.changed"), ContactChange.objects.get()
    bea = member_by_identifier("new@example.org")
    assert bea
    assert (leaf["of"], leaf["channels"]) == (bea.log_name, ["email"])
    assert leaf["digests"] == [change.digest]
    assert (change.old, change.new) == ("old@example.org", "new@example.org")


def test_changed_address_waits_in_a_freeze(officer: Member):
    _freeze()

    done = applied(officer)

    bea = Member.objects.get(membership_number="A2")
    assert bea.branch
    assert (bea.email, bea.branch.code) == ("old@example.org", "B02")
    assert ContactChange.objects.get().state == ContactState.WAITING
    assert done.counts["waiting_in_freeze"] == 1


def test_member_moved_in_the_same_file_stays_in_the_freeze_of_the_branch_before(officer: Member):
    _freeze(Body.objects.get(code="B01"))

    applied(officer)

    bea = Member.objects.get(membership_number="A2")
    assert bea.branch
    assert (bea.email, bea.branch.code) == ("old@example.org", "B02")
    assert ContactChange.objects.get().state == ContactState.WAITING


def test_undo_refused_in_a_freeze_where_it_would_change_addresses(officer: Member):
    done = applied(officer)
    _freeze()

    with pytest.raises(Refusal, match="frozen now"):
        services.roll_undo(actor=officer, done=done)

    assert Member.objects.get(membership_number="A2").email == "new@example.org"


def test_undo_in_a_freeze_calls_off_what_waits(officer: Member):
    _freeze()
    done = applied(officer)

    services.roll_undo(actor=officer, done=done)

    assert ContactChange.objects.get().state == ContactState.REPLACED


def _freeze(body: Body | None = None) -> None:
    now = timezone.now()
    with recorded_writes():
        ContactFreeze.objects.create(
            subject="ballot:1",
            label="Vote",
            body=body,
            begins_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=1),
            set_by="p",
        )


def test_same_roll_again_changes_nothing(officer: Member):
    applied(officer)

    counts = read(ROLL, officer).counts

    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 3)


def test_number_on_two_lines_is_left_out_on_both_even_if_one_is_bad(officer: Member):
    roll = read(b"Number,Name,Branch\na5,Ann,B01\nA6,Bea,B01\nA5 ,Ann Other,B99\n", officer)

    assert found(roll, "problem") == [
        (2, "membership number", "The same number is on line 4."),
        (4, "branch", "There is no branch \u201cB99\u201d."),
        (4, "membership number", "The same number is on line 2."),
    ]
    assert (roll.counts["new"], roll.counts["left_out"]) == (1, 2)


def test_member_whose_line_is_left_out_is_not_called_gone(officer: Member):
    roll = read(ROLL + b"A9,Eve Gone,B99,\n", officer)

    assert roll.counts["gone"] == 1  # the officer


def test_suspicious_lines_are_found(officer: Member):
    rows = b"".join(b"S%d,Sam %d,B01,hub@example.org\n" % (n, n) for n in range(4))
    twins = b"T1,Lindsay Garrowby,B01,l@example.org\nT2,Lindsay Garrowby,B02,l@example.org\n"

    roll = read(ROLL + rows + twins, officer)

    assert found(roll, "shared") == [(6, "email", "4 members share this e-mail address.")]
    assert found(roll, "twice") == [
        (10, "email", "The same name and e-mail address are on line 11, in another branch.")
    ]
    assert roll.counts["shared_at_all"] == 2


def test_many_addresses_changed_to_one_or_in_one_branch_are_found(officer: Member):
    lines = [b"C%d,Kim %d,B01,kim%d@example.org\n" % (n, n, n) for n in range(10)]
    head = b"Number,Name,Branch,E-mail\n"
    applied(officer, head + b"".join(lines))

    roll = read(head + b"".join(line[:-15] + b"eve@example.org\n" for line in lines), officer)

    words = [words for _line, _what, words in found(roll, "cluster")]
    assert sorted(words) == [
        "10 members would be given this same e-mail address.",
        "10 of 10 members of Branch B01 would get another address.",
    ]


def test_work_address_is_found_and_blocked(officer: Member):
    with recorded_writes():
        EmployerDomain.objects.create(domain="employer.example.com", added_at=timezone.now())
    data = b"Number,Name,Branch,E-mail\nA5,Nadia,B01,n@mail.employer.example.com\n"

    roll = read(data, officer)
    applied(officer, data)

    assert roll.counts["work"] == 1
    assert Member.objects.get(membership_number="A5").contacts.get().failure == "work-address"


def test_whoever_has_left_stays_out(officer: Member):
    member = Member.objects.get(membership_number="A1")
    services.member_suspend(actor=None, member=member)

    done = applied(officer)

    assert done.counts["left"] == 1
    assert not Member.objects.get(membership_number="A1").is_active


def test_import_is_refused_when_the_register_moved_since_the_preview(officer: Member):
    roll = decided(officer, read(ROLL, officer))
    make_member("Cat Other", number="A3")
    before = register()

    assert imported(roll) is None

    roll.refresh_from_db()
    assert roll.state == RollState.READY
    assert roll.failure.startswith("The register has changed")
    assert roll.counts["new"] == 0
    assert register() == before


def test_decision_is_refused_for_a_file_that_was_not_looked_at(officer: Member):
    seen = read(ROLL, officer).fingerprint

    with pytest.raises(Refusal) as refused:
        decided(officer, read(ROLL + b"A5,Fay,B01,\n", officer), fingerprint=seen)

    assert refused.value.code == "register-moved"


def test_decision_is_refused_for_a_day_to_come(officer: Member):
    with pytest.raises(Refusal) as refused:
        decided(officer, read(ROLL, officer), as_at=timezone.localdate() + timedelta(days=1))

    assert refused.value.code == "as-at-in-future"
    assert not Entry.objects.filter(kind="roll.import_decided").exists()


def test_decision_is_refused_while_another_roll_is_imported(officer: Member):
    decided(officer, read(ROLL, officer))

    with pytest.raises(Refusal) as refused:
        decided(officer, read(ROLL, officer))

    assert refused.value.code == "import-at-work"


@pytest.mark.parametrize("office", [Office.CLERK, Office.RETURNING_OFFICER, Office.CHAIR])
def test_import_is_refused_when_actor_does_not_keep_the_register(union: Body, office: Office):
    other = make_officer(office, union)
    roll = read(ROLL)

    with pytest.raises(Refusal) as sending:
        sent(ROLL, other)
    with pytest.raises(Refusal) as doing:
        decided(other, roll)
    with pytest.raises(Refusal) as undoing:
        services.roll_undo(actor=other, done=applied(None))

    assert {sending.value.code, doing.value.code, undoing.value.code} == {"not-your-office"}


def test_file_lies_sealed(officer: Member):
    sent(ROLL, officer)

    assert b"Umber" not in bytes(RollPiece.objects.get().sealed)


def test_lines_lie_sealed(officer: Member):
    read(ROLL, officer)

    line = RollLine.objects.get(number="A2")
    assert line.email_sealed
    assert b"example" not in bytes(line.email_sealed)


def test_workbook_is_imported(officer: Member):
    rows: list[list[object]] = [
        ["Member No", "Name", "Branch", "E-mail", "Joined"],
        [12345, "Zo\u00eb", "B01", "zoe@example.org", date(2020, 5, 1)],
    ]

    roll = read(workbook(rows), officer, "roll.xlsx")
    imported(decided(officer, roll))

    assert roll.sheet == "Members"
    zoe = Member.objects.get(membership_number="12345")
    assert (zoe.name, zoe.email, zoe.joined_on) == ("Zo\u00eb", "zoe@example.org", date(2020, 5, 1))


def test_columns_are_set_once_and_remembered(officer: Member):
    data = b"Ref,Who,Where\nA5,Fay,B01\n"
    roll = sent(data, officer)
    assert roll.state == RollState.COLUMNS
    with pytest.raises(Refusal, match="Not found: branch"):
        services.roll_columns_set(
            actor=officer, roll=roll, meanings=["membership number", "name", ""]
        )

    meanings = ["membership number", "name", "branch"]
    services.roll_columns_set(actor=officer, roll=roll, meanings=meanings)

    assert read(data, officer).counts["new"] == 1


def test_two_attempts_at_once_do_not_both_read(officer: Member):
    roll = sent(ROLL, officer)
    roll.attempt = roll_take_up(roll)
    roll_take_up(roll)

    services.roll_read(roll)

    assert not RollLine.objects.exists()


def test_killed_worker_is_found_by_its_silence(officer: Member):
    roll = sent(ROLL, officer)
    roll.attempt = roll_take_up(roll)
    assert roll_take_up_again(roll) is None
    WaitingRoll.objects.update(alive_at=timezone.now() - timedelta(minutes=5))

    assert roll_take_up_again(roll) == roll.attempt + 1


def test_undone_import_leaves_everything_as_it_was(officer: Member):
    before = everything()
    done = applied(officer)
    assert everything() != before

    services.roll_undo(actor=officer, done=done)

    assert everything() == before
    assert leaf_of("roll.import_undone")["new"] == 1
    assert not RollUndo.objects.exists()


def test_undo_is_refused_twice_and_after_a_later_import(officer: Member):
    first = applied(officer)
    second = applied(officer, ROLL + b"A5,Fay,B01,\n")

    with pytest.raises(Refusal, match="later import"):
        services.roll_undo(actor=officer, done=first)
    services.roll_undo(actor=officer, done=second)
    with pytest.raises(Refusal, match="undone already"):
        services.roll_undo(actor=officer, done=second)


def test_undo_is_refused_after_a_code_was_sent_to_somebody_it_changed(officer: Member):
    done = applied(officer)
    services.passcode_issue(member=Member.objects.get(membership_number="A1"))
    assert roll_undo_objection(done) == ""

    services.passcode_issue(member=Member.objects.get(membership_number="A2"))

    with pytest.raises(Refusal, match="has been sent a code"):
        services.roll_undo(actor=officer, done=done)


def test_undo_is_refused_after_a_vote_was_opened(officer: Member):
    done = applied(officer)
    with entry(actor=None) as log:
        log.record("ballot.opened", subject="ballot:1")

    with pytest.raises(Refusal, match="A vote was opened since"):
        services.roll_undo(actor=officer, done=done)


def test_undo_is_refused_when_somebody_it_entered_holds_an_office(officer: Member, union: Body):
    done = applied(officer)
    cat = Member.objects.get(membership_number="A3")
    services.appointment_make(actor=None, member=cat, office=Office.CHAIR, body=union)

    with pytest.raises(Refusal, match="holds an office"):
        services.roll_undo(actor=officer, done=done)
    assert Member.objects.filter(membership_number="A3").exists()


def test_branch_sizes_say_from_where_and_for_which_day(officer: Member):
    applied(
        officer,
        b"Number,Name,Branch,Joined\nA5,Fay,B02,01/12/2025\nA6,Gus,B02,\nA7,Hal,B02,02/01/2026\n",
    )

    sizes = {size.body.code: size for size in branch_sizes(date(2025, 12, 31))}

    assert (sizes["B02"].members, sizes["B02"].source, sizes["B02"].as_at) == (2, "Extract", AS_AT)
    assert sizes["B01"].members == 3


def test_queries_do_not_grow_with_the_roll(officer: Member, django_assert_max_num_queries):
    rows = "".join(f"C{number},Person,B01,\n" for number in range(900))

    with django_assert_max_num_queries(120):
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
    assert not WaitingRoll.objects.exists()


def test_command_explains_a_file_that_is_not_there_or_no_roll(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_roll", tmp_path / "none.csv")
    (tmp_path / "empty.csv").touch()
    with pytest.raises(CommandError, match="empty"):
        call_command("import_roll", tmp_path / "empty.csv")
    (tmp_path / "odd.csv").write_bytes(b"Ref,Who\n1,Ann\n")
    with pytest.raises(CommandError, match="--columns"):
        call_command("import_roll", tmp_path / "odd.csv")
