"""What falls with what: an amendment with its motion, and with the amendment that it would alter.

`amendments_fall` follows every end of a motion, wherever that is brought about: motions.steps calls
it (motions.apps makes it known), so that no act on a motion has to remember its amendments.
"""

from typing import Any, Final

from audit.recording import OpenEntry
from motions.amendment_life import OPEN_TO_RULING, WAITING, AmendmentAct
from motions.amendments.steps import advance_amendment
from motions.models import Amendment, Motion

STILL_OPEN: Final = (*OPEN_TO_RULING, *WAITING)
"""Sent in, and neither ruled out nor ended: what can fall."""


def amendments_fall(log: OpenEntry, motion: Motion) -> None:
    """Let every amendment that is still to be ruled on or taken fall with a motion that ended."""
    still_open = motion.amendments.filter(state__in=STILL_OPEN)
    for amendment in still_open.select_related("conference"):
        advance_amendment(log, amendment, AmendmentAct.FALL, because=motion.log_name)


def amendments_to_it_fall(log: OpenEntry, ended: Amendment) -> None:
    """Let what would have altered an amendment fall with it, however it ended."""
    still_open = ended.amendments.filter(state__in=STILL_OPEN)
    for amendment in still_open.select_related("conference"):
        advance_amendment(log, amendment, AmendmentAct.FALL, because=ended.log_name)


def amendment_falls(log: OpenEntry, amendment: Amendment, **facts: Any) -> None:
    """Let one amendment fall, and with it what would have altered it."""
    advance_amendment(log, amendment, AmendmentAct.FALL, **facts)
    amendments_to_it_fall(log, amendment)
