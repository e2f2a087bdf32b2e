"""The credential of a day: which sessions count for it, and from when its passcode signs in."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from members.days import day_purpose, end_of, endings_now, is_for
from members.enums import Channel
from members.services.passcodes import passcode_issue, passcode_verify
from tests.factories.conferences import refused
from tests.factories.members import make_member

DAY = date(2027, 6, 15)  # summer time: London is an hour ahead of UTC


@pytest.mark.parametrize(
    ("began", "counts"),
    [
        (None, False),
        (datetime(2027, 6, 14, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2027, 6, 14, 16, 0, tzinfo=UTC), True),
        (datetime(2027, 6, 15, 8, 0, tzinfo=UTC), True),
        (datetime(2027, 6, 15, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 6, 15, 23, 0, tzinfo=UTC), False),
    ],
)
def test_session_counts_for_a_day_from_five_in_the_evening_before(
    *, began: datetime | None, counts: bool
) -> None:
    assert is_for(began, DAY) is counts


def test_day_ends_at_midnight_in_london() -> None:
    assert end_of(DAY) == datetime(2027, 6, 15, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "endings"),
    [
        (datetime(2027, 6, 14, 15, 59, tzinfo=UTC), ["/2027-06-14"]),
        (datetime(2027, 6, 14, 16, 0, tzinfo=UTC), ["/2027-06-14", "/2027-06-15"]),
    ],
)
def test_passcodes_of_tomorrow_sign_in_from_five(now: datetime, endings: list[str]) -> None:
    with time_machine.travel(now, tick=False):
        assert list(endings_now()) == endings


@pytest.mark.django_db
def test_passcode_of_the_day_signs_in_on_its_day_only() -> None:
    member = make_member()
    with time_machine.travel(datetime(2027, 6, 14, 9, 0, tzinfo=UTC)) as clock:
        passcode = passcode_issue(
            member=member, purpose=day_purpose("NDC27", DAY), lifetime=timedelta(hours=38)
        )
        with refused("passcode-wrong"):
            passcode_verify(member=member, channel=Channel.EMAIL, passcode=passcode)
        clock.move_to(datetime(2027, 6, 15, 7, 0, tzinfo=UTC))
        passcode_verify(member=member, channel=Channel.EMAIL, passcode=passcode)
        with refused("passcode-used"):
            passcode_verify(member=member, channel=Channel.EMAIL, passcode=passcode)
