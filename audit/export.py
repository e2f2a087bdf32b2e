"""Writing the log to a folder that anyone may copy, serve and check (C2SP tlog-tiles).

    checkpoint                    the newest signed head
    tile/L/N, tile/entries/N      the tree and the entries
    history/<9 digits>.ckpt       every head ever signed, by its size
    log.vkey                      the key, for convenience: take it from somebody you trust instead
    HOW-TO-CHECK.txt              the commands, in plain English

A full tile never changes, so it is written once and later runs only add. What is there is
compared with the log before anything is written, for a folder that fails its check would go on
failing it. That reads about 20,000 entries a second, as long as checking the folder takes.

Every file is written beside its place and then moved there, the checkpoint last: a reader never
sees half an export.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from audit.formats.checkpoint import open_checkpoint
from audit.formats.errors import NotVerified
from audit.formats.signing import VerifierKey
from audit.formats.tiles import ENTRIES, TILE_WIDTH, Tile, bundle, history_path, levels, tiles_at
from audit.verify.exported import ExportedLog
from audit.verify.sources import Folder

HOW_TO_CHECK = """\
This folder is the whole log of {name}, as signed.

To check it you need Python 3.11 or later, the package `cryptography`, the folder `audit` of the
program's source, and the key of the log from somebody you trust: the minutes of conference, the
returning officer, your branch. The key in this folder is no proof of itself.

    python -m audit.verify THIS-FOLDER --key 'KEY'

The key should read

    {key}
"""


class Log(Protocol):
    """A log that can be written out."""

    @property
    def key(self) -> VerifierKey:
        """Give the key that signed it."""

    def heads(self) -> Iterable[tuple[int, str]]:
        """Give every signed head, by its size."""

    def entries(self, start: int, stop: int) -> Sequence[bytes]:
        """Give entries as they were hashed."""

    def hashes(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """Give the hashes of a level of tiles."""


def export(log: Log, folder: Path) -> int:
    """Bring a folder up to date with a log; give the size of its newest head.

    Refused when the folder holds the export of another log, or of more entries than this one has,
    or any file that is not as this log has it: to write there would destroy evidence.
    """
    heads = dict(log.heads())
    size = max(heads, default=None)
    if size is None:
        raise NotVerified("No head has been signed yet: there is nothing to export.")
    _check_same_log(log, folder, heads, size)
    _check_unchanged(log, folder, heads, size)
    for level in (ENTRIES, *levels(size)):
        for tile in tiles_at(level, size):
            if not (folder / tile.path).exists():
                _write(folder, tile.path, _content(log, tile))
    for at, note in heads.items():
        if not (folder / history_path(at)).exists():
            _write(folder, history_path(at), note.encode())
    explained = HOW_TO_CHECK.format(name=log.key.name, key=log.key)
    _write(folder, "log.vkey", f"{log.key}\n".encode())
    _write(folder, "HOW-TO-CHECK.txt", explained.encode())
    _write(folder, "checkpoint", heads[size].encode())
    _remove_outgrown(folder, size)
    return size


def _check_same_log(log: Log, folder: Path, heads: Mapping[int, str], size: int) -> None:
    checkpoint = folder / "checkpoint"
    if not checkpoint.exists():
        return
    try:
        there = open_checkpoint(checkpoint.read_bytes(), log.key)
    except NotVerified as error:
        raise NotVerified(f"{folder} holds the export of another log. {error}") from None
    if there.size > size:
        raise NotVerified(
            f"{folder} holds a signed log of {there.size:,} entries, this one has {size:,}: "
            "keep that folder, it is evidence."
        )
    _check_file(folder, "checkpoint", heads.get(there.size, "").encode())


def _check_unchanged(log: Log, folder: Path, heads: Mapping[int, str], size: int) -> None:
    there = ExportedLog(Folder(folder))
    ours = {history_path(at): note.encode() for at, note in heads.items()}
    for path in there.history():
        _check_file(folder, path, ours.get(path))
    for path in there.tiles():
        tile = Tile.parse(path)
        current = tile and tile.at_size(size)
        is_ours = tile and current and tile.width <= current.width
        _check_file(folder, path, _content(log, tile) if tile and is_ours else None)


def _check_file(folder: Path, path: str, ours: bytes | None) -> None:
    if ours is None or (folder / path).read_bytes() != ours:
        raise NotVerified(
            f"{path} in {folder} is not as this log has it. Nothing was written: "
            "keep that folder, it may be evidence, and export to an empty one."
        )


def _content(log: Log, tile: Tile) -> bytes:
    stop = tile.start + tile.width
    if tile.level == ENTRIES:
        return bundle(log.entries(tile.start, stop))
    return b"".join(log.hashes(tile.level, tile.start, stop))


def _write(folder: Path, path: str, data: bytes) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(place)


def _remove_outgrown(folder: Path, size: int) -> None:
    """Remove partial tiles whose full tile is there, as tlog-tiles allows."""
    for level in (ENTRIES, *levels(size)):
        for tile in tiles_at(level, size):
            partial = (folder / tile.path).with_name(f"{Path(tile.path).name}.p")
            if tile.width == TILE_WIDTH and partial.is_dir():
                shutil.rmtree(partial)
