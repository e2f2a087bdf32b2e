"""The outbox: an act writes what browsers shall show, in the transaction of the act itself.

What was rolled back is never shown, and what was committed is shown even if the process dies
right after. Each row is a complete fragment, so losing all but the newest loses nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from live.models import Outbox

NOTIFY_CHANNEL = "live_outbox"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of page, whole, as it was at one moment."""

    id: int
    channel: str
    event: str
    html: str
    at: datetime


class Drawn(NamedTuple):
    """A fragment that is to be published, and on which channel."""

    channel: str
    event: str
    html: str


def publish(channel: str, event: str, html: str) -> None:
    """Show this fragment to everyone on the channel once the act is committed."""
    publish_together([Drawn(channel, event, html)])


def publish_together(fragments: Sequence[Drawn]) -> None:
    """Show these fragments, in this order, once the act is committed.

    Call it while holding the lock of the row that the fragment shows. Then of two fragments of
    the same event the one with the higher id is the later truth, in whatever order they commit.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A fragment is published in the transaction of the act that it shows."
        )
    rows = Outbox.objects.bulk_create([Outbox(**each._asdict()) for each in fragments])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, id::text) FROM unnest(%s::bigint[]) AS id",
                [NOTIFY_CHANNEL, [row.pk for row in rows]],
            )


def latest() -> list[Fragment]:
    """Return the newest fragment of each event on each channel."""
    newest = Outbox.objects.values("channel", "event").annotate(newest=Max("id")).values("newest")
    return _fragments(Outbox.objects.filter(id__in=newest))


def newer_than(last_id: int) -> list[Fragment]:
    """Return what came after this id.

    Only where writers take turns, as on SQLite, do ids commit in order. On PostgreSQL this would
    miss whatever commits late, so there the hub is told of each id: see `with_ids`.
    """
    return _fragments(Outbox.objects.filter(id__gt=last_id))


def with_ids(ids: Iterable[int]) -> list[Fragment]:
    """Return the fragments that PostgreSQL has told us of."""
    return _fragments(Outbox.objects.filter(id__in=list(ids)))


def trim(*, keep: timedelta = timedelta(hours=1)) -> int:
    """Forget old fragments, but never the newest of each event. Returns how many went."""
    newest = Outbox.objects.values("channel", "event").annotate(newest=Max("id")).values("newest")
    old = Outbox.objects.filter(at__lt=timezone.now() - keep).exclude(
        id__in=list(newest.values_list("newest", flat=True))
    )
    return old.delete()[0]


def _fragments(rows: QuerySet[Outbox]) -> list[Fragment]:
    columns = rows.order_by("id").values_list("id", "channel", "event", "html", "at")
    return [Fragment(*row) for row in columns]
