"""How many guesses anybody gets in the lifetime of a passcode: the sums of docs/passcodes.md."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from members.enums import Verdict
from members.models import PasscodeDevice, PrintedCodeDevice
from members.models.passcodes import MOST_FAILURES_COUNTED
from members.passcodes import ALPHABET, MAILED_LENGTH, PRINTED_LENGTH
from members.services.passcodes import LIFETIME, passcode_issue
from tests.factories.members import make_member

HOUR = 3600
WAITS = [2**failures for failures in range(MOST_FAILURES_COUNTED)]  # 1, 2, 4 … 256 seconds


def guesses_in(seconds: float) -> int:
    """Count the tries that are looked at in so long: each wrong one costs the next wait."""
    tries, spent = 1, 0
    while True:
        spent += WAITS[min(tries, MOST_FAILURES_COUNTED) - 1]
        if spent >= seconds:
            return tries
        tries += 1


@pytest.mark.parametrize(
    ("seconds", "guesses"), [(15 * 60, 11), (30 * HOUR, 429), (28 * 24 * HOUR, 9458)]
)
def test_guesses_are_as_many_as_the_document_says(seconds: int, guesses: int) -> None:
    assert guesses_in(seconds) == guesses


@pytest.mark.parametrize(
    ("length", "seconds", "one_in"),
    [
        (MAILED_LENGTH, 15 * 60, 5_000_000),
        (PRINTED_LENGTH, 30 * HOUR, 59_000_000),
        (PRINTED_LENGTH, 28 * 24 * HOUR, 2_700_000),
    ],
)
def test_chance_of_a_lucky_guess_is_no_more_than_the_document_says(
    length: int, seconds: int, one_in: int
) -> None:
    assert len(ALPHABET) ** length // guesses_in(seconds) >= one_in


@pytest.mark.django_db
def test_sent_passcode_is_looked_at_no_more_often_than_that_however_one_hurries() -> None:
    """Try every second of a passcode's life, as a machine would."""
    member = make_member()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        passcode_issue(member=member)
        device = PasscodeDevice.objects.get(user=member)
        looked_at = 0
        for _second in range(int(LIFETIME.total_seconds())):
            looked_at += device.judge("MMMMMM") is Verdict.WRONG
            clock.shift(timedelta(seconds=1))
    assert looked_at <= guesses_in(LIFETIME.total_seconds())
    assert looked_at >= MOST_FAILURES_COUNTED


@pytest.mark.django_db
def test_lines_of_a_sheet_share_one_budget() -> None:
    member = make_member()
    sheet = PrintedCodeDevice.objects.create(user=member, name="sheet")
    sheet.renew(10)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        looked_at = 0
        for _second in range(900):
            looked_at += sheet.judge("MMMMMMMM") is Verdict.WRONG
            clock.shift(timedelta(seconds=1))
    assert looked_at <= guesses_in(900)
