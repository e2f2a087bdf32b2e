import io
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command

from audit.recording import entry
from audit.sealed_words import KEY
from audit.services.deletions import deletion_ask, deletion_confirm
from audit.services.holds import hold_place
from members.models import PasscodeDevice, WaitingRoll
from members.services import passcode_issue, passcodes_wipe
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("retention", *arguments, stdout=out)
    return out.getvalue()


def sealed() -> None:
    with time_machine.travel(NOW - timedelta(days=800)), entry(actor=None) as log:
        log.record("motion.ruled", subject="motion:N/M1", personal={"reason": "Words"})


@time_machine.travel(NOW)
def test_command_lists_the_schedule_what_is_due_and_what_holds_it() -> None:
    sealed()
    hold_place(actor=make_member(), subject="everything", reason="Complaint 3 is live.")
    listed = said()
    assert "log: The log's entries" in listed
    assert "Kept for good" in listed
    assert "Words sealed in entries of September 2024" in listed
    assert "held since 01 December 2026: Complaint 3 is live." in listed


def test_command_says_when_nothing_is_due() -> None:
    assert "Due\n  nothing\n" in said()


@time_machine.travel(NOW)
def test_command_prints_the_certificate_of_what_two_people_destroyed() -> None:
    sealed()
    deletion = deletion_ask(
        actor=make_member("Winifred Tarn"), office="a", rule=KEY, subject="month:2024-09"
    )
    with pytest.raises(CommandError, match="not done: waiting"):
        said("--certificate", str(deletion.pk))
    deletion_confirm(actor=make_member("Idris Penhale"), office="b", deletion=deletion)
    assert json.loads(said("--certificate", str(deletion.pk)))["rows"] == {"sealed words": 1}


@pytest.mark.parametrize("number", ["nonsense", str(uuid4())])
def test_command_says_when_there_is_no_such_deletion(number: str) -> None:
    with pytest.raises(CommandError, match="There is no deletion"):
        said("--certificate", number)


def test_sweep_forgets_old_passcodes_and_roll_files_and_keeps_fresh_ones() -> None:
    with time_machine.travel(NOW - timedelta(days=3)):
        member = make_member()
        passcode_issue(member=member)
        WaitingRoll.objects.create(sent_by=member, name="roll.csv")
    with time_machine.travel(NOW):
        fresh = make_member("Fresh")
        passcode_issue(member=fresh)
        swept = said("--sweep")
        assert "passcodes that ran out: 1 forgotten" in swept
        assert "roll files: 1 forgotten" in swept
        assert [device.user for device in PasscodeDevice.objects.exclude(sealed="")] == [fresh]


def test_passcodes_of_one_purpose_are_wiped_and_others_stay() -> None:
    member = make_member()
    passcode_issue(member=member, purpose="ballot:1")
    passcode_issue(member=member)
    assert passcodes_wipe(purpose="ballot:1") == 1
    assert PasscodeDevice.objects.exclude(sealed="").get().purpose == "sign-in"
