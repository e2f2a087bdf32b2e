"""An export in a zip archive, read where it lies: nothing is unpacked, so nothing can spill.

An archive is refused as a whole when two files in it have one name, when a name would lead out of
the export, or when its list of contents was made to fill the memory. A file that unpacks to more
than such a file can be is not unpacked beyond that.
"""

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from audit.verify.sources import Unreadable, within

MAX_CONTENTS_BYTES = 16_000_000
"""Enough to list about 200,000 files."""

_ENCRYPTED = 0x1
_OF_AN_EXPORT = re.compile(
    r"checkpoint|log\.vkey|trust\.json|HOW-TO-CHECK\.txt|(tile|history|proofs|consistency|stamps)/.+"
)
_LEFT_BY_DESKTOPS = re.compile(r"__MACOSX/.*|(.*/)?\.[^/]*")
_LEADS_OUT = re.compile(r"/|[A-Za-z]:|.*(?:^|/)\.\.(?:/|$)|.*[\\\0]", re.DOTALL)
_DAMAGED = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, zlib.error)


class Archive:
    """The files of an export in an archive, at its top or inside its only folder."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = _Archived(path)
        except OSError as error:
            raise Unreadable(f"{path.name} cannot be read: {error.strerror}.") from None
        try:
            self._zip = ZipFile(self._file)
            self._files = _contents(self._zip)
            self.everything = frozenset(self._zip.namelist())
            """All that lies in the archive, also what is no part of the export."""
        except Unreadable:
            self.close()
            raise
        except (*_DAMAGED, ValueError, LookupError) as error:
            self.close()
            raise Unreadable(f"{path.name} is not a whole zip archive. {error}") from None

    def read(self, path: str, limit: int) -> bytes:
        info = self._files.get(path)
        if info is None:
            raise Unreadable(f"{path} is missing.")
        if info.file_size > limit:
            raise Unreadable(f"{path} is larger than any such file can be ({limit:,} bytes).")
        try:
            with self._zip.open(info) as opened:
                return within(opened.read(limit + 1), path, limit)
        except _DAMAGED:
            raise Unreadable(f"{path} cannot be read: the archive is damaged there.") from None

    def names(self, below: str) -> list[str]:
        return sorted(name for name in self._files if name.startswith(f"{below}/"))

    @property
    def unvouched(self) -> list[str]:
        """Name the files that are no part of a log: what checks a log does not look at them."""
        files = {name for name in self.everything if not name.endswith("/")}
        inside = {
            info.filename for name, info in self._files.items() if _OF_AN_EXPORT.fullmatch(name)
        }
        return sorted(name for name in files - inside if not _LEFT_BY_DESKTOPS.fullmatch(name))

    def close(self) -> None:
        self._file.close()


class _Archived(FileIO):
    """A file of which nobody may ask for a list of contents beyond all measure."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MAX_CONTENTS_BYTES:
            raise BadZipFile(
                f"Its list of contents is longer than {MAX_CONTENTS_BYTES:,} bytes: unpack it, and "
                "check the folder."
            )
        return super().read(size)


def _contents(packed: ZipFile) -> dict[str, ZipInfo]:
    """List the files of the export, by their paths in it."""
    files = [info for info in packed.infolist() if not info.is_dir()]
    for info in files:
        _check(info)
    # On many computers a name is one, however its letters are written: what was checked would not
    # be what is unpacked.
    for name, times in Counter(info.filename.casefold() for info in files).items():
        if times > 1:
            raise Unreadable(f"The archive holds {times} files of the name {name}.")
    top = _top([info.filename for info in files])
    return {
        info.filename.removeprefix(top): info for info in files if info.filename.startswith(top)
    }


def _check(info: ZipInfo) -> None:
    name = info.orig_filename
    if _LEADS_OUT.match(name):
        raise Unreadable(f"The archive holds a file whose name leads out of it: {name}")
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable(f"{name} is encrypted: an export has no secrets.")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Unreadable(f"{name} is packed in an uncommon way: unpack it, and check the folder.")


def _top(names: Sequence[str]) -> str:
    """Find where the export begins: an archive is often of the folder and not of its contents."""
    if "checkpoint" in names:
        return ""
    tops = [name.removesuffix("checkpoint") for name in names if name.endswith("/checkpoint")]
    if len(tops) > 1:
        raise Unreadable(f"The archive holds more than one export: {', '.join(sorted(tops))}")
    return tops[0] if tops else ""
