"""Changing how a member is reached: who may, who is told, and what a freeze does to it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from audit.models import Disclosure, Entry
from audit.recording import entry
from audit.refusal import Refusal
from members.enums import ContactKind, ContactState, Office
from members.models import (
    Body,
    Contact,
    ContactChange,
    ContactFreeze,
    Dispatch,
    Member,
    contact_seals,
)
from members.services.contact_changes import (
    MOST_CHANGES,
    contact_change,
    contact_change_decide,
    contact_prefer,
    contact_put_back,
)
from members.services.contact_freezes import contact_freeze_end
from members.services.contacts import contacts_write
from members.services.employer_domains import (
    employer_domain_remove,
    employer_domains_add,
    work_addresses_mark,
)
from tests.factories.freezes import frozen
from tests.factories.members import make_body, make_member, make_officer, make_union

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

EMAIL, MOBILE = ContactKind.EMAIL, ContactKind.MOBILE
DAY = timedelta(days=1)


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def officer(union: Body) -> Member:
    return make_officer(Office.MEMBERSHIP_OFFICER, union, "Winifred Tarn")


@pytest.fixture
def returning_officer(union: Body) -> Member:
    return make_officer(Office.RETURNING_OFFICER, union, "Tobias Lockwell")


@pytest.fixture
def member(union: Body) -> Member:
    return make_member(
        "Philippa Drumm", branch=make_body("B14", parent=union), email="old@example.org"
    )


@pytest.fixture
def freeze(returning_officer: Member) -> ContactFreeze:
    return frozen(returning_officer)


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def leaf(kind: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(bytes(Entry.objects.filter(kind=kind).latest("at").leaf))
    return told


def notices(member: Member) -> list[tuple[str, str]]:
    """Each notice on its way to a named address: which one, and where to."""
    return [
        (
            one.what,
            contact_seals().open(one.to_sealed, kind=one.to_kind, number=member.membership_number),
        )
        for one in Dispatch.objects.filter(member=member).order_by("made_at")
        if one.to_sealed
    ]


def refusal(**asked: object) -> str:
    with pytest.raises(Refusal) as refused:
        contact_change(**asked)  # type: ignore[arg-type]
    return refused.value.code


def test_member_changes_an_address_and_the_old_one_is_told(member: Member) -> None:
    change = contact_change(actor=member, member=member, kind=EMAIL, text=" New@Example.org ")
    assert fresh(member).email == "new@example.org"
    assert (change.state, change.old, change.new) == ("made", "old@example.org", "new@example.org")
    assert notices(member) == [("contact-changed", "old@example.org")]


def test_log_says_which_kind_changed_and_holds_a_digest_that_only_the_seal_opens(
    member: Member,
) -> None:
    change = contact_change(actor=member, member=member, kind=EMAIL, text="new@example.org")
    told = leaf("contact.changed")
    assert (told["of"], told["channels"]) == (member.log_name, ["email"])
    assert told["digest"] == ContactChange.objects.get(pk=change.pk).digest
    assert "example.org" not in json.dumps(told)
    assert not Disclosure.objects.filter(value__contains="example.org").exists()


def test_first_mobile_is_told_to_the_e_mail_address(member: Member) -> None:
    contact_change(actor=member, member=member, kind=MOBILE, text="07700 900193")
    assert notices(member) == [("contact-changed", "old@example.org")]


def test_empty_text_takes_a_detail_away(member: Member) -> None:
    contact_change(actor=member, member=member, kind=EMAIL, text="")
    assert fresh(member).email == ""


@pytest.mark.parametrize(
    "office", [Office.HELPDESK, Office.RETURNING_OFFICER, Office.ADMINISTRATOR]
)
def test_change_is_refused_to_who_keeps_no_register(
    union: Body, member: Member, office: Office
) -> None:
    other = make_officer(office, union)
    code = refusal(actor=other, member=member, kind=EMAIL, text="x@example.org", reason="Asked")
    assert code == "not-your-office"
    assert leaf("contact.refused")["of"] == member.log_name
    assert fresh(member).email == "old@example.org"


def test_change_for_a_member_is_refused_without_an_identity_check(
    officer: Member, member: Member
) -> None:
    assert refusal(actor=officer, member=member, kind=EMAIL, text="x@example.org") == (
        "no-identity-check"
    )
    contact_change(
        actor=officer, member=member, kind=EMAIL, text="x@example.org", reason="Asked two facts"
    )
    assert leaf("contact.changed")["office"] == "membership_officer"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("old@example.org", "same-detail"),
        ("not an address", "bad-email"),
        ("a@example.org\r\nBcc: all@example.org", "bad-email"),
        ("=cmd()@example.org", "bad-email"),
    ],
)
def test_change_is_refused_when_it_is_none_or_could_do_harm(
    member: Member, text: str, code: str
) -> None:
    assert refusal(actor=member, member=member, kind=EMAIL, text=text) == code
    assert not ContactChange.objects.exists()


@pytest.mark.parametrize("text", ["=1+1 Acacia Road", "Acacia Road\n@SUM(A1)", "Acacia\x00Road"])
def test_postal_address_that_a_spreadsheet_might_run_is_refused(member: Member, text: str) -> None:
    assert refusal(actor=member, member=member, kind=ContactKind.POST, text=text) == "bad-post"


def test_sixth_change_within_the_hour_is_refused_with_the_time_to_wait(member: Member) -> None:
    for number in range(MOST_CHANGES):
        contact_change(actor=member, member=member, kind=EMAIL, text=f"n{number}@example.org")
    with pytest.raises(Refusal, match=r"again at \d\d:\d\d"):
        contact_change(actor=member, member=member, kind=EMAIL, text="last@example.org")
    with time_machine.travel(timezone.now() + timedelta(minutes=62)):
        contact_change(actor=member, member=member, kind=EMAIL, text="last@example.org")


# In a freeze


def test_change_in_a_freeze_waits_and_the_old_address_is_told_at_once(
    member: Member, freeze: ContactFreeze, returning_officer: Member
) -> None:
    """Edge case contact_changed_in_freeze."""
    change = contact_change(actor=member, member=member, kind=EMAIL, text="new.address@example.org")
    assert (change.state, change.freeze) == (ContactState.WAITING, freeze)
    assert fresh(member).email == "old@example.org"
    assert notices(member) == [("contact-waits", "old@example.org")]
    assert leaf("contact.quarantined")["freeze"] == freeze.log_name
    contact_change_decide(
        actor=returning_officer, change=change, approve=True, reason="Rang her on the old number"
    )
    assert fresh(member).email == "new.address@example.org"
    assert notices(member)[-1] == ("contact-changed", "old@example.org")
    assert leaf("contact.changed")["change"] == change.log_name


def test_refused_change_leaves_the_old_address_and_tells_it(
    member: Member, freeze: ContactFreeze, returning_officer: Member
) -> None:
    change = contact_change(actor=member, member=member, kind=EMAIL, text="thief@example.org")
    contact_change_decide(
        actor=returning_officer, change=change, approve=False, reason="She had not asked"
    )
    assert fresh(member).email == "old@example.org"
    assert notices(member)[-1] == ("contact-refused", "old@example.org")
    assert leaf("contact.declined")["by"] == returning_officer.pseudonym


def test_nobody_is_their_own_second_person(
    union: Body, officer: Member, member: Member, returning_officer: Member, freeze: ContactFreeze
) -> None:
    entered = contact_change(
        actor=officer, member=member, kind=EMAIL, text="x@example.org", reason="Came in person"
    )
    own = contact_change(
        actor=returning_officer, member=returning_officer, kind=EMAIL, text="y@example.org"
    )
    helpdesk = make_officer(Office.HELPDESK, union)
    tried = [(officer, entered), (returning_officer, own), (helpdesk, entered), (member, entered)]
    codes = []
    for actor, change in tried:
        with pytest.raises(Refusal) as refused:
            contact_change_decide(actor=actor, change=change, approve=True, reason="Fine")
        codes.append(refused.value.code)
    second = "not-the-second-person"
    assert codes == [second, second, "not-your-office", "not-your-office"]
    assert Entry.objects.filter(kind="contact.refused").count() == 4
    assert fresh(member).email == "old@example.org"


def test_decision_is_refused_without_a_reason_and_twice(
    member: Member, freeze: ContactFreeze, returning_officer: Member
) -> None:
    change = contact_change(actor=member, member=member, kind=EMAIL, text="x@example.org")
    codes = []
    for reason in (" ", "Rang", "Rang"):
        try:
            contact_change_decide(
                actor=returning_officer, change=change, approve=True, reason=reason
            )
        except Refusal as refused:
            codes.append(refused.code)
    assert codes == ["no-reason", "decided-already"]


def test_approval_is_refused_when_the_detail_has_become_another(
    member: Member, freeze: ContactFreeze, returning_officer: Member
) -> None:
    change = contact_change(actor=member, member=member, kind=EMAIL, text="x@example.org")
    with entry(actor=None) as log:
        contacts_write(member, {EMAIL: "third@example.org"})
        log.record("contact.changed", subject=member)
    with pytest.raises(Refusal) as refused:
        contact_change_decide(actor=returning_officer, change=change, approve=True, reason="Rang")
    assert refused.value.code == "contact-moved"


def test_later_change_takes_the_place_of_one_that_waits(
    member: Member, freeze: ContactFreeze
) -> None:
    first = contact_change(actor=member, member=member, kind=EMAIL, text="x@example.org")
    contact_change(actor=member, member=member, kind=EMAIL, text="y@example.org")
    first.refresh_from_db()
    assert first.state == ContactState.REPLACED
    assert ContactChange.objects.filter(state="waiting").count() == 1


def test_freeze_of_a_branch_is_for_its_members_only(member: Member, officer: Member) -> None:
    frozen(officer, member.branch)
    stranger = make_member("Ann Umber", branch=make_body("B15"))
    made = contact_change(actor=stranger, member=stranger, kind=EMAIL, text="a@example.org")
    waits = contact_change(actor=member, member=member, kind=EMAIL, text="p@example.org")
    assert (made.state, waits.state) == ("made", "waiting")


def test_freeze_is_set_and_ended_by_officers_with_a_reason(
    union: Body, member: Member, officer: Member, freeze: ContactFreeze
) -> None:
    for actor, reason, code in [
        (make_officer(Office.HELPDESK, union), "It is over", "not-your-office"),
        (officer, "", "no-reason"),
    ]:
        with pytest.raises(Refusal) as refused:
            contact_freeze_end(actor=actor, freeze=freeze, reason=reason)
        assert refused.value.code == code
    contact_freeze_end(actor=officer, freeze=freeze, reason="The vote was called off.")
    assert contact_change(actor=member, member=member, kind=EMAIL, text="n@example.org").state == (
        "made"
    )
    with pytest.raises(Refusal):
        contact_freeze_end(actor=officer, freeze=freeze, reason="Again")


# Undoing, preferring, work addresses


def test_change_is_put_back_for_a_week(member: Member, officer: Member) -> None:
    change = contact_change(actor=member, member=member, kind=EMAIL, text="thief@example.org")
    contact_put_back(actor=officer, change=change)
    assert fresh(member).email == "old@example.org"
    with (
        time_machine.travel(timezone.now() + timedelta(days=8)),
        pytest.raises(Refusal, match="for a week"),
    ):
        contact_put_back(actor=officer, change=change)


def test_change_that_was_changed_again_is_not_put_back(member: Member, officer: Member) -> None:
    change = contact_change(actor=member, member=member, kind=EMAIL, text="a@example.org")
    contact_change(actor=member, member=member, kind=EMAIL, text="b@example.org")
    with pytest.raises(Refusal) as refused:
        contact_put_back(actor=officer, change=ContactChange.objects.get(pk=change.pk))
    assert refused.value.code == "contact-moved"


def test_one_detail_is_preferred_and_a_blocked_one_cannot_be(
    member: Member, officer: Member
) -> None:
    contact_change(actor=member, member=member, kind=MOBILE, text="07700 900193")
    for kind in (EMAIL, MOBILE):
        contact_prefer(member=member, kind=kind)
    assert list(Contact.objects.filter(is_preferred=True).values_list("kind", flat=True)) == [
        "mobile"
    ]
    employer_domains_add(actor=officer, text="example.org")
    work_addresses_mark()
    with pytest.raises(Refusal) as refused:
        contact_prefer(member=member, kind=EMAIL)
    assert refused.value.code == "cannot-prefer"


def test_work_address_is_kept_and_nothing_is_sent_there(member: Member, officer: Member) -> None:
    """Edge case workplace_email_only."""
    employer_domains_add(actor=officer, text="employer.example.com\nwww.Council.example")
    contact_change(
        actor=member, member=member, kind=EMAIL, text="n.creswick@mail.employer.example.com"
    )
    held = Contact.objects.get(member=member)
    assert (held.failure, held.detail) == ("work-address", "n.creswick@mail.employer.example.com")


def test_domain_entered_later_blocks_what_is_held_and_its_removal_opens_it(
    member: Member, officer: Member
) -> None:
    employer_domains_add(actor=officer, text="example.org")
    assert work_addresses_mark() == (2, 0)  # the officer's too
    assert set(Contact.objects.values_list("failure", flat=True)) == {"work-address"}
    employer_domain_remove(actor=officer, domain="example.org")
    assert work_addresses_mark() == (0, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gmail.com", "bad-domain"),
        ("a b", "bad-domain"),
        ("co.uk", "bad-domain"),
        ("", "no-new-domain"),
    ],
)
def test_list_of_employers_takes_no_line_that_would_cut_everybody_off(
    officer: Member, text: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        employer_domains_add(actor=officer, text=text)
    assert refused.value.code == code
    assert not mail.outbox
