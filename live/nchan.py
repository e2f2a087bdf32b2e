"""Nchan, the second way out: how our channels and events are spelt for nginx.

Nchan keeps the last message of a channel and sends a page those it has not had. Here each event of
each of our channels has a channel of its own, which keeps one message: so a page that comes back is
told the newest of each event, as by the hub. `config/nginx/` has the other half.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from live.event_names import event_names
from live.outbox import Fragment

CLOCK: Final = "clock"
CHANNELS_HEADER: Final = "X-Live-Channels"
SINCE_HEADER: Final = "X-Live-Since"


def channels_for(channels: Iterable[str]) -> str:
    """List what a page listens to that may hear these channels of ours: every event, and time."""
    return ",".join([CLOCK, *(f"{name}/{event}" for name in channels for event in event_names())])


def channel_of(fragment: Fragment) -> str:
    """Name the channel that keeps the newest of this event."""
    return f"{fragment.channel}/{fragment.event}"


def since(at: float) -> str:
    """Spell a moment as Nchan spells the message that a page has had last."""
    return f"{int(at)}:0"


def path_of(channel: str) -> str:
    """Give the address, below the publisher's, at which nginx takes messages for a channel."""
    way = "clock" if channel == CLOCK else "newest"
    # nginx takes an argument as it stands, so what a channel's name is made of is not escaped.
    return f"/publish/{way}?channel={quote(channel, safe=':/')}"
