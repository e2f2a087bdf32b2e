from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Deletion, Disclosure, Entry
from audit.refusal import Refusal
from audit.retention import due_now
from audit.services.deletions import deletion_ask, deletion_confirm
from members import services
from members.enums import Office
from members.models import Member, PasscodeDevice, PrintedCodeDevice, RollFinding, RollState
from members.retention import NAMELESS
from tests.factories.members import make_body, make_member, make_officer, make_union
from tests.members.rolls import read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

LEFT = datetime(2024, 6, 15, 10, tzinfo=UTC)
JUST_OVER = datetime(2026, 6, 16, 10, tzinfo=UTC)


@pytest.fixture
def gone() -> Member:
    """Once the chair of a branch, with a sheet of codes and a passcode; left long ago."""
    with time_machine.travel(LEFT):
        member = make_officer(Office.CHAIR, make_body(parent=make_union()), "Asha Bellweather")
        services.printed_codes_issue(member=member, actor=member)
        services.passcode_issue(member=member)
        return services.member_suspend(actor=None, member=member)


def erased(member: Member, rule: str) -> Deletion:
    asking, confirming = make_member("Winifred Tarn"), make_member("Idris Penhale")
    deletion = deletion_ask(actor=asking, office="a", rule=rule, subject=member.log_name)
    return deletion_confirm(actor=confirming, office="b", deletion=deletion)


@time_machine.travel(JUST_OVER)
def test_person_who_left_24_months_ago_becomes_a_pseudonym_alone(gone: Member) -> None:
    pseudonym, number, email = gone.pseudonym, gone.membership_number, gone.email
    assert [due.subject for due in due_now(timezone.now()) if due.rule == "former-members"] == [
        gone.log_name
    ]
    deletion = erased(gone, "former-members")
    gone.refresh_from_db()
    assert (gone.name, gone.email, gone.mobile, gone.source) == (NAMELESS, "", "", "")
    assert (gone.pseudonym, gone.branch, gone.is_active) == (pseudonym, None, False)
    assert gone.erased_at is not None
    assert number not in gone.membership_number
    assert not PasscodeDevice.objects.filter(user=gone).exists()
    assert not PrintedCodeDevice.objects.filter(user=gone).exists()
    assert not Disclosure.objects.filter(value="Asha Bellweather").exists()
    assert Entry.objects.filter(subject__contains=pseudonym).exists()  # the log still means them
    assert deletion.certificate
    assert "Bellweather" not in str(deletion.certificate)
    assert email not in str(deletion.certificate)
    assert not any(due.rule == "former-members" for due in due_now(timezone.now()))


@time_machine.travel(JUST_OVER)
def test_person_who_was_erased_is_missing_from_no_roll(gone: Member) -> None:
    staying = make_member(number="A1")
    erased(gone, "former-members")
    roll = read(b"Number,Name,Branch\nB1,Ann Fell,B01\n")
    assert roll.state == RollState.READY, roll.failure
    absent = set(
        RollFinding.objects.filter(roll=roll, kind="gone").values_list("number", flat=True)
    )
    assert staying.membership_number in absent
    assert not any(number.startswith("erased-") for number in absent)


def test_person_who_left_lately_is_kept_for_complaints(gone: Member) -> None:
    with time_machine.travel(JUST_OVER - timedelta(days=2)):
        with pytest.raises(Refusal, match="kept 24 months from the day they left"):
            erased(gone, "former-members")
        gone.refresh_from_db()
        assert gone.name == "Asha Bellweather"


def test_person_who_left_lately_can_have_their_contact_details_erased(gone: Member) -> None:
    with time_machine.travel(LEFT + timedelta(days=3)):
        erased(gone, "contact-details")
    gone.refresh_from_db()
    assert (gone.email, gone.mobile) == ("", "")
    assert gone.name == "Asha Bellweather"
    assert not PrintedCodeDevice.objects.filter(user=gone).exists()


def test_contact_details_are_erased_once(gone: Member) -> None:
    with time_machine.travel(LEFT + timedelta(days=3)):
        erased(gone, "contact-details")
        with pytest.raises(Refusal):
            erased(gone, "contact-details")


@time_machine.travel(JUST_OVER)
@pytest.mark.parametrize("rule", ["former-members", "contact-details"])
def test_erasing_a_member_who_has_not_left_is_refused_and_in_the_log(rule: str) -> None:
    member = make_member()
    with pytest.raises(Refusal) as refusal:
        erased(member, rule)
    assert refusal.value.code == "not-due"
    assert Entry.objects.filter(kind="deletion.refused", subject=member.log_name).exists()
    member.refresh_from_db()
    assert member.email
