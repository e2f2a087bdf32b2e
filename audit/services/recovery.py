"""Giving a log that was put back from an older copy the entries that it has lost.

They come from an export: the published folder, or a scrutineer's. Nothing in it is trusted that the
log's key did not sign, and nothing that the database has is changed. What the entries tell of is
not put back: that is in the tables, and not in the log.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.formats.canonical import parse
from audit.formats.checkpoint import Checkpoint
from audit.formats.errors import NotVerified
from audit.formats.merkle import Frontier
from audit.formats.note import open_note
from audit.formats.tiles import ENTRIES, history_path, tiles_at
from audit.formats.trust import Trust
from audit.models import Entry, Head
from audit.publishing.layout import by_the_log
from audit.publishing.witnessed import current_trust
from audit.recording import entry
from audit.store.sequencer import extend, take_turn
from audit.verify.checking import verify_export
from audit.verify.exported import ExportedLog
from audit.verify.sources import Folder


def recover(folder: Path) -> int:
    """Put the entries and heads of an export that are not here into their places; give how many.

    Refused, with nothing changed, unless the export verifies and begins with the log that is here.
    """
    trust = Trust(current_trust().log)  # how many witnesses have signed is another question
    report = verify_export(folder, trust)
    if not report.is_verified:
        raise NotVerified(
            f"{folder} does not verify, and nothing was taken from it.\n{report.text()}"
        )
    log = ExportedLog(Folder(folder))
    heads = {size: log.note(history_path(size)) for size in report.heads}
    with transaction.atomic():
        take_turn()
        last = Head.objects.order_by("-size").first()
        since = last.size if last else 0
        if last and _checkpoint(heads.get(since), trust) != (since, bytes(last.root)):
            raise NotVerified(
                f"The log here was signed with {since:,} entries, and {folder} does not say so: it "
                "is an older log, or another one."
            )
        frontier = Frontier.from_bytes(bytes(last.frontier)) if last else Frontier()
        leaves = _leaves(log, since, max(heads))
        for size in sorted(size for size in heads if size > since):
            extend(frontier, [_kept(next(leaves)) for _ in range(size - frontier.size)])
            Head.objects.create(
                size=size,
                root=frontier.root(),
                frontier=frontier.to_bytes(),
                note=by_the_log(heads[size], trust.origin).decode(),
                at=timezone.now(),
            )
    found = max(heads) - since
    if found:
        with entry(actor=None) as act:
            act.record("log.recovered", subject="log", entries=found, since=since)
    return found


def _checkpoint(note: bytes | None, trust: Trust) -> tuple[int, bytes] | None:
    head = Checkpoint.parse(open_note(note, trust.log)) if note else None
    return (head.size, head.root) if head else None


def _leaves(log: ExportedLog, since: int, size: int) -> Iterator[bytes]:
    for tile in tiles_at(ENTRIES, size, since):
        for index, leaf in enumerate(log.entries(tile), tile.start):
            if index >= since:
                yield leaf


def _kept(leaf: bytes) -> tuple[UUID, bytes]:
    """Keep an entry, unless it is here and only waits for its place."""
    said = parse(leaf)
    one, _ = Entry.objects.get_or_create(
        id=UUID(said["id"]),
        defaults={
            "at": datetime.fromisoformat(said["at"]),
            "kind": said["t"],
            "subject": said["of"],
            "leaf": leaf,
        },
    )
    if bytes(one.leaf) != leaf:
        raise NotVerified(f"The entry {one.pk} is here with another content: keep both.")
    return one.pk, leaf
