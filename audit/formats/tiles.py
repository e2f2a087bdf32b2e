"""How the log lies in files: C2SP tlog-tiles, servable by any static web server.

Tile N of level L holds up to 256 hashes; item i is the root over leaves
[(256N + i) * 256^L, (256N + i + 1) * 256^L). Levels above 0 hold only items whose 256 children are
complete. N is written in groups of three digits, all but the last marked x: 1234067 is
`x001/x234/067`. A tile not yet full ends in `.p/` and its width. Entry bundles lie beside the
tiles of level 0, each entry after its length in two bytes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from audit.formats.errors import BadTile
from audit.formats.merkle import HASH_BYTES, tree_root
from audit.formats.proofs import Subtree

TILE_WIDTH = 256
TILE_HEIGHT = 8
MAX_ENTRY_BYTES = 65_535
MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + MAX_ENTRY_BYTES)

ENTRIES = -1
"""The level at which entry bundles are kept, under `tile/entries`."""

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/"
    r"(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, order=True, slots=True)
class Tile:
    """A file of hashes, or at level ENTRIES a file of entries."""

    level: int
    number: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Give the file's path inside an export."""
        digits = f"{self.number:03d}"
        digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
        groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
        number = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = f".p/{self.width}" if self.width < TILE_WIDTH else ""
        return f"tile/{level}/{number}{partial}"

    @property
    def start(self) -> int:
        """Give the number of the first item among all of its level."""
        return self.number * TILE_WIDTH

    def at_size(self, size: int) -> "Tile | None":
        """Give this tile as it is in a log of `size` entries, if it exists there."""
        items = size // TILE_WIDTH ** max(self.level, 0)
        width = min(TILE_WIDTH, items - self.start)
        return replace(self, width=width) if width > 0 else None

    @classmethod
    def parse(cls, path: str) -> "Tile | None":
        """Read a path; give nothing if it is not the one way to write a tile's path."""
        match = _PATH.fullmatch(path)
        if not match:
            return None
        level = ENTRIES if match["level"] == "entries" else int(match["level"])
        number = int(match["number"].replace("x", "").replace("/", ""))
        tile = cls(level, number, int(match["width"] or TILE_WIDTH))
        return tile if tile.path == path else None


def tiles_at(level: int, size: int, start: int = 0) -> Iterator[Tile]:
    """Name the tiles of one level in a log of `size` entries, from the one that holds `start`."""
    items = size // TILE_WIDTH ** max(level, 0)
    for number in range(start // TILE_WIDTH, items // TILE_WIDTH):
        yield Tile(level, number)
    if items % TILE_WIDTH:
        yield Tile(level, items // TILE_WIDTH, items % TILE_WIDTH)


def levels(size: int) -> range:
    """Name the levels of hash tiles in a log of `size` entries."""
    top = 0
    while size // TILE_WIDTH ** (top + 1):
        top += 1
    return range(top + 1 if size else 0)


def history_path(size: int) -> str:
    """Give the place of the head at `size` among the earlier heads of an export."""
    return f"history/{size:09d}.ckpt"


def subtrees_from(items: Callable[[int, int, int], Sequence[bytes]]) -> Subtree:
    """Let proofs read hashes by level, first and last item, as tiles hold them."""

    def subtree(height: int, number: int) -> bytes:
        level, rest = divmod(height, TILE_HEIGHT)
        return tree_root(items(level, number << rest, (number + 1) << rest))

    return subtree


def bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries one after the other, each behind its length."""
    if any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise BadTile(f"An entry may be at most {MAX_ENTRY_BYTES:,} bytes.")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def entries_in(data: bytes) -> Iterator[bytes]:
    """Read the entries of a bundle one by one; refuse one that is cut off."""
    at, end = 0, len(data)
    while at < end - 1:
        start = at + 2
        at = start + (data[at] << 8 | data[at + 1])
        if at > end:
            break
        yield data[start:at]
    if at != end:
        raise BadTile("The bundle is cut off in the middle of an entry.")


def hashes_of(data: bytes) -> list[bytes]:
    """Read the hashes of a tile."""
    if len(data) % HASH_BYTES:
        raise BadTile(f"A tile of {len(data)} bytes is not a row of {HASH_BYTES}-byte hashes.")
    return [data[start : start + HASH_BYTES] for start in range(0, len(data), HASH_BYTES)]
