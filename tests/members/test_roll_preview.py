"""A preview says what a roll would do, and nothing else may then be done in its name."""

from members.roll_file import RegisterEntry, read
from members.roll_preview import Preview, compare

HEADER = "Number,Name,Branch,E-mail\n"
REGISTER = {
    "1": RegisterEntry("1", "Ann Umber", "B01", "ann@example.org", "07700900181"),
    "2": RegisterEntry("2", "Bea Tallis", "B01", "bea@example.org", ""),
}


def preview(rows: str, register: dict[str, RegisterEntry] = REGISTER) -> Preview:
    return compare(read((HEADER + rows).encode(), branches={"b01": "B01", "b02": "B02"}), register)


def test_new_changed_unchanged_and_gone_are_told_apart():
    seen = preview("1,Ann Umber,B02,ann@example.org\n3,Cat Fenn,B01,\n")

    assert [entry.membership_number for entry in seen.new] == ["3"]
    assert [(c.before.branch, c.after.branch, c.altered) for c in seen.changed] == [
        ("B01", "B02", ("branch",))
    ]
    assert seen.unchanged == ()
    assert [entry.membership_number for entry in seen.gone] == ["2"]


def test_column_that_the_file_lacks_changes_nothing():
    seen = preview("1,Ann Umber,B01,ann@example.org\n2,Bea Tallis,B01,bea@example.org\n")

    assert seen.changed == ()
    assert seen.unchanged == ("1", "2")


def test_changed_addresses_are_counted_apart():
    seen = preview("1,Ann Umber,B01,mallory@example.com\n2,Bea Tallis,B02,bea@example.org\n")

    assert len(seen.changed) == 2
    assert seen.contact_changes == 1


def test_member_whose_line_is_left_out_is_not_called_gone():
    assert preview("1,Ann Umber,B99,\n2,Bea Tallis,B01,bea@example.org\n").gone == ()


def test_shared_addresses_are_counted():
    rows = "1,Ann,B01,home@example.org\n2,Bea,B01,HOME@example.org\n3,Cat,B01,\n4,Dee,B01,\n"

    assert preview(rows).shared_emails == 1


def test_fingerprint_changes_with_the_file_and_with_the_register():
    rows = "1,Ann Umber,B02,ann@example.org\n"
    moved = REGISTER | {"1": RegisterEntry("1", "Ann Umber", "B02", "ann@example.org", "")}

    assert preview(rows).fingerprint == preview(rows).fingerprint
    assert preview(rows).fingerprint != preview(f"{rows}\n").fingerprint
    assert preview(rows).fingerprint != preview(rows, moved).fingerprint
