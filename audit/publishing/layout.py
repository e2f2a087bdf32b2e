"""What lies where in an export of the log, and what each file holds.

    checkpoint                          the newest signed head
    tile/L/N, tile/entries/N            the tree and the entries (C2SP tlog-tiles)
    history/<9 digits>.ckpt             every head ever signed, by its size
    consistency/<a>-<b>                 that the log of size b begins with the log of size a, in
                                        the form in which a witness is asked (C2SP tlog-witness)
    proofs/<i>.tlog-proof, <i>.leaf     that entry i is in the log (C2SP tlog-proof), and the entry
    stamps/<9 digits>.ckpt, .tsr        when that head was there, by another's clock (RFC 3161)
    trust.json, log.vkey                the keys, for convenience: take them from somebody you trust
    HOW-TO-CHECK.txt                    the commands, in plain English

The same bytes go into a folder, into an archive and over the web.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.errors import BadProof, NotVerified
from audit.formats.note import open_note
from audit.formats.proofs import consistency_proof, inclusion_proof
from audit.formats.signing import VerifierKey
from audit.formats.tiles import (
    ENTRIES,
    TILE_WIDTH,
    Tile,
    bundle,
    history_path,
    levels,
    subtrees_from,
    tiles_at,
)
from audit.formats.tlog_proof import TlogProof
from audit.formats.trust import Trust

CHECKPOINT = "checkpoint"
BESIDE = ("log.vkey", "HOW-TO-CHECK.txt", "trust.json")
"""What lies beside the evidence, and proves nothing."""

_TILES_KEPT = 64
_NUMBER = "(0|[1-9][0-9]{0,17})"
_HISTORY = re.compile(r"history/([0-9]{9,18})\.ckpt")
_PROOF = re.compile(rf"proofs/{_NUMBER}\.(tlog-proof|leaf)")
_LINK = re.compile(rf"consistency/{_NUMBER}-{_NUMBER}")

HOW_TO_CHECK = """\
This is the whole log of {name}, as signed.

To check it you need Python 3.11 or later, the package `cryptography`, the folder `audit` of the
program's source, and the key of the log from somebody you trust: the minutes of conference, the
returning officer, your branch. The key that lies here is no proof of itself.

    python -m audit.verify THIS-FOLDER {by}

{should_read}

    {keys}

With the keys of the witnesses too, in a file like trust.json that somebody you trust gave you:

    python -m audit.verify THIS-FOLDER --trust FILE
"""


def check_by(trust: Trust, file: str = "trust.json") -> str:
    """Say by what the command should check: a key, or the file with several and the witnesses."""
    is_one = len(trust.log) == 1 and not trust.witnesses
    return f"--key '{trust.log[0]}'" if is_one else f"--trust {file}"


def how_to_check(trust: Trust) -> str:
    """Write the commands for whoever holds an export."""
    names = ["KEY"] if len(trust.log) == 1 else [f"KEY {n + 1}" for n in range(len(trust.log))]
    return HOW_TO_CHECK.format(
        name=trust.origin,
        by=" ".join(f"--key '{name}'" for name in names),
        should_read="The key should read"
        if len(names) == 1
        else "The keys, in this order, should read",
        keys="\n    ".join(map(str, trust.log)),
    )


class Log(Protocol):
    """A log that can be written out."""

    @property
    def key(self) -> VerifierKey:
        """Give the key that signs it."""

    def heads(self) -> Iterable[tuple[int, str]]:
        """Give every signed head, by its size, with all the signatures it has."""

    def entries(self, start: int, stop: int) -> Sequence[bytes]:
        """Give entries as they were hashed."""

    def hashes(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """Give the hashes of a level of tiles."""


class ExportFiles:
    """The files of a log's export up to one head, each made when it is read."""

    def __init__(
        self,
        log: Log,
        size: int,
        note_of: Callable[[int], str | None],
        trust: Trust | None = None,
    ) -> None:
        """Export `log` up to its head of `size`; `note_of` gives the signed head of a size."""
        self.log = log
        self.size = size
        self.trust = trust or Trust((log.key,))
        self._note_of = note_of
        self._tile = lru_cache(_TILES_KEPT)(self._read_tile)
        self._subtree = lru_cache(_TILES_KEPT)(subtrees_from(self._hashes))

    def read(self, path: str) -> bytes | None:
        """Give what a file holds; None where this log has no such file."""
        if tile := Tile.parse(path):
            return self._content(tile)
        if fixed := self._fixed().get(path):
            return fixed()
        if match := _HISTORY.fullmatch(path):
            size = int(match[1])
            return self._head(size) if history_path(size) == path else None
        if match := _LINK.fullmatch(path):
            return self._link(int(match[1]), int(match[2]))
        if match := _PROOF.fullmatch(path):
            index = int(match[1])
            return self._leaf(index) if match[2] == "leaf" else self._proof(index)
        return None

    def paths(self, sizes: Sequence[int], since: int = 0) -> Iterator[str]:
        """Name the files that the heads of these sizes add to an export up to the head `since`.

        The newest head, whose coming makes the export complete, is not among them.
        """
        for level in (ENTRIES, *levels(self.size)):
            items = since // TILE_WIDTH ** max(level, 0)
            yield from (tile.path for tile in tiles_at(level, self.size, items))
        yield from map(history_path, sizes)
        heads = [since, *sizes] if since else sizes
        yield from (f"consistency/{earlier}-{later}" for earlier, later in pairwise(heads))

    def _fixed(self) -> dict[str, Callable[[], bytes | None]]:
        return {
            CHECKPOINT: lambda: self._head(self.size),
            "trust.json": lambda: self._trusted().to_bytes(),
            "log.vkey": lambda: str(self._trusted().log[-1]).encode() + b"\n",
            "HOW-TO-CHECK.txt": lambda: how_to_check(self._trusted()).encode(),
        }

    def _trusted(self) -> Trust:
        """Leave out keys so new that they have not signed the newest head of this export yet."""
        keys, head = self.trust.log, self._head(self.size) or b""
        while len(keys) > 1 and not _is_signed(head, keys[-1]):
            keys = keys[:-1]
        return replace(self.trust, log=keys)

    def _head(self, size: int) -> bytes | None:
        note = self._note_of(size) if size <= self.size else None
        return note.encode() if note else None

    def _link(self, earlier: int, later: int) -> bytes | None:
        head = self._head(later)
        if not head or not self._head(earlier) or earlier > later:
            return None
        proof = consistency_proof(earlier, later, self._subtree)
        return AddCheckpoint(earlier, tuple(proof), by_the_log(head, self.log.key.name)).to_bytes()

    def _proof(self, index: int) -> bytes | None:
        head = self._head(self.size)
        if head is None or index >= self.size:
            return None
        hashes = inclusion_proof(index, self.size, self._subtree)
        return TlogProof(index, tuple(hashes), head).to_bytes()

    def _leaf(self, index: int) -> bytes | None:
        found = self.log.entries(index, index + 1) if index < self.size else ()
        return found[0] if found else None

    def _content(self, tile: Tile) -> bytes | None:
        current = tile.at_size(self.size)
        if current is None or tile.width > current.width:
            return None
        if tile.level == ENTRIES:
            return bundle(self.log.entries(tile.start, tile.start + tile.width))
        return b"".join(self._tile(current)[: tile.width])

    def _read_tile(self, tile: Tile) -> Sequence[bytes]:
        return self.log.hashes(tile.level, tile.start, tile.start + tile.width)

    def _hashes(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """Read hashes for a proof: all of a span of at most a tile, which lies within one."""
        tile = Tile(level, start // TILE_WIDTH).at_size(self.size)
        if tile is None:
            raise BadProof(f"There are no hashes {start} to {stop} on level {level}.")
        return self._tile(tile)[start - tile.start : stop - tile.start]


def _is_signed(note: bytes, key: VerifierKey) -> bool:
    try:
        open_note(note, [key])
    except NotVerified:
        return False
    return True


def by_the_log(note: bytes, name: str) -> bytes:
    """Leave the witnesses' lines out of a head of the log of this name: they may come later."""
    text, _, signatures = note.decode().rpartition("\n\n")
    ours = f"\N{EM DASH} {name} "
    kept = [line for line in signatures.splitlines(keepends=True) if line.startswith(ours)]
    return "".join([text, "\n\n", *kept]).encode()
