"""Giving entries their places in the tree, in batches, and signing a head after each batch.

Acts never wait for this: an act is safe once its transaction commits, and the sequencer stopped
only delays the heads. Only one works at a time: an advisory lock on PostgreSQL, the write lock on
SQLite. Should a lock ever fail, the unique columns refuse the second batch.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from audit.formats.checkpoint import Checkpoint
from audit.formats.merkle import Frontier, leaf_hash
from audit.formats.tiles import TILE_HEIGHT, TILE_WIDTH
from audit.keys import log_keys
from audit.models import Entry, Head, Position, Subtree, Unplaced
from audit.publishing.departed import check_not_departed

BATCH = 2_000

_LOCK = 0x7E11E25


def sequence(limit: int = BATCH) -> Head | None:
    """Place the entries that wait, the oldest first; give the new head, or None if none waited."""
    if not Unplaced.objects.exists():
        return None
    with transaction.atomic():
        take_turn()
        waiting = list(
            Entry.objects.filter(unplaced__isnull=False, position__isnull=True)
            .order_by("at", "id")
            .values_list("id", "leaf")[:limit]
        )
        last = Head.objects.order_by("-size").first()
        check_not_departed(last)
        frontier = Frontier.from_bytes(bytes(last.frontier)) if last else Frontier()
        begun = frontier.size
        _adopt(frontier)
        extend(frontier, waiting)
        if frontier.size == begun:  # somebody had entries wait that have their places
            Unplaced.objects.filter(entry__position__isnull=False).delete()
            return None
        return _signed(frontier)


def sequence_all() -> Head | None:
    """Place every entry that waits; give the last new head, or None if none waited."""
    newest = None
    while head := sequence():
        newest = head
    return newest


def recover_unplaced() -> int:
    """Find entries that neither have a place nor wait for one, and let them wait; give how many.

    There are none unless somebody removed their waiting rows; reading the whole log would tell.
    """
    lost = Entry.objects.filter(position__isnull=True, unplaced__isnull=True)
    return len(
        Unplaced.objects.bulk_create(
            Unplaced(entry_id=pk) for pk in lost.values_list("pk", flat=True)
        )
    )


def _adopt(frontier: Frontier) -> None:
    """Take over places that were given without a head.

    Whoever has the application's connection can give one. The database has seen to it that they are
    the next, each under its entry's own hash, so nothing is lost by going on from there.
    """
    given = Position.objects.filter(seq__gte=frontier.size).order_by("seq")
    entries = []
    for entry_id, hashed in given.values_list("entry_id", "leaf_hash"):
        Subtree.objects.bulk_create(_completed(frontier, frontier.append(bytes(hashed))))
        entries.append(entry_id)
    if entries:
        Unplaced.objects.filter(pk__in=entries).delete()


def take_turn() -> None:
    """Wait, within a transaction, until nobody else gives places."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def extend(frontier: Frontier, entries: Sequence[tuple[UUID, bytes | memoryview]]) -> None:
    """Give entries the next places, in this order, and keep the subtrees that they complete."""
    first, hashes, subtrees = frontier.size, [], []
    for _, leaf in entries:
        hashes.append(leaf_hash(bytes(leaf)))
        subtrees += _completed(frontier, frontier.append(hashes[-1]))
    _place(first, [entry_id for entry_id, _ in entries], hashes)
    Subtree.objects.bulk_create(subtrees)


def _place(first: int, entries: list[UUID], hashes: list[bytes]) -> None:
    """Give entries their places, one after another, and let them wait no longer.

    On PostgreSQL as arrays, two thousand at a time: objects would take longer than the database.
    """
    if connection.vendor != "postgresql":
        Position.objects.bulk_create(
            Position(seq=seq, entry_id=entry_id, leaf_hash=hashed)
            for seq, (entry_id, hashed) in enumerate(zip(entries, hashes, strict=True), first)
        )
        Unplaced.objects.filter(pk__in=entries).delete()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
            " SELECT %s + place - 1, entry, hash"
            " FROM unnest(%s::uuid[], %s::bytea[]) WITH ORDINALITY AS t (entry, hash, place)",
            [first, entries, hashes],
        )
        cursor.execute("DELETE FROM audit_unplaced WHERE entry_id = ANY(%s)", [entries])


def _completed(frontier: Frontier, roots: list[bytes]) -> list[Subtree]:
    """Name the subtrees, whole tiles high, that the last leaf completed."""
    return [
        Subtree(level=level, number=frontier.size // TILE_WIDTH**level - 1, root=root)
        for level, root in enumerate(roots[::TILE_HEIGHT])
        if level
    ]


def _signed(frontier: Frontier) -> Head:
    keys = log_keys()
    checkpoint = Checkpoint(keys[0].verifier.name, frontier.size, frontier.root())
    return Head.objects.create(
        size=checkpoint.size,
        root=checkpoint.root,
        frontier=frontier.to_bytes(),
        note=checkpoint.sign(*keys),
        at=timezone.now(),
    )
