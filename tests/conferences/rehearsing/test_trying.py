from datetime import UTC, datetime, timedelta

import pytest

from conferences.enums import DeviceKind, DeviceSystem
from conferences.rehearsing.checking import kind_guessed, system_of
from conferences.rehearsing.opening import Sitting, opening
from conferences.rehearsing.trying import OneTried, tried

NINE = datetime(2027, 6, 15, 9, tzinfo=UTC)


def test_small_kinds_of_device_are_told_together() -> None:
    phones = [OneTried("Phone", voted=True, reported=False)] * 8
    found = tried(
        [
            *phones,
            OneTried("Tablet", voted=False, reported=True),
            OneTried("Computer", voted=True, reported=False),
        ]
    )
    assert (found.here, found.managed, found.reported) == (10, 9, 1)
    assert [(one.device, one.managed, one.tried) for one in found.devices] == [
        ("Phone", 8, 8),
        ("Other devices", 1, 2),
    ]
    assert found.looks_good
    assert "9 of 10 delegates here managed to vote (90 in 100)" in found.sentence


def test_test_that_nobody_tried_does_not_look_good() -> None:
    assert not tried([]).looks_good


def test_room_opens_the_set_minutes_before_the_next_session() -> None:
    later = Sitting(2, NINE + timedelta(hours=5), is_sitting=False)
    found = opening([later, Sitting(1, NINE, is_sitting=False)], 60)
    assert found is not None
    assert found.session == 1
    assert not found.is_open(NINE - timedelta(minutes=61))
    assert found.is_open(NINE - timedelta(minutes=60))


def test_room_is_open_while_a_session_sits() -> None:
    sitting = Sitting(2, NINE, is_sitting=True)
    found = opening([Sitting(1, NINE - timedelta(days=1), is_sitting=False), sitting], 0)
    assert found is not None
    assert found.session == 2
    assert found.is_open(NINE - timedelta(hours=9))
    assert opening([], 60) is None


@pytest.mark.parametrize(
    ("agent", "system", "kind"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148",
         DeviceSystem.IOS, DeviceKind.PHONE),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 7) Chrome/120 Mobile Safari/537.36",
         DeviceSystem.ANDROID, DeviceKind.PHONE),
        ("Mozilla/5.0 (Linux; Android 13; SM-X200) Chrome/120 Safari/537.36",
         DeviceSystem.ANDROID, DeviceKind.TABLET),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15",
         DeviceSystem.MAC, DeviceKind.COMPUTER),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/121.0",
         DeviceSystem.WINDOWS, DeviceKind.COMPUTER),
        ("", DeviceSystem.OTHER, DeviceKind.COMPUTER),
    ],
)  # fmt: skip
def test_device_is_read_from_what_its_browser_says(
    agent: str, system: DeviceSystem, kind: DeviceKind
) -> None:
    assert system_of(agent) is system
    assert kind_guessed(agent) is kind
