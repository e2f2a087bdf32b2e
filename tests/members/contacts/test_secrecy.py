"""No address lies in clear anywhere in the database, and a new secret takes the old one's place."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from members.contacts.resealing import left_to_reseal
from members.enums import ContactKind, Office
from members.models import Authenticator, Contact, ContactChange, Member
from members.selectors import member_by_identifier
from members.services.contact_changes import contact_change
from members.services.contact_freezes import contact_freeze_end
from tests.factories.freezes import frozen
from tests.factories.members import make_member, make_officer, make_union

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "first.of.all@example.org",
    "second.one@example.org",
    "+447700900193",
    "12 Acacia Road",
]


def everything_in_the_database() -> Iterator[tuple[str, bytes]]:
    """Every value of every text or binary column of every table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type NOT IN ('integer', 'bigint', 'smallint', "
            "'boolean', 'timestamp with time zone', 'date', 'uuid', 'interval')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608
            for (value,) in cursor.fetchall():
                yield f"{table}.{column}", _bytes(value)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()


@pytest.fixture
def changed() -> Member:
    """Somebody whose every detail was entered, changed, told of and left waiting."""
    union = make_union()
    officer = make_officer(Office.MEMBERSHIP_OFFICER, union)
    member = make_member(email=ADDRESSES[0])
    contact_change(actor=member, member=member, kind=ContactKind.EMAIL, text=ADDRESSES[1])
    contact_change(actor=member, member=member, kind=ContactKind.POST, text=ADDRESSES[3])
    freeze = frozen(officer)
    contact_change(
        actor=officer, member=member, kind=ContactKind.MOBILE, text=ADDRESSES[2], reason="Rang"
    )
    contact_freeze_end(actor=officer, freeze=freeze, reason="It is over")
    return member


def test_no_address_lies_in_clear_in_any_column(changed: Member) -> None:
    told = list(everything_in_the_database())
    assert any(changed.name.encode() in value for _, value in told)  # the search does find things
    found = [
        where
        for where, value in told
        for address in (*ADDRESSES, "07700 900193", "07700900193", "first.of.all")
        if address.casefold().encode() in value.lower()
    ]
    assert found == []


def test_resealing_lets_a_former_secret_be_forgotten(changed: Member, settings: Settings) -> None:
    former, digests = settings.CONTACT_SECRET, _digests()
    app = Authenticator.begin(changed)
    app_secret = app.bin_key
    settings.CONTACT_SECRET = "another secret, for the contact details of tests"
    settings.CONTACT_SECRETS_FORMER = [former]
    before = left_to_reseal()
    assert before == Contact.objects.count() + ContactChange.objects.count() + 1
    out = StringIO()
    call_command("reseal_contacts", "--batch=2", stdout=out)
    settings.CONTACT_SECRETS_FORMER = []
    assert "can be emptied" in out.getvalue()
    assert f"{before} of {before}" in out.getvalue()
    assert left_to_reseal() == 0
    assert Member.objects.get(pk=changed.pk).email == ADDRESSES[1]
    assert member_by_identifier(ADDRESSES[1]) == changed
    assert Authenticator.objects.get(pk=app.pk).bin_key == app_secret
    assert _digests() == digests  # what the log says of the changes stays true


def test_resealing_says_when_a_secret_is_not_at_hand(changed: Member, settings: Settings) -> None:
    settings.CONTACT_SECRET = "a secret under which nothing here was ever sealed"
    with pytest.raises(CommandError, match="do not open under any secret at hand"):
        call_command("reseal_contacts", stdout=StringIO())


def _digests() -> dict[object, str]:
    changes = ContactChange.objects.select_related("member")
    return {one.pk: one.digest for one in changes}
