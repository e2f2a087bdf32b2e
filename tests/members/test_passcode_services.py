"""A passcode opens once, in time, for its owner and its purpose; every other try is refused."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_otp.oath import totp

from audit.models import Entry
from audit.refusal import Refusal
from members import passcodes, services
from members.enums import Channel, Office
from members.models import Authenticator, Member, PasscodeDevice, PrintedCode
from members.models.passcodes import COOLDOWN
from members.services.passcodes import LIFETIME
from tests.factories.members import make_member, make_officer, make_union

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


def another(passcode: str) -> str:
    """A passcode that is not this one."""
    return ("4" if passcode[0] == "3" else "3") + passcode[1:]


def code_of(answer: pytest.ExceptionInfo[Refusal]) -> str:
    return answer.value.code


def verify(member: Member, passcode: str, *, purpose: str = "sign-in") -> None:
    services.passcode_verify(
        member=member, channel=Channel.EMAIL, passcode=passcode, purpose=purpose
    )


def test_passcode_opens_however_it_is_typed():
    member = make_member()
    passcode = services.passcode_issue(member=member)

    verify(member, f" {passcode[:2].lower()} -{passcode[2:]}\n")


def test_passcode_is_stored_as_a_seal_and_logged_without_itself():
    member = make_member()

    passcode = services.passcode_issue(member=member)

    stored = PasscodeDevice.objects.values().get()
    leaf = json.loads(bytes(Entry.objects.get(kind="passcode.issued").leaf))
    assert passcode not in f"{stored}{leaf}"
    assert leaf["of"] == member.log_name
    assert leaf["purpose"] == "sign-in"


def test_passcode_is_refused_when_used_again():
    member = make_member()
    passcode = services.passcode_issue(member=member)
    verify(member, passcode)

    with pytest.raises(Refusal) as answer:
        verify(member, passcode)

    assert code_of(answer) == "passcode-used"


def test_passcode_is_refused_when_expired_and_no_try_is_counted():
    member = make_member()
    passcode = services.passcode_issue(member=member)

    with time_machine.travel(timezone.now() + LIFETIME), pytest.raises(Refusal) as answer:
        verify(member, passcode)

    assert code_of(answer) == "passcode-expired"
    assert PasscodeDevice.objects.get().throttling_failure_count == 0


def test_passcode_is_refused_when_it_is_another_members():
    member, other = make_member(), make_member()
    services.passcode_issue(member=member)
    foreign = services.passcode_issue(member=other)

    with pytest.raises(Refusal) as answer:
        verify(member, foreign)

    assert code_of(answer) == "passcode-wrong"
    verify(other, foreign)


def test_passcode_is_refused_when_it_was_for_something_else():
    member = make_member()
    services.passcode_issue(member=member)
    for_a_vote = services.passcode_issue(member=member, purpose="ballot:7")

    with pytest.raises(Refusal) as answer:
        verify(member, for_a_vote)

    assert code_of(answer) == "passcode-foreign"
    verify(member, for_a_vote, purpose="ballot:7")


def test_passcode_is_refused_when_nothing_was_issued():
    with pytest.raises(Refusal) as answer:
        verify(make_member(), "K7PX34")

    assert code_of(answer) == "passcode-wrong"


def test_new_passcode_cancels_the_old_one():
    member = make_member()
    old = services.passcode_issue(member=member)
    with time_machine.travel(timezone.now() + COOLDOWN + timedelta(seconds=1)):
        services.passcode_issue(member=member)

        with pytest.raises(Refusal) as answer:
            verify(member, old)

    assert code_of(answer) == "passcode-wrong"


def test_passcode_is_not_issued_again_at_once():
    member = make_member()
    passcode = services.passcode_issue(member=member)

    with pytest.raises(Refusal) as answer:
        services.passcode_issue(member=member)

    assert code_of(answer) == "passcode-just-sent"
    verify(member, passcode)
    services.passcode_issue(member=member)


def test_each_passcode_in_a_row_takes_longer_than_the_last():
    member = make_member()
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        services.passcode_issue(member=member)
        for _ in range(7):
            waits.append(int(PasscodeDevice.objects.get().get_cooldown_duration()))
            clock.shift(waits[-1] - 1)
            with pytest.raises(Refusal, match="just been sent"):
                services.passcode_issue(member=member)
            clock.shift(2)
            newest = services.passcode_issue(member=member)
        verify(member, newest)
        services.passcode_issue(member=member)

    assert waits == [30, 60, 120, 240, 480, 900, 900]
    assert PasscodeDevice.objects.get().sent_in_a_row == 1


def test_recalled_passcode_opens_nothing_and_the_next_can_be_issued_at_once():
    member = make_member()
    lost = services.passcode_issue(member=member)

    services.passcode_recall(member=member)

    with pytest.raises(Refusal):
        verify(member, lost)
    services.passcode_issue(member=member)
    assert Entry.objects.filter(kind="passcode.undelivered", subject=member.log_name).exists()


def test_right_passcode_is_refused_while_wrong_ones_are_waited_out():
    member = make_member()
    passcode = services.passcode_issue(member=member)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for wait in (1, 2, 4):
            with pytest.raises(Refusal, match="not right"):
                verify(member, another(passcode))
            clock.shift(wait - 0.1)
            with pytest.raises(Refusal) as answer:
                verify(member, passcode)
            assert code_of(answer) == "passcode-too-soon"
            clock.shift(0.2)
        verify(member, passcode)

    assert PasscodeDevice.objects.get().throttling_failure_count == 0


def test_wait_never_grows_beyond_a_few_minutes():
    member = make_member()
    services.passcode_issue(member=member)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(12):
            with pytest.raises(Refusal, match="not right"):
                verify(member, "333333")
            clock.shift(257)


def test_wrong_tries_on_one_channel_do_not_shut_another():
    member = make_member()
    passcode = services.passcode_issue(member=member)
    [code, *_] = services.printed_codes_issue(member=member, actor=member)
    with pytest.raises(Refusal):
        verify(member, another(passcode))

    services.passcode_verify(member=member, channel=Channel.PRINTED, passcode=code)


def test_printed_codes_open_once_each():
    member = make_member()
    codes = services.printed_codes_issue(member=member, actor=member)

    for code in codes:
        services.passcode_verify(member=member, channel=Channel.PRINTED, passcode=code)
    with pytest.raises(Refusal) as answer:
        services.passcode_verify(member=member, channel=Channel.PRINTED, passcode=codes[3])

    assert code_of(answer) == "passcode-used"
    assert len(set(codes)) == 10


def test_printed_codes_are_stored_as_seals():
    codes = services.printed_codes_issue(member=make_member(), actor=None)

    stored = f"{list(PrintedCode.objects.values())}"
    assert not [code for code in codes if code in stored]
    assert not [
        code
        for code in codes
        if passcodes.seal(code, pepper=b"", device="", purpose="sign-in") in stored
    ]


def test_new_sheet_cancels_the_old_one():
    member = make_member()
    [old, *_] = services.printed_codes_issue(member=member, actor=member)
    services.printed_codes_issue(member=member, actor=member)

    with pytest.raises(Refusal) as answer:
        services.passcode_verify(member=member, channel=Channel.PRINTED, passcode=old)

    assert code_of(answer) == "passcode-wrong"


def test_cancelled_sheet_opens_nothing():
    member = make_member()
    [code, *_] = services.printed_codes_issue(member=member, actor=member)
    services.printed_codes_cancel(member=member)

    with pytest.raises(Refusal):
        services.passcode_verify(member=member, channel=Channel.PRINTED, passcode=code)


def shown(device: Authenticator) -> str:
    """What the app shows now."""
    return f"{totp(device.bin_key):06}"


def test_authenticator_counts_only_after_it_was_seen_to_work():
    member = make_member()
    device = services.authenticator_begin(member=member)
    assert services.authenticator_begin(member=member) == device

    with pytest.raises(Refusal):
        services.passcode_verify(
            member=member, channel=Channel.AUTHENTICATOR, passcode=shown(device)
        )
    services.authenticator_confirm(member=member, passcode=shown(device))

    assert Entry.objects.filter(kind="authenticator.enrolled", subject=member.log_name).exists()
    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        services.passcode_verify(
            member=member, channel=Channel.AUTHENTICATOR, passcode=shown(device)
        )
        with pytest.raises(Refusal) as answer:
            services.passcode_verify(
                member=member, channel=Channel.AUTHENTICATOR, passcode=shown(device)
            )
    assert code_of(answer) == "passcode-wrong"


def test_authenticator_is_not_confirmed_by_a_wrong_code():
    member = make_member()
    device = services.authenticator_begin(member=member)
    wrong = f"{(int(shown(device)) + 1) % 1_000_000:06}"

    with pytest.raises(Refusal) as answer:
        services.authenticator_confirm(member=member, passcode=wrong)
    with pytest.raises(Refusal) as again:
        services.authenticator_confirm(member=member, passcode=shown(device))

    assert (code_of(answer), code_of(again)) == ("passcode-wrong", "passcode-too-soon")
    assert not Authenticator.objects.get().confirmed


def test_new_authenticator_replaces_the_old_one():
    member = make_member()
    old = services.authenticator_begin(member=member)
    services.authenticator_confirm(member=member, passcode=shown(old))

    new = services.authenticator_begin(member=member)
    services.authenticator_confirm(member=member, passcode=shown(new))

    assert Authenticator.objects.get() == new


def test_removed_authenticator_opens_nothing():
    member = make_member()
    device = services.authenticator_begin(member=member)
    services.authenticator_confirm(member=member, passcode=shown(device))

    services.authenticator_remove(member=member)

    with time_machine.travel(timezone.now() + timedelta(seconds=60)), pytest.raises(Refusal):
        services.passcode_verify(
            member=member, channel=Channel.AUTHENTICATOR, passcode=shown(device)
        )


def test_sign_in_of_an_officer_is_logged_and_of_a_member_is_not():
    chair, member = make_officer(Office.CHAIR, make_union()), make_member()
    for person in (chair, member):
        passcode = services.passcode_issue(member=person)
        signed_in = services.member_sign_in(
            identifier=person.email, channel=Channel.EMAIL, passcode=passcode
        )
        assert signed_in == person

    [entry] = Entry.objects.filter(kind="officer.signed_in")
    leaf = json.loads(bytes(entry.leaf))
    assert leaf["by"] == chair.pseudonym
    assert leaf["offices"] == ["chair of body:LANTERN"]


def test_sign_in_says_the_same_of_a_wrong_passcode_a_hasty_one_and_a_stranger():
    member = make_member(number="A1")
    passcode = services.passcode_issue(member=member)
    answers = set()
    for identifier in ("A1", "A1", "NOBODY", "nobody@example.org"):
        with pytest.raises(Refusal) as answer:
            services.member_sign_in(
                identifier=identifier, channel=Channel.EMAIL, passcode=another(passcode)
            )
        answers.add((answer.value.code, answer.value.message))

    assert len(answers) == 1


def test_sign_in_is_refused_by_a_shared_address():
    for number in ("B1", "B2"):
        member = make_member(number=number, email="home@example.org")
    passcode = services.passcode_issue(member=member)

    with pytest.raises(Refusal):
        services.member_sign_in(
            identifier="home@example.org", channel=Channel.EMAIL, passcode=passcode
        )
    services.member_sign_in(identifier="B2", channel=Channel.EMAIL, passcode=passcode)
