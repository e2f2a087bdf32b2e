"""What can come of handing a message over, and why one does not arrive, as codes.

Pure. A code says nothing of whose message it was: it stands in the public log.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

REASONS: Final = {
    "bounced": "The address does not exist, or takes no mail",
    "refused": "The other side refuses this address or number",
    "not-answered": "Nobody answered the telephone",
    "unreachable": "The number cannot be reached",
    "work-address": "It is an address at work",
    "no-server": "The mail server or gateway did not answer",
    "server-busy": "The mail server or gateway had too much to do",
    "server-refuses": "The mail server or gateway refuses the message",
    "server-error": "The mail server or gateway made an error",
    "our-key": "The gateway does not know us: its key or address is not right here",
    "no-address": "There is no address of this kind any more",
    "no-channel": "There is no e-mail address, telephone or postal address",
    "post-only": "There is a postal address, and nothing quicker",
    "all-failed": "Nothing arrives at any address that is known",
    "too-late": "It could not be sent while it was still of use",
    "too-many-tries": "It was tried too often",
    "superseded": "Another was asked for in its place",
    "just-sent": "One had just been sent",
    "over": "What it was for is over",
    "cancelled": "An officer cancelled it",
    "other": "Another reason",
}
# After these nothing will ever arrive at the address: it is not used again until it is changed.
HARD: Final = frozenset({"bounced", "refused", "unreachable"})


@dataclass(frozen=True, slots=True)
class Taken:
    """The other side has the message; `gateway_id` is its own name for it."""

    gateway_id: str = ""


class NotTaken(Exception):
    """The other side would not take a message. Says nothing of whose it was.

    `is_final`: it never will. `concerns_all`: the fault is none of this message, but between us
    and the other side. `rest`: it asks to be left alone for so long.
    """

    def __init__(
        self,
        reason: str,
        *,
        is_final: bool = False,
        concerns_all: bool = False,
        rest: timedelta | None = None,
    ) -> None:
        """Say why, as a code of REASONS."""
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final
        self.concerns_all = concerns_all
        self.rest = rest
        self.detail = ""  # for whoever keeps the servers running
