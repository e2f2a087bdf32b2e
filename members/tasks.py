"""What is done outside the request: passcodes and notices, by every channel."""

from functools import partial

from celery import current_app, shared_task
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit.refusal import Refusal
from members.delivery import mail
from members.delivery.channels import AT_ONCE
from members.delivery.pump import AT_MOST_SECONDS, abandoned_take_up, is_resting, pump
from members.enums import Channel, ContactKind, DispatchState
from members.models import Dispatch
from members.models.passcodes import LONGEST_COOLDOWN, SIGN_IN, from_browser
from members.selectors import members_by_identifier
from members.services.dispatching import passcode_dispatch


@shared_task
def passcode_send(identifier: str, channel: str = Channel.EMAIL, browser: str = "") -> None:
    """Have a passcode sent to whoever goes by a number or an address, if anybody does.

    All of it happens here: the page that asked looks nobody up, so it takes the same time for a
    member and a stranger, and no passcode ever waits in a queue.
    """
    members = list(members_by_identifier(identifier)[:2])
    if len(members) > 1:
        _explain_shared_address(members[0].contact(ContactKind.EMAIL))
        return
    for member in members:
        purpose = from_browser(browser) if browser else SIGN_IN
        try:
            passcode_dispatch(member=member, purpose=purpose, channel=Channel(channel))
        except Refusal:
            return  # one has just been sent, or there is no such address


@shared_task
def channel_pump(channel: str) -> None:
    """Send what is due on a channel; look again when more is, if somebody has to."""
    due = pump(channel)
    if due is None or current_app.conf.task_always_eager:
        return  # without a queue, the timekeeper looks again
    wait = max(1.0, (due - timezone.now()).total_seconds())
    # One look at a time is enough, however many workers saw that something is left.
    if wait > AT_MOST_SECONDS or cache.add(f"members.delivery.look.{channel}", 1, timeout=wait):
        channel_pump.apply_async(args=(channel,), queue=channel, countdown=wait)


def deliveries_look() -> None:
    """Wake the workers of channels on which something is due: a duty of the timekeeper.

    It matters only where a worker died, or where there is none but the timekeeper itself.
    """
    abandoned_take_up()
    due = Dispatch.objects.filter(
        state=DispatchState.WAITING, next_try_at__lte=timezone.now(), channel__in=AT_ONCE
    )
    for channel in due.order_by().values_list("channel", flat=True).distinct():
        guard = f"members.delivery.woken.{channel}"
        if not is_resting(channel) and cache.add(guard, 1, timeout=AT_MOST_SECONDS):
            channel_pump.apply_async(args=(channel,), queue=channel)


def _explain_shared_address(address: str) -> None:
    """Write to people who share an address, once in a while however often someone asks."""
    seal = salted_hmac("members.shared_address", address).hexdigest()
    if cache.add(seal, value=True, timeout=LONGEST_COOLDOWN.total_seconds()):
        mail.send_shared_address(address)


def ask_for_passcode(
    identifier: str, channel: Channel = Channel.EMAIL, *, browser: str = ""
) -> None:
    """Have a passcode sent once the transaction around, if any, is committed.

    Where a `browser` asks, the passcode opens in that browser alone.
    """
    send = partial(
        passcode_send.apply_async,
        args=(identifier, str(channel), browser),
        # The identifier is personal data: the queue's own records show a blank in its place.
        argsrepr="(...)",  # type: ignore[call-arg]  # unknown to celery-types
    )
    transaction.on_commit(send)
