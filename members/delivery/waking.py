"""Waking the worker of a channel, once the act that made a message is committed."""

from functools import partial

from django.db import transaction

from members.delivery.channels import AT_ONCE


def wake(channel: str, *, pumps: int = 1) -> None:
    """Have so many workers look for messages of a channel; nobody works on the post.

    The act is committed by then, and stands though the queue is down: the timekeeper looks as well.
    """
    if channel in AT_ONCE:
        for _ in range(pumps):
            transaction.on_commit(partial(_start, channel), robust=True)


def _start(channel: str) -> None:
    from members.tasks import channel_pump  # noqa: PLC0415 - tasks stand on services, which wake them

    channel_pump.apply_async(args=(str(channel),), queue=str(channel))
