"""Many requests with one passcode at the same moment: one is let in, on either database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from audit.refusal import Refusal
from members import services
from members.enums import Channel
from members.models import Member, PasscodeDevice
from tests.factories.members import make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_too]

BROWSERS = 8


def at_once(member: Member, channel: Channel, passcode: str) -> list[str]:
    """Send the passcode from many browsers in the same moment; give what each was told."""
    together = Barrier(BROWSERS)

    def send(_browser: int) -> str:
        together.wait()
        try:
            services.passcode_verify(member=member, channel=channel, passcode=passcode)
        except Refusal as refusal:
            return refusal.code
        else:
            return "accepted"
        finally:
            connection.close()

    with ThreadPoolExecutor(BROWSERS) as browsers:
        return sorted(browsers.map(send, range(BROWSERS)))


def test_mailed_passcode_is_accepted_once():
    member = make_member()
    passcode = services.passcode_issue(member=member)

    answers = at_once(member, Channel.EMAIL, passcode)

    assert answers == ["accepted"] + ["passcode-used"] * (BROWSERS - 1)


def test_printed_code_is_accepted_once():
    member = make_member()
    [code, *_] = services.printed_codes_issue(member=member, actor=member)

    answers = at_once(member, Channel.PRINTED, code)

    assert answers == ["accepted"] + ["passcode-used"] * (BROWSERS - 1)


def test_wrong_passcode_from_many_browsers_is_one_try():
    member = make_member()
    services.passcode_issue(member=member)

    answers = at_once(member, Channel.EMAIL, "333333")

    assert answers == ["passcode-too-soon"] * (BROWSERS - 1) + ["passcode-wrong"]
    assert PasscodeDevice.objects.get().throttling_failure_count == 1


def test_verification_refuses_to_be_part_of_another_transaction():
    member = make_member()
    passcode = services.passcode_issue(member=member)

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        services.passcode_verify(member=member, channel=Channel.EMAIL, passcode=passcode)
