"""Nchan, the second way out: how our channels and events are spelt for nginx.

Here each event of each of our channels has a channel of Nchan's own, which keeps one message: so a
page that comes, or comes back, is told the newest of each event, as by the hub. `config/nginx/` has
the other half.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from live.event_names import event_names
from live.outbox import Fragment

CLOCK: Final = "clock"
CHANNELS_HEADER: Final = "X-Live-Channels"


def channels_for(channels: Iterable[str]) -> str:
    """List what a page listens to that may hear these channels of ours: every event, and time."""
    return ",".join([CLOCK, *(f"{name}/{event}" for name in channels for event in event_names())])


def channel_of(fragment: Fragment) -> str:
    """Name the channel that keeps the newest of this event."""
    return f"{fragment.channel}/{fragment.event}"


def path_of(channel: str) -> str:
    """Give the address, below the publisher's, at which nginx takes messages for a channel."""
    way = "clock" if channel == CLOCK else "newest"
    # nginx takes an argument as it stands, so what a channel's name is made of is not escaped.
    return f"/publish/{way}?channel={quote(channel, safe=':/')}"
