"""Logs made up for tests: entries in due form, heads signed as they grow, and their export."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import ZipFile

from audit.formats.canonical import canonical
from audit.formats.checkpoint import Checkpoint
from audit.formats.merkle import leaf_hash, tree_root
from audit.formats.signing import SigningKey
from audit.formats.tiles import TILE_WIDTH
from audit.publishing.export import export

ORIGIN = "union.example/audit/2027"
KEY = SigningKey.generate(ORIGIN)


def leaf(index: int, **facts: object) -> bytes:
    """Give an entry as the log writes it."""
    return canonical(
        {
            "at": "2027-06-15T10:00:00Z",
            "by": "system",
            "id": f"00000000-0000-4000-8000-{index:012d}",
            "of": "motion:NDC27/M1",
            "t": "motion.moved",
            "v": 1,
            **facts,
        }
    )


class InventedLog:
    """A log in memory, with a head signed at each size that is asked for."""

    def __init__(
        self, entries: Sequence[bytes], heads: Iterable[int] = (), key: SigningKey = KEY
    ) -> None:
        self.key = key.verifier
        self._signing = key
        self._entries = list(entries)
        self._hashes = [leaf_hash(entry) for entry in entries]
        self._sizes = sorted({*heads, len(entries)})

    def heads(self) -> list[tuple[int, str]]:
        return [(size, self.note(size)) for size in self._sizes]

    def entries(self, start: int, stop: int) -> list[bytes]:
        return self._entries[start:stop]

    def hashes(self, level: int, start: int, stop: int) -> list[bytes]:
        span = TILE_WIDTH**level
        return [tree_root(self._hashes[i * span : (i + 1) * span]) for i in range(start, stop)]

    def note(self, size: int) -> str:
        root = tree_root(self._hashes[:size])
        return Checkpoint(self._signing.verifier.name, size, root).sign(self._signing)


def exported(folder: Path, size: int, heads: Iterable[int] = ()) -> Path:
    """Write out a log of so many entries."""
    export(InventedLog([leaf(index) for index in range(size)], heads), folder)
    return folder


def packed_from(folder: Path) -> Path:
    """Put an export into an archive beside it."""
    file = folder.with_name(f"{folder.name}.zip")
    with ZipFile(file, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())
    return file


def rewritten(folder: Path, entries: Sequence[bytes]) -> None:
    """Rewrite the entries and all the tiles of an export, as somebody without the key could."""
    signed = [folder / "checkpoint", *folder.glob("history/*"), *folder.glob("consistency/*")]
    kept = {path: path.read_bytes() for path in signed}
    for path in sorted(folder.glob("tile/**/*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    for path in kept:
        path.unlink()
    export(InventedLog(entries), folder)
    for path in [*folder.glob("history/*"), *folder.glob("consistency/*")]:
        path.unlink()
    for path, data in kept.items():
        path.write_bytes(data)
