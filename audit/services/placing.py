"""Giving entries their places at once, for an act that needs them now."""

from audit.formats.errors import NotVerified
from audit.refusal import Refusal
from audit.store.sequencer import sequence_all


def entries_place() -> None:
    """Place every entry that waits.

    Refused, in the sequencer's own words, while the log must not go on: it was put back from an
    older copy, or somebody forged a head.
    """
    try:
        sequence_all()
    except NotVerified as error:
        raise Refusal("log-stands-still", str(error)) from None
