"""Sending what is due on one channel, a row at a time. The rows are the truth; workers come and go.

A worker claims a row under a lock that others pass over, makes the passcode, hands it over, and
notes what came of it. If it dies in between, the row is taken up again, with a new passcode that
voids the one the dead worker made: so no passcode is lost, and of two that were sent one opens.
"""

import logging
import random
import time
from datetime import datetime, timedelta
from typing import Final, Protocol

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from audit.refusal import Refusal
from members.delivery import rows
from members.delivery.channels import KINDS_OF, working
from members.delivery.gateway import Gateway
from members.delivery.mail import MailServer
from members.delivery.outcomes import NotTaken, Taken
from members.delivery.patience import MOST_TRIES, wait_after
from members.delivery.words import Words, words_of
from members.enums import Channel, DispatchState
from members.models import Dispatch, contact_seals
from members.models.dispatches import PASSCODE
from members.services.passcodes import LIFETIME, passcode_issue, passcode_recall
from members.services.undelivered import dispatch_fail

AT_MOST_SECONDS: Final = 30.0
"""How long one pump works before it makes way: so long may a worker take to shut down."""

DEAD_AFTER: Final = timedelta(minutes=2)
"""How long a row is left to whoever claimed it. No try takes this long."""

FAULTS_IN_A_ROW: Final = 3
REST: Final = timedelta(seconds=15)

_CLAIM: Final = """
UPDATE members_dispatch SET state = 'sending', claimed_at = %s, tries = tries + 1
WHERE id = (
    SELECT id FROM members_dispatch
    WHERE channel = %s AND state = 'waiting' AND next_try_at <= %s
    ORDER BY urgency, next_try_at LIMIT 1 {lock}
)
RETURNING *
"""

log = logging.getLogger(__name__)


class Carrier(Protocol):
    """Whoever takes messages of a channel."""

    def send(self, dispatch: Dispatch, to: str, words: Words) -> Taken: ...

    def close(self) -> None: ...


def pump(channel: str, *, seconds: float = AT_MOST_SECONDS) -> datetime | None:
    """Send what is due on a channel. Give when to look again, if anything is left."""
    abandoned_take_up()
    carrier: Carrier = MailServer() if channel == Channel.EMAIL else Gateway()
    ends, faults = time.monotonic() + seconds, 0
    try:
        while time.monotonic() < ends and not is_resting(channel):
            dispatch = _claim(channel)
            if dispatch is None:
                break
            fault = _attempt(dispatch, carrier)
            faults = faults + 1 if fault and fault.concerns_all else 0
            if fault and (fault.rest or faults >= FAULTS_IN_A_ROW):
                channel_rest(channel, fault.rest or REST)
    finally:
        carrier.close()
    return _next_due(channel)


def abandoned_take_up() -> int:
    """Let rows be claimed anew whose worker has died with them."""
    dead = Dispatch.objects.filter(
        state=DispatchState.SENDING, claimed_at__lt=timezone.now() - DEAD_AFTER
    )
    return dead.update(state=DispatchState.WAITING, next_try_at=timezone.now())


def is_resting(channel: str) -> bool:
    """Tell whether a channel is left alone: its other side asked for that, or does not answer."""
    return bool(cache.get(_rest_key(channel)))


def channel_rest(channel: str, asked: timedelta) -> None:
    """Leave a channel alone for a time, ten minutes at most: nothing is sent by it meanwhile."""
    seconds = min(asked, timedelta(minutes=10)).total_seconds()
    cache.set(_rest_key(channel), value=True, timeout=max(1, seconds))


def _rest_key(channel: str) -> str:
    return f"members.delivery.rest.{channel}"


def _claim(channel: str) -> Dispatch | None:
    """Take the next row that is due: of whoever waits at a page first, and the oldest of those.

    One statement finds it, passing over those that others hold, marks it and gives it.
    """
    lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    found = Dispatch.objects.raw(_CLAIM.format(lock=lock), [now, channel, now])
    return next(iter(found), None)


def _attempt(dispatch: Dispatch, carrier: Carrier) -> NotTaken | None:
    """Deliver a message, whatever befalls: one that breaks us must not hold up the others."""
    try:
        return _deliver(dispatch, carrier)
    except DatabaseError:
        raise  # nothing can be noted; the row is taken up again later
    except Exception as error:  # noqa: BLE001 - its text may hold an address
        log.error("A message by %s broke: %s", dispatch.channel, type(error).__name__)  # noqa: TRY400
        _not_taken(dispatch, "", NotTaken("other"))
        return None


def _deliver(dispatch: Dispatch, carrier: Carrier) -> NotTaken | None:
    """Make the passcode, hand the message over, and note what came of it."""
    if not rows.is_of_use(dispatch):
        dispatch_fail(dispatch, "too-late")
        return None
    to = _address(dispatch)
    if not to:
        dispatch_fail(dispatch, "no-address")
        return None
    passcode = _passcode(dispatch)
    if passcode is None:
        return None  # it was called off in the meantime
    try:
        taken = carrier.send(dispatch, to, words_of(dispatch, passcode))
    except NotTaken as fault:
        log.warning(
            "A message by %s could not be sent: %s %s",
            dispatch.channel,
            fault.reason,
            fault.detail,
        )
        _not_taken(dispatch, passcode, fault)
        return fault
    _ours(dispatch).update(
        state=DispatchState.SENT,
        sent_at=timezone.now(),
        gateway_id=taken.gateway_id,
        to_sealed=None,
    )
    return None


def _ours(dispatch: Dispatch) -> QuerySet[Dispatch]:
    """Find the row as long as this try is the one under way, and nobody has ended it."""
    return Dispatch.objects.filter(
        pk=dispatch.pk, state=DispatchState.SENDING, tries=dispatch.tries
    )


def _address(dispatch: Dispatch) -> str:
    if dispatch.to_sealed is not None:
        number = dispatch.member.membership_number
        return contact_seals().open(dispatch.to_sealed, kind=dispatch.to_kind, number=number)
    kinds = KINDS_OF[Channel(dispatch.channel)]
    found = {one.kind: one for one in working(dispatch.member_id, kinds).select_related("member")}
    used = next((found[kind] for kind in kinds if kind in found), None)
    if used is None:
        return ""
    dispatch.member = used.member  # it has come with the address
    return used.detail


def _passcode(dispatch: Dispatch) -> str | None:
    """Make the passcode, under the lock that whoever calls the message off takes as well."""
    if dispatch.what != PASSCODE:
        return ""
    left = rows.useful_until(dispatch) - timezone.now()
    try:
        return passcode_issue(
            member=dispatch.member,
            purpose=dispatch.purpose,
            channel=Channel(dispatch.channel),
            lifetime=left if dispatch.lifetime else LIFETIME,
            waits=False,
            carried_by=_ours(dispatch),
        )
    except Refusal:
        return None


def _not_taken(dispatch: Dispatch, passcode: str, fault: NotTaken) -> None:
    """Give up, or void the passcode and try again later with another."""
    if fault.is_final or dispatch.tries >= MOST_TRIES:
        dispatch_fail(dispatch, fault.reason)
        return
    if passcode:
        passcode_recall(
            member=dispatch.member,
            purpose=dispatch.purpose,
            channel=Channel(dispatch.channel),
            passcode=passcode,
            reason=fault.reason,
        )
    wait = wait_after(dispatch.tries, random.random(), fault.rest)  # noqa: S311 - no secret
    _ours(dispatch).update(
        state=DispatchState.WAITING, next_try_at=timezone.now() + wait, reason=fault.reason
    )


def _next_due(channel: str) -> datetime | None:
    waiting = Dispatch.objects.filter(channel=channel, state=DispatchState.WAITING)
    return waiting.order_by("next_try_at").values_list("next_try_at", flat=True).first()
