"""The archive itself: a plain zip, the same bytes from the same files, readable everywhere.

Files stand in a fixed order with a fixed date, so that two packs of the same content are the same
file. Reading trusts nothing: names are checked before anything is read, no file is read further
than its stated size, and whatever is wrong is said in plain English.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from audit.pack.documents import CHUNK, BadPack, Document, insist_on_path

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
FIRST: Final = ("README.txt", "index.html", "manifest.json")
MOST_FILES: Final = 2_000_000

_HEADER: Final = struct.Struct("<26xHH")
"""Of the header before a file: how long its name is, and what stands after the name."""

Progress = Callable[[int, int], None]
"""Told how many files are done, of how many."""


def write_archive(
    file: IO[bytes], documents: Iterable[Document], progress: Progress = lambda _done, _all: None
) -> None:
    """Write the files of a pack as a zip: what explains it first, then the rest by name."""
    in_order = sorted(documents, key=lambda one: (_rank(one.path), one.path))
    _insist_on_distinct(one.path for one in in_order)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for done, document in enumerate(in_order, start=1):
            _write(archive, document)
            progress(done, len(in_order))


def add_to_archive(file: Path, documents: Iterable[Document]) -> None:
    """Put files behind those of a pack, which stay as they are."""
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        added = list(documents)
        _insist_on_distinct([*archive.namelist(), *(document.path for document in added)])
        for document in added:
            _write(archive, document)


def _write(archive: zipfile.ZipFile, document: Document) -> None:
    info = zipfile.ZipInfo(document.path, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # a Unix file, wherever the pack is made
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    with archive.open(info, "w", force_zip64=isinstance(document.content, Path)) as entry:
        for piece in document.chunks():
            entry.write(piece)


class Archive:
    """A pack that is open for reading."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        """Look at every name before anything is read."""
        self._zip = opened
        infos = opened.infolist()
        if len(infos) > MOST_FILES:
            raise BadPack(f"It claims more than {MOST_FILES:,} files.")
        for info in infos:
            _insist_on_plain_file(info)
        _insist_on_distinct(info.filename for info in infos)
        _insist_on_one_reading(opened, infos)
        self.sizes = {info.filename: info.file_size for info in infos}

    def read(self, path: str, limit: int) -> bytes:
        """Read a whole file of at most so many bytes."""
        if self.sizes.get(path, 0) > limit:
            raise BadPack(f"{path} is larger than any such file can be ({limit:,} bytes).")
        return b"".join(self.chunks(path))

    def chunks(self, path: str) -> Iterator[bytes]:
        """Read a file piece by piece, and never further than its stated size."""
        if path not in self.sizes:
            raise BadPack(f"{path} is missing.")
        left = self.sizes[path]
        try:
            with self._zip.open(path) as entry:
                while piece := entry.read(CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise BadPack(f"{path} is longer than the archive says.")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise BadPack(f"{path} is damaged and cannot be read.") from None
        if left:
            raise BadPack(f"{path} is cut short.")


@contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """Open a pack for reading; raise BadPack if it is none."""
    try:
        opened = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, NotImplementedError):
        raise BadPack(f"{file.name} is not a whole zip archive: was it cut short?") from None
    except OSError as error:
        raise BadPack(f"{file.name} cannot be read: {error.strerror}.") from None
    with opened:
        yield Archive(opened)


def _rank(path: str) -> int:
    return FIRST.index(path) if path in FIRST else len(FIRST)


def _insist_on_distinct(paths: Iterable[str]) -> None:
    """Refuse two names that some computers hold to be one."""
    seen: set[str] = set()
    for path in paths:
        if path.casefold() in seen:
            raise BadPack(f"There are two files called {path}.")
        seen.add(path.casefold())


def _insist_on_one_reading(opened: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse bytes that belong to no listed file, or to several.

    Some programs unpack what lies in an archive from its beginning on, and ask no list: they would
    unpack another file than was checked. And files within files can be more than a disk holds.
    """
    at = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        begins = info.header_offset
        if begins != at:
            raise BadPack(f"Before {info.filename} lies something that the archive does not list.")
        at = begins + _header_bytes(opened, begins) + info.compress_size
    if at != opened.start_dir or opened.comment:
        raise BadPack("There is something in the archive that it does not list.")


def _header_bytes(opened: zipfile.ZipFile, begins: int) -> int:
    """Say how long the header of a file is, which has its name and what programs add."""
    if opened.fp is None:
        raise BadPack("The archive is closed.")
    opened.fp.seek(begins)
    head = opened.fp.read(_HEADER.size)
    if len(head) < _HEADER.size:
        raise BadPack("The archive is cut short.")
    name, more = _HEADER.unpack(head)
    return len(head) + int(name) + int(more)


def _insist_on_plain_file(info: zipfile.ZipInfo) -> None:
    insist_on_path(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.is_dir() or kind not in {0, stat.S_IFREG}:
        raise BadPack(f"{info.filename} is not a plain file.")
    if info.flag_bits & 0x1:
        raise BadPack(f"{info.filename} is locked with a pass-phrase inside the archive.")
