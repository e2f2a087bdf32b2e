"""The tree over the log: RFC 6962 (Merkle tree, SHA-256) and its growing edge.

A leaf is SHA-256(0x00 || data), a node SHA-256(0x01 || left || right), the empty tree SHA-256("");
an odd node is carried up unchanged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from audit.formats.errors import NotVerified

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

_SIZE_BYTES = 8


def leaf_hash(data: bytes) -> bytes:
    """Hash one entry."""
    return sha256(b"\x00" + data).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Hash many entries, without a call for each."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    return sha256(b"\x01" + left + right).digest()


def tree_root(hashes: Iterable[bytes]) -> bytes:
    """Give the root of the tree over these hashes, which are leaves or equally tall subtrees."""
    row = list(hashes)
    if not row:
        return EMPTY_ROOT
    while len(row) > 1:
        odd = row[-1:] if len(row) % 2 else []
        pairs = zip(row[::2], row[1::2], strict=False)
        row = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    return row[0]


def complete_subtrees(hashes: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Give the roots of all complete subtrees over these hashes: row h has those over 2^h each."""
    rows = [hashes]
    while len(row := rows[-1]) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        rows.append([sha256(b"\x01" + left + right).digest() for left, right in pairs])
    return rows


@dataclass(slots=True)
class Frontier:
    """The right-hand edge of a tree: all that is needed to add to it and to know its root.

    One hash for each complete subtree, tallest first: one for each bit set in `size`.
    """

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    def append(self, root: bytes, height: int = 0) -> list[bytes]:
        """Add a leaf, or a complete subtree of 2^height leaves.

        Give the roots of the subtrees this completes: first `root` itself, then each one twice as
        large as the last.
        """
        if self.size % (1 << height):
            raise ValueError(f"A subtree of height {height} cannot start at leaf {self.size}.")
        completed = [root]
        taller = self.size >> height
        while taller & 1:
            completed.append(node_hash(self.nodes.pop(), completed[-1]))
            taller >>= 1
        self.nodes.append(completed[-1])
        self.size += 1 << height
        return completed

    def root(self) -> bytes:
        """Give the root of the whole tree."""
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root

    def copy(self) -> Self:
        """Give a frontier that grows on its own."""
        return type(self)(self.size, list(self.nodes))

    def to_bytes(self) -> bytes:
        """Write the size in eight bytes, then the hashes."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.nodes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote; refuse any other length."""
        size, hashes = int.from_bytes(data[:_SIZE_BYTES], "big"), data[_SIZE_BYTES:]
        if len(data) < _SIZE_BYTES or len(hashes) != HASH_BYTES * size.bit_count():
            raise NotVerified(f"A frontier of {len(data)} bytes cannot be that of {size} leaves.")
        return cls(size, split_hashes(hashes))


def split_hashes(data: bytes) -> list[bytes]:
    """Cut joined hashes apart."""
    return [data[start : start + HASH_BYTES] for start in range(0, len(data), HASH_BYTES)]
