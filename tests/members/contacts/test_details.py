import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.contacts.details import BadDetail, hinted, read, shown


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("email", " Zoe.O'Hara@Example.ORG ", "zoe.o'hara@example.org"),
        ("mobile", "07700 900181", "+447700900181"),
        ("mobile", "+44 (0)7700 900181", "+447700900181"),
        ("mobile", "0044 7700-900181", "+447700900181"),
        ("landline", "(01632) 960117", "+441632960117"),
        ("mobile", "+353 20 915 0000", "+353209150000"),
        ("post", " 1 Mill  Lane \n\nUpper Tarn\n", "1 Mill Lane\nUpper Tarn"),
        ("email", "   ", ""),
    ],
)
def test_detail_is_kept_in_one_form(kind: str, typed: str, kept: str):
    assert read(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("email", "asha@example.org\r\nBcc: all@example.org"),
        ("email", "asha@example.org\u202e"),
        ("email", "asha@localhost"),
        ("email", "a..b@example.org"),
        ("email", "=cmd@example.org"),
        ("email", "asha@example.org, eve@example.org"),
        ("mobile", "call me"),
        ("mobile", "07700 900181\n07700 900182"),
        ("mobile", "12345"),
        ("post", "=HYPERLINK(1)\nUpper Tarn"),
        ("post", "1 Mill Lane\x00"),
        ("email", f"{'a' * 250}@example.org"),
    ],
)
def test_what_is_no_detail_or_could_do_harm_is_refused(kind: str, typed: str):
    with pytest.raises(BadDetail):
        read(kind, typed)


@given(kind=st.sampled_from(["email", "mobile", "landline", "post"]), typed=st.text(max_size=80))
def test_reading_twice_changes_nothing(kind: str, typed: str):
    try:
        kept = read(kind, typed)
    except BadDetail:
        return
    assert read(kind, kept) == kept
    assert read(kind, shown(kind, kept)) == kept


def test_hint_is_enough_for_the_owner_and_no_more():
    assert hinted("email", "asha@example.org") == "a\u2026@example.org"
    assert hinted("mobile", "+447700900181") == "\u2026181"
    assert shown("mobile", "+447700900181") == "07700 900181"
