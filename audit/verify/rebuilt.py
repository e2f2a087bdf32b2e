"""The tree as the stored entries make it, and where the stored tiles disagree with it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence

from audit.formats.errors import NotVerified
from audit.formats.merkle import Frontier, complete_subtrees, leaf_hashes, tree_root
from audit.formats.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    hashes_of,
    levels,
    tiles_at,
)
from audit.verify.exported import ExportedLog
from audit.verify.findings import Findings
from audit.verify.leaves import LeafReader
from audit.verify.sources import Unfetched

HashReader = Callable[[int, Sequence[bytes]], None]
"""Shown the hashes of the stored entries, tile by tile, with the place of the first."""

Progress = Callable[[int, int], None]
"""Told how many entries have been read, and of how many."""


class Rebuilt:
    """Hashes every stored entry and keeps the root at each size that somebody signed."""

    def __init__(
        self,
        log: ExportedLog,
        size: int,
        signed: Collection[int],
        read: LeafReader | None,
        look: HashReader = lambda _start, _hashes: None,
    ) -> None:
        self.log = log
        self.size = size
        self.signed = sorted(signed)
        self.read = read
        self.look = look
        self.edge = Frontier()
        self.roots: dict[int, bytes] = {0: self.edge.root()}
        self.tiles = 0
        self.findings = Findings()
        self.is_cut_off = False
        """Whether entries did not come over the network: of those nothing is known."""

    def build(self, progress: Progress) -> None:
        """Go through the entries tile by tile, then through the levels above."""
        row: list[bytes] = []
        for tile in tiles_at(0, self.size):
            hashes = self._leaf_hashes(Tile(ENTRIES, tile.number, tile.width))
            self._compare(tile, hashes)
            self.look(tile.start, hashes[: tile.width])
            row += self._grow(hashes[: tile.width])
            progress(self.edge.size, self.size)
            if len(hashes) < tile.width:
                return
        for level in levels(self.size)[1:]:
            for tile in tiles_at(level, self.size):
                self._compare(tile, row[tile.start : tile.start + tile.width])
            whole = len(row) // TILE_WIDTH * TILE_WIDTH
            row = [tree_root(row[at : at + TILE_WIDTH]) for at in range(0, whole, TILE_WIDTH)]

    def _leaf_hashes(self, bundle: Tile) -> list[bytes]:
        entries: list[bytes] = []
        try:
            entries.extend(self.log.entries(bundle))
        except NotVerified as error:
            self.findings.add(f"{error} It should hold entry {bundle.start} onwards.")
            self.is_cut_off = isinstance(error, Unfetched)
        if self.read:
            for index, entry in enumerate(entries[: bundle.width], bundle.start):
                self.read(index, entry)
        if len(entries) > bundle.width:
            surplus = bundle.start + bundle.width
            self.findings.add(
                f"{bundle.path}: entry {surplus} is one too many; the signed head ends before.",
                range(surplus, surplus + 1),
            )
        return leaf_hashes(entries)

    def _compare(self, tile: Tile, rehashed: list[bytes]) -> None:
        """Compare a stored tile with the stored entries; which of them is wrong is judged later."""
        try:
            stored = self.log.tile(tile)
        except NotVerified as error:
            self.findings.add(str(error))
            return
        self.tiles += 1
        if stored == b"".join(rehashed[: tile.width]):
            return
        pairs = enumerate(zip(hashes_of(stored), rehashed, strict=False))
        place = next((at for at, (one, other) in pairs if one != other), len(rehashed))
        span = TILE_WIDTH**tile.level
        first = (tile.start + place) * span
        entries = f"entry {first}" if span == 1 else f"entries {first} to {first + span - 1}"
        self.findings.add(f"{tile.path}: item {place} is not the hash of the stored {entries}.")

    def _grow(self, hashes: list[bytes]) -> list[bytes]:
        """Add a tile's leaves to the tree, stopping at each size that was signed.

        Give the tile's root if the tile is full: an item of the level above.
        """
        start, end = self.edge.size, self.edge.size + len(hashes)
        inside = self.signed[bisect_right(self.signed, start) : bisect_left(self.signed, end)]
        rows = complete_subtrees(hashes)
        for size in (*inside, end):
            edge, at = self.edge.copy(), 0
            for height in reversed(range(len(rows))):
                if (size - start) >> height & 1:
                    edge.append(rows[height][at >> height], height)
                    at += 1 << height
            self.roots[size] = edge.root()
        self.edge = edge
        return list(rows[TILE_HEIGHT]) if len(rows) > TILE_HEIGHT else []
