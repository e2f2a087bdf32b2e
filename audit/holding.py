"""What must not be deleted, because a complaint about it is being looked into (guide 2.7).

A hold is placed on a subject, such as `ballot:…` or `conference:NDC27`, and covers what belongs to
it. Rooms above the log add here how their subjects hang together: a ballot belongs to the motion
that it decided, and the motion to its conference. A hold on EVERYTHING stops every deletion.
"""

from collections.abc import Callable, Iterable
from typing import Final

from django.db import connection

from audit.models import Hold
from audit.recording import Subject

EVERYTHING: Final = "everything"

Belonging = Callable[[str], Iterable[str]]
"""Given the name of a subject, names what it belongs to."""

belongings: list[Belonging] = []


_LOCK: Final = 0x7E11E40


def holding_still() -> None:
    """Let no hold come in while something is being destroyed, until this transaction ends.

    A hold and a destruction wait for each other, so that the hold either stops the destruction or
    comes after it. SQLite lets one transaction write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def live_holds() -> list[Hold]:
    """Give the holds that have not been released, the oldest first."""
    return list(Hold.objects.filter(released_at=None))


def holds_on(*subjects: Subject | str, live: list[Hold] | None = None) -> list[Hold]:
    """Give the live holds on these subjects, or on anything that they belong to.

    Whoever asks of many subjects gives the live holds along, and they are read once.
    """
    live = live_holds() if live is None else live
    if not live:  # as on most days: no need to ask what belongs to what
        return []
    covered = covering(*subjects) | {EVERYTHING}
    return [hold for hold in live if hold.subject in covered]


def covering(*subjects: Subject | str) -> set[str]:
    """Give these subjects with all that they belong to, however far up."""
    found: set[str] = set()
    waiting = [one if isinstance(one, str) else one.log_name for one in subjects]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [above for belonging in belongings for above in belonging(name)]
    return found


def held(*subjects: Subject | str) -> bool:
    """Tell whether a live hold stops the deletion of what is kept about these subjects."""
    return bool(holds_on(*subjects))
