"""The check-in room: what a device can do, and the picture of who has come for those who run it.

device_check_keep(credential, ...)   what somebody's device could do, as their page found
opening_of(conference)               the session that people check in for, and since when
check_in_picture(conference)         by branch: expected, arrived, tried, voted in the test
in_trouble(conference)               who needs help, and with what: for the helpdesk
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from ballots.models import RollEntry, UnableReport
from conferences.enums import DeviceKind, DeviceSystem
from conferences.models import Conference, Credential, DeviceCheck, TestVote
from conferences.rehearsing.opening import Opening, Sitting, opening
from members.models import Body, Member

LONGEST_WAIT_MS: Final = 600_000
LONGEST_CLOCK_MS: Final = 10 * 365 * 24 * 60 * 60 * 1000
_DAY_BEGINS: Final = time(9)  # of a session without any item

# The first that is found in what a browser says of itself; an iPhone says Mac OS X as well.
_SIGNS: Final = (
    ("Android", DeviceSystem.ANDROID),
    ("iPhone", DeviceSystem.IOS),
    ("iPad", DeviceSystem.IOS),
    ("Macintosh", DeviceSystem.MAC),
    ("Windows", DeviceSystem.WINDOWS),
)
_COLUMNS: Final = ("expected", "arrived", "tried", "voted", "trouble")
_PHONES: Final = ("Mobile", "iPhone")


@dataclass(frozen=True, slots=True)
class Came:
    """One branch, or all of them, in the check-in room."""

    body: Body | None
    expected: int
    arrived: int
    tried: int  # their device
    voted: int  # in the test vote
    trouble: int

    @property
    def missing(self) -> int:
        """Count who has yet to come."""
        return self.expected - self.arrived


def system_of(user_agent: str) -> DeviceSystem:
    """Read the system from what a browser says of itself."""
    return next((system for sign, system in _SIGNS if sign in user_agent), DeviceSystem.OTHER)


def kind_guessed(user_agent: str) -> DeviceKind:
    """Guess the kind of device, for the form to offer."""
    if any(sign in user_agent for sign in _PHONES):
        return DeviceKind.PHONE
    tablets = (DeviceSystem.IOS, DeviceSystem.ANDROID)
    return DeviceKind.TABLET if system_of(user_agent) in tablets else DeviceKind.COMPUTER


def device_check_keep(
    *,
    credential: Credential,
    kind: DeviceKind,
    user_agent: str,
    has_script: bool,
    has_storage: bool | None = None,
    stream_ms: int | None = None,
    clock_ms: int | None = None,
    trouble: str = "",
) -> DeviceCheck:
    """Keep what a device could do, in place of what was found before. This is no act."""
    kept, _ = DeviceCheck.objects.update_or_create(
        credential=credential,
        defaults={
            "checked_at": timezone.now(),
            "kind": kind,
            "system": system_of(user_agent),
            "has_script": has_script,
            "has_storage": has_storage,
            "stream_ms": stream_ms,
            "clock_ms": clock_ms,
            "trouble": trouble.strip()[:200],
        },
    )
    return kept


def opening_of(conference: Conference) -> Opening | None:
    """Give the session that people check in for: the one that sits, or the next."""
    sessions = conference.sessions.filter(closed_at=None).annotate(first=Min("items__starts_at"))
    zone = timezone.get_current_timezone()
    sittings = (
        Sitting(
            each.number,
            datetime.combine(each.held_on, each.first or _DAY_BEGINS, tzinfo=zone),
            each.opened_at is not None,
        )
        for each in sessions
    )
    return opening(sittings, conference.orders.check_in_minutes)


def check_in_picture(
    conference: Conference, test_vote: TestVote | None
) -> tuple[Came, Sequence[Came]]:
    """Count everyone, and each branch, the ones with most to come first. Two queries."""
    credentials = _with_trouble(conference, test_vote)
    rows = (
        credentials.values("body")
        .annotate(
            expected=Count("pk"),
            arrived=Count("pk", filter=Q(admitted_at__isnull=False)),
            tried=Count("pk", filter=Q(device_check__isnull=False)),
            voted=Count("pk", filter=Q(has_voted=True)),
            trouble=Count("pk", filter=Q(in_trouble=True)),
        )
        .order_by()
    )
    counted = {row["body"]: row for row in rows}
    found = [
        Came(body, *(counted[body.pk][column] for column in _COLUMNS))
        for body in Body.objects.filter(pk__in=counted)
    ]
    found.sort(key=lambda each: (-each.trouble, -each.missing, str(each.body)))
    sums = (sum(getattr(each, column) for each in found) for column in _COLUMNS)
    return Came(None, *sums), found


def in_trouble(conference: Conference, test_vote: TestVote | None) -> QuerySet[Any]:
    """Give those who need help, longest known first, with what they said."""
    found = _with_trouble(conference, test_vote).filter(in_trouble=True)
    return found.select_related("member", "body", "device_check").order_by(
        F("device_check__checked_at").asc(nulls_last=True), "number"
    )


def own_line(test_vote: TestVote | None, member: Member) -> RollEntry | None:
    """Give a member's line on the roll of a test vote, if they are on it."""
    if test_vote is None:
        return None
    return RollEntry.objects.filter(ballot=test_vote.ballot_id, voter=member).first()


def _with_trouble(conference: Conference, test_vote: TestVote | None) -> QuerySet[Any]:
    """Find who may vote, with whether they voted in the test and whether they need help."""
    line = RollEntry.objects.filter(
        ballot=test_vote.ballot_id if test_vote else None, voter=OuterRef("member")
    )
    reported = UnableReport.objects.filter(
        ballot=test_vote.ballot_id if test_vote else None,
        roll_entry__voter=OuterRef("member"),
        roll_entry__voted=False,
    )
    nothing_live = Q(device_check__has_script=True, device_check__stream_ms=None)
    in_words = Q(device_check__isnull=False) & ~Q(device_check__trouble="")
    return conference.credentials.filter(may_vote=True).annotate(
        has_voted=Exists(line.filter(voted=True)),
        has_reported=Exists(reported),
        in_trouble=nothing_live | in_words | Exists(reported),
    )
