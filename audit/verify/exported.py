"""Reading an exported log, trusting nothing in it.

Every file is read with the largest size it can have, and whatever cannot be read is a finding in
plain English, never a traceback.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from audit.formats.add_checkpoint import MAX_BODY_BYTES
from audit.formats.errors import BadTile, NotVerified
from audit.formats.merkle import HASH_BYTES, Frontier, leaf_hashes, tree_root
from audit.formats.note import MAX_NOTE_BYTES
from audit.formats.tiles import (
    ENTRIES,
    MAX_BUNDLE_BYTES,
    MAX_ENTRY_BYTES,
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    entries_in,
    hashes_of,
    tiles_at,
)
from audit.formats.tlog_proof import MAX_PROOF_BYTES
from audit.verify.sources import Source

MAX_STAMP_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class ExportedLog:
    """The files of one export, by what they should be."""

    source: Source

    def note(self, path: str) -> bytes:
        """Read a signed note."""
        return self.source.read(path, MAX_NOTE_BYTES)

    def proof(self, path: str) -> bytes:
        """Read the evidence for one entry."""
        return self.source.read(path, MAX_PROOF_BYTES)

    def leaf(self, path: str) -> bytes:
        """Read one entry that lies beside its evidence."""
        return self.source.read(path, MAX_ENTRY_BYTES)

    def link(self, path: str) -> bytes:
        """Read the evidence that one head only added to another."""
        return self.source.read(path, MAX_BODY_BYTES)

    @property
    def is_listed(self) -> bool:
        """Tell whether its files can be listed at all."""
        return self.source.names("history") is not None

    def stamp(self, path: str) -> bytes:
        """Read a stamp of time."""
        return self.source.read(path, MAX_STAMP_BYTES)

    def names(self, below: str) -> list[str]:
        """Name the files below a folder, but for hidden ones, which desktops leave everywhere."""
        named = self.source.names(below) or ()
        return [name for name in named if not name.rpartition("/")[2].startswith(".")]

    def history(self) -> list[str]:
        """Name the files that hold earlier heads."""
        return self.names("history")

    def tiles(self) -> list[str]:
        """Name every file that claims to be a tile or a bundle."""
        return self.names("tile")

    def entries(self, tile: Tile) -> Iterator[bytes]:
        """Give the entries of a bundle as far as they can be read, and one too many at most."""
        return islice(entries_in(self.source.read(tile.path, MAX_BUNDLE_BYTES)), tile.width + 1)

    def tile(self, tile: Tile) -> bytes:
        """Read a tile, which must hold as many hashes as its path says."""
        data = self.source.read(tile.path, TILE_WIDTH * HASH_BYTES)
        if len(data) != tile.width * HASH_BYTES:
            raise BadTile(f"{tile.path} should be {tile.width} hashes, but is {len(data)} bytes.")
        return data

    def hashes(self, tile: Tile) -> list[bytes]:
        """Read the hashes of a tile."""
        return hashes_of(self.tile(tile))

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
            entries: list[bytes] = []
            with suppress(NotVerified):
                entries.extend(self.entries(Tile(ENTRIES, tile.number, tile.width)))
            return leaf_hashes(entries)
        below = (
            self.rehashed(Tile(tile.level - 1, number))
            for number in range(tile.start, tile.start + tile.width)
        )
        return [tree_root(hashes) if len(hashes) == TILE_WIDTH else b"" for hashes in below]
