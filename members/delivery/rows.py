"""The rows of messages on their way: made, looked up under a lock, and ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from members.delivery.channels import KINDS_OF, channels_for, choices, working
from members.enums import Channel, DispatchState
from members.models import Dispatch, Member, PasscodeDevice
from members.models.dispatches import PASSCODE, UNDER_WAY
from members.models.passcodes import LONGEST_COOLDOWN

LIFETIME: Final = LONGEST_COOLDOWN  # of a passcode that somebody waits for
NOTICE_WAITS: Final = timedelta(days=3)


def make(member: Member, channel: Channel, *, purpose: str, **more: Any) -> Dispatch:
    """Make a row that is due now."""
    now = timezone.now()
    return Dispatch.objects.create(
        member=member, channel=channel, purpose=purpose, made_at=now, next_try_at=now, **more
    )


def end(dispatch: Dispatch, state: DispatchState, reason: str) -> bool:
    """End a message that is under way; False where it was no longer."""
    return bool(
        Dispatch.objects.filter(pk=dispatch.pk, state__in=UNDER_WAY).update(
            state=state, reason=reason, ended_at=timezone.now(), to_sealed=None
        )
    )


def under_way(member: Member, purpose: str) -> Dispatch | None:
    """Find the passcode that is on its way to a member for a purpose."""
    return Dispatch.objects.filter(
        member=member, purpose=purpose, what=PASSCODE, state__in=UNDER_WAY
    ).first()


@contextmanager
def alone(member: Member, purpose: str, channel: Channel) -> Iterator[PasscodeDevice]:
    """Hold the one device of a member for a purpose, so that two who ask at once make one row."""
    with transaction.atomic():
        PasscodeDevice.objects.get_or_create(
            user=member, purpose=purpose, defaults={"name": channel.label}
        )
        yield PasscodeDevice.objects.select_for_update().get(user=member, purpose=purpose)


def first_channel(member: Member, purpose: str, *, but: frozenset[str] = frozenset()) -> str:
    """Name the best channel that reaches a member, leaving some out; empty where none does."""
    left = [channel for channel in channels_for(purpose) if channel not in but]
    found = choices(member, left).first()
    return found["channel"] if found else ""


def reaches(member: Member, channel: Channel, purpose: str) -> bool:
    """Tell whether a passcode for this could arrive by a channel."""
    kinds = KINDS_OF.get(channel, ())
    return channel in channels_for(purpose) and working(member, kinds).exists()


def useful_until(dispatch: Dispatch) -> datetime:
    """Give the moment after which a message is of no use to anybody.

    A passcode that somebody waits for is not sent to them in the night, hours after they asked.
    """
    usual = LIFETIME if dispatch.what == PASSCODE else NOTICE_WAITS
    return dispatch.made_at + (dispatch.lifetime or usual)


def is_of_use(dispatch: Dispatch) -> bool:
    """Tell whether a message would still be of use if it was sent now."""
    return timezone.now() < useful_until(dispatch)


def channels_tried(dispatch: Dispatch) -> frozenset[str]:
    """Name the channels by which a message was sent, with those that it follows."""
    tried: set[str] = set()
    each: Dispatch | None = dispatch
    while each is not None and each.channel not in tried:
        tried.add(each.channel)
        each = each.follows
    return frozenset(tried)


def device_locked(dispatch: Dispatch) -> PasscodeDevice | None:
    """Lock the device whose passcode a message carries; a notice carries none."""
    if dispatch.what != PASSCODE:
        return None
    mine = PasscodeDevice.objects.filter(user=dispatch.member_id, purpose=dispatch.purpose)
    device: PasscodeDevice | None = mine.select_for_update().first()
    return device


def is_latest(dispatch: Dispatch) -> bool:
    """Tell whether no later passcode was asked for: what befell an old one is no news."""
    if dispatch.what != PASSCODE:
        return True
    later = Dispatch.objects.filter(
        member=dispatch.member_id, purpose=dispatch.purpose, what=PASSCODE
    )
    return not later.filter(made_at__gt=dispatch.made_at).exclude(channel="").exists()
