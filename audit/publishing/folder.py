"""Keeping a folder of the log up to date, for any web server, backup or mirror to pick up.

Each time a head is signed only what is new is written, the checkpoint last; whoever reads, or dies,
in between has the folder as it was. A folder that is behind, or empty, is brought up step by step,
each step an export in itself. One process writes at a time; another finds nothing left to do.

Proofs of single entries are not in it: they would be two files an entry. The tiles prove each.

What was published cannot be taken back. A database that does not hold it has been put back from an
older copy, or altered, and must sign nothing more: two versions of the log would be signed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from audit.formats.checkpoint import Checkpoint
from audit.formats.errors import NotVerified
from audit.formats.note import open_note
from audit.formats.tiles import history_path
from audit.models import Head
from audit.publishing.export import remove_outgrown, write
from audit.publishing.layout import BESIDE, CHECKPOINT, ExportFiles
from audit.publishing.stamped import write_stamps
from audit.publishing.stored import StoredLog
from audit.publishing.witnessed import current_trust
from audit.selectors import newest_head

STEP = 50_000
"""About so many entries at a time, so that an empty folder holds nothing else up for long."""

_LOCK = ".writing"


class DepartedError(NotVerified):
    """What was published is not in this database."""


def publish() -> int | None:
    """Bring the folder of the settings one step nearer; give its size if anything was written.

    Does nothing where no folder is set. Raise DepartedError, and write nothing, where the folder
    holds a head that this log never had.
    """
    folder = settings.AUDIT_LOG_FOLDER
    log = StoredLog.current()
    if folder is None or not log.size:
        return None
    with _alone(folder) as alone:
        if not alone:
            return None
        size = _advance(log, folder)
        if there := published():
            write_stamps(folder, there.size)
        return size


def published() -> Checkpoint | None:
    """Give the head that the folder of the settings holds, if it holds one.

    Raise NotVerified if what lies there is not signed by a key of this log.
    """
    folder = settings.AUDIT_LOG_FOLDER
    note = _note(folder) if folder is not None else b""
    return Checkpoint.parse(open_note(note, current_trust().log)) if note else None


def check_published(newest: Head | None) -> None:
    """Refuse to go on from a head that what was published does not lead to.

    Raise DepartedError, in words for whoever has to put it right.
    """
    there = published()
    if there is None:
        return
    ours = newest.size if newest else 0
    if there.size > ours:
        raise DepartedError(
            f"The log was published with {there.size:,} entries, and this database has {ours:,}: "
            "it has been put back from an older copy. No head is signed until it is whole again: "
            "two versions of the log would be signed. Votes and acts are still recorded. See "
            "docs/deployment.md, Restoring a backup."
        )
    root = Head.objects.filter(size=there.size).values_list("root", flat=True).first()
    if root is None or bytes(root) != there.root:
        raise DepartedError(
            f"The published head of {there.size:,} entries is not one of this database: two "
            "versions of the log exist. No head is signed until it is known which is right. Keep "
            "the published folder: it is evidence."
        )


def check_signed(newest: Head | None) -> None:
    """Refuse to go on from a head that the log's key did not sign.

    Raise DepartedError: somebody has written it into the database.
    """
    if newest is None:
        return
    try:
        head = Checkpoint.parse(open_note(newest.note.encode(), current_trust().log))
    except NotVerified as error:
        raise DepartedError(
            f"The head of {newest.size:,} entries in the database is forged. {error} No head is "
            "signed until its row is removed by the owner of the tables. Keep a copy of it."
        ) from None
    if (head.size, head.root) != (newest.size, bytes(newest.root)):
        raise DepartedError(f"The head of {newest.size:,} entries in the database is another's.")


def _advance(log: StoredLog, folder: Path) -> int | None:
    check_published(newest_head())
    there = published()
    since = there.size if there else 0
    if since > log.size:  # more witnesses are asked for than when it was published
        return None
    heads = dict(log.heads(since))
    if since == log.size and _note(folder) == heads[since].encode():
        return None
    later = [size for size in heads if size > since]
    sizes = [size for size in later if size <= since + STEP] or later[:1]
    size = sizes[-1] if sizes else since  # which a witness has signed since
    files = ExportFiles(log, size, heads.get, current_trust())
    for path in (*files.paths(sizes, since), history_path(size), *BESIDE, CHECKPOINT):
        write(files, folder, path, synced=True)
    remove_outgrown(folder, size, since)
    return size


def _note(folder: Path) -> bytes:
    try:
        return (folder / CHECKPOINT).read_bytes()
    except FileNotFoundError:
        return b""


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold the folder, unless another process does."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(lock)
