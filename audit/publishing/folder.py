"""Keeping a folder of the log up to date, for any web server, backup or mirror to pick up.

Each time a head is signed only what is new is written, the checkpoint last; whoever reads, or dies,
in between has the folder as it was. A folder that is behind, or empty, is brought up step by step,
each step an export in itself. One process writes at a time; another finds nothing left to do.

Proofs of single entries are not in it: they would be two files an entry. The tiles prove each.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from audit.formats.tiles import history_path
from audit.publishing.departed import check_published, published, published_note
from audit.publishing.export import remove_outgrown, write
from audit.publishing.layout import BESIDE, CHECKPOINT, ExportFiles
from audit.publishing.stamped import write_stamps
from audit.publishing.stored import StoredLog
from audit.publishing.witnessed import current_trust
from audit.selectors import newest_head

STEP = 50_000
"""About so many entries at a time, so that an empty folder holds nothing else up for long."""

_LOCK = ".writing"


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


def _advance(log: StoredLog, folder: Path) -> int | None:
    check_published(newest_head())
    there = published()
    since = there.size if there else 0
    if since > log.size:  # more witnesses are asked for than when it was published
        return None
    heads = dict(log.heads(since))
    if since == log.size and published_note(folder) == heads[since].encode():
        return None
    later = [size for size in heads if size > since]
    sizes = [size for size in later if size <= since + STEP] or later[:1]
    size = sizes[-1] if sizes else since  # which a witness has signed since
    files = ExportFiles(log, size, heads.get, current_trust())
    for path in (*files.paths(sizes, since), history_path(size), *BESIDE, CHECKPOINT):
        write(files, folder, path, synced=True)
    remove_outgrown(folder, size, since)
    return size


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
