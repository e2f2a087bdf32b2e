"""Reading an exported log from a folder, trusting nothing in it.

Every file is size-checked before it is read, and whatever cannot be read is a finding in plain
English, never a traceback.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audit.formats.errors import BadTile, NotVerified
from audit.formats.merkle import HASH_BYTES, Frontier, leaf_hash, tree_root
from audit.formats.note import MAX_NOTE_BYTES
from audit.formats.tiles import (
    ENTRIES,
    MAX_BUNDLE_BYTES,
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    entries_in,
    hashes_of,
    tiles_at,
)


class Unreadable(NotVerified):
    """A file of the export is missing, too large, or not a file at all."""


@dataclass(frozen=True, slots=True)
class ExportedLog:
    """The files of one export."""

    folder: Path

    def note(self, path: str) -> bytes:
        """Read a signed note."""
        return self._read(path, MAX_NOTE_BYTES)

    def history(self) -> list[str]:
        """Name the files that hold earlier heads."""
        return [path for path in self._files("history") if path.endswith(".ckpt")]

    def tiles(self) -> Iterator[str]:
        """Name every file that claims to be a tile or a bundle."""
        yield from self._files("tile")

    def entries(self, tile: Tile) -> Iterator[bytes]:
        """Read the entries of a bundle one by one, as far as they can be read."""
        yield from entries_in(self._read(tile.path, MAX_BUNDLE_BYTES))

    def hashes(self, tile: Tile) -> list[bytes]:
        """Read the hashes of a tile, which must be as many as its path says."""
        data = self._read(tile.path, TILE_WIDTH * HASH_BYTES)
        if len(data) != tile.width * HASH_BYTES:
            raise BadTile(f"{tile.path} should be {tile.width} hashes, but is {len(data)} bytes.")
        return hashes_of(data)

    def stored_root(self, size: int, level: int) -> bytes:
        """Give the root to which the tiles lead, believing the hashes of this level."""
        edge = Frontier()
        for below in range(level, -1, -1):
            start = 0 if below == level else size // TILE_WIDTH**below // TILE_WIDTH * TILE_WIDTH
            for tile in tiles_at(below, size, start):
                for item in self.hashes(tile):
                    edge.append(item, below * TILE_HEIGHT)
        return edge.root()

    def rehashed(self, tile: Tile) -> list[bytes]:
        """Give a tile's hashes as the stored entries make them, as far as they can be read."""
        if tile.level == 0:
            hashes: list[bytes] = []
            with suppress(NotVerified):
                hashes.extend(map(leaf_hash, self.entries(Tile(ENTRIES, tile.number, tile.width))))
            return hashes
        below = (
            self.rehashed(Tile(tile.level - 1, number))
            for number in range(tile.start, tile.start + tile.width)
        )
        return [tree_root(hashes) if len(hashes) == TILE_WIDTH else b"" for hashes in below]

    def _files(self, below: str) -> list[str]:
        return sorted(
            (Path(folder) / name).relative_to(self.folder).as_posix()
            for folder, _, names in os.walk(self.folder / below)
            for name in names
        )

    def _read(self, path: str, limit: int) -> bytes:
        file = self.folder / path
        try:
            if not file.is_file():
                raise Unreadable(f"{path} is missing.")
            with file.open("rb") as opened:
                data = opened.read(limit + 1)
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
        if len(data) > limit:
            raise Unreadable(f"{path} is larger than any such file can be ({limit:,} bytes).")
        return data
