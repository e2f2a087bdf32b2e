"""The helpdesk finds a caller, knows them by facts, helps them in, and sees no more than that."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from members import services
from members.enums import Channel, Office
from members.models import Body, KnownBrowser, Member, PasscodeDevice
from members.services.helpdesk import Help, helpdesk_act, member_look_up
from tests.factories.members import make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db

KNOWN: dict[str, Any] = {"checked": ["name", "branch"], "reason": "Locked out after wrong codes"}


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def desk(union: Body) -> Member:
    return make_officer(Office.HELPDESK, union, "Olive Hart")


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def test_page_is_for_the_helpdesk_only(union: Body, desk: Member):
    for other in (make_member(), make_officer(Office.ADMINISTRATOR, union)):
        assert signed_in(other).get("/helpdesk/").status_code == 403
        assert signed_in(other).post("/helpdesk/", {"number": "A1"}).status_code == 403
    assert signed_in(desk).get("/helpdesk/").status_code == 200
    assert "member.looked_up" not in kinds()


def test_caller_is_found_by_number_with_hints_only_and_the_look_is_logged(desk: Member):
    member = make_member("Asha Bellweather", number="A1", email="asha@example.org")
    services.passcode_issue(member=member)

    page = signed_in(desk).post("/helpdesk/", {"number": " a1 "}).content.decode()

    assert "Asha Bellweather" in page
    assert "asha@example.org" not in page
    assert "a…@example.org" in page
    [look] = Entry.objects.filter(kind="member.looked_up")
    assert look.subject == member.log_name


def test_look_for_a_stranger_is_logged_without_the_number_in_clear(desk: Member):
    page = signed_in(desk).post("/helpdesk/", {"number": "ZZZ9"}).content.decode()

    assert "Nobody on the register" in page
    look = Entry.objects.get(kind="member.looked_up")
    assert b"ZZZ9" not in bytes(look.leaf)
    assert Disclosure.objects.filter(entry=look, value="ZZZ9").exists()


def test_caller_who_was_kept_waiting_can_try_again_at_once(desk: Member):
    member = make_member(number="A1")
    passcode = services.passcode_issue(member=member)
    KnownBrowser.objects.create(
        member=member,
        browser="b",
        throttling_failure_count=9,
        throttling_failure_timestamp=timezone.now(),
    )
    PasscodeDevice.objects.update(
        throttling_failure_count=9, throttling_failure_timestamp=timezone.now()
    )
    with pytest.raises(Refusal):
        services.passcode_verify(member=member, channel=Channel.EMAIL, passcode=passcode)

    answer = signed_in(desk).post(
        "/helpdesk/help/", {"number": "A1", "act": "unlock", **KNOWN}, follow=True
    )

    assert "They can try again at once" in answer.content.decode()
    services.passcode_verify(member=member, channel=Channel.EMAIL, passcode=passcode)
    assert KnownBrowser.objects.get().throttling_failure_count == 0
    assert {"identity.checked", "passcode.unlocked"} <= set(kinds())
    assert b"Locked out" not in bytes(Entry.objects.get(kind="passcode.unlocked").leaf)


def test_reissued_passcode_goes_to_its_owner_and_not_to_the_page(desk: Member):
    make_member(number="A1", email="asha@example.org")

    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = signed_in(desk).post(
            "/helpdesk/help/", {"number": "A1", "act": "reissue", **KNOWN}, follow=True
        )

    [sent] = mail.outbox
    assert sent.to == ["asha@example.org"]
    assert "on its way to them" in answer.content.decode()
    [passcode] = re.findall(r"^ +([3-9A-Z]{3} ?[3-9A-Z]{3})$", str(sent.body), re.MULTILINE)
    assert passcode not in answer.content.decode()
    assert {"identity.checked", "passcode.reissued"} <= set(kinds())


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"checked": ["name"]}, "at least two facts"),
        ({"checked": []}, "at least two facts"),
        ({"reason": ""}, "in a few words"),
        ({"act": "vote"}, "valid choice"),
    ],
)
def test_nothing_is_done_for_a_caller_who_is_not_known(desk: Member, sent, words: str):
    make_member(number="A1")

    page = signed_in(desk).post(
        "/helpdesk/help/", {"number": "A1", "act": "unlock", **KNOWN, **sent}
    )

    assert words in page.content.decode()
    assert "passcode.unlocked" not in kinds()


def test_call_is_noted(desk: Member):
    member = make_member(number="A1")

    helpdesk_act(actor=desk, member=member, act=Help.NOTE, **KNOWN)

    note = Entry.objects.get(kind="call.noted")
    assert note.subject == member.log_name
    assert Disclosure.objects.filter(entry=note, value=KNOWN["reason"]).exists()


@pytest.mark.parametrize("act", list(Help))
def test_nobody_helps_themselves(desk: Member, act: Help):
    with pytest.raises(Refusal, match="for themselves"):
        helpdesk_act(actor=desk, member=desk, act=act, **KNOWN)
    assert "helpdesk.refused" in kinds()
    page = signed_in(desk).post("/helpdesk/", {"number": desk.membership_number})
    assert "This is you" in page.content.decode()


def test_unlock_is_refused_to_oneself_and_to_other_offices(union: Body, desk: Member):
    with pytest.raises(Refusal, match="for themselves"):
        services.passcode_unlock(actor=desk, member=desk, reason="-")
    officer = make_officer(Office.MEMBERSHIP_OFFICER, union)
    with pytest.raises(Refusal) as answer:
        services.passcode_unlock(actor=officer, member=make_member(), reason="-")
    assert answer.value.code == "not-your-office"
    with pytest.raises(Refusal):
        member_look_up(actor=officer, number="A1")


def test_lost_app_is_asked_for_from_the_page(union: Body, desk: Member):
    chair = make_officer(Office.CHAIR, union)
    device = services.authenticator_begin(member=chair)
    type(device).objects.update(confirmed=True)

    signed_in(desk).post(
        "/helpdesk/help/", {"number": chair.membership_number, "act": "reset", **KNOWN}
    )

    assert chair.proof_resets.get().checked == ["name", "branch"]
