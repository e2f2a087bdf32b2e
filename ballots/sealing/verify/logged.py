"""The heads of an archive that the signed log has: what tells that nothing was cut off its end.

The log is the file `audit_log.jsonl` of a scrutiny pack, one entry a line, or the folder of an
exported log. Whether it is as it was signed is for `python -m audit.verify` to say.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from audit.formats.errors import NotVerified
from audit.formats.tiles import MAX_BUNDLE_BYTES, MAX_ENTRY_BYTES, entries_in

_SET_UP: Final = "sealed_vote.set_up"
_HEIGHT: Final = b'"height":'


class BadLog(Exception):
    """The log cannot be read, or says nothing of this vote."""


def heads_in_log(log: Path, uuid: str) -> dict[int, str]:
    """Give the heads that the log has of the archive of this uuid, by their heights."""
    subjects: set[str] = set()
    found: dict[int, str] = {}
    for entry in _about_archives(log):
        if entry.get("t") == _SET_UP and entry.get("uuid") == uuid:
            subjects.add(str(entry.get("of")))
        height, head = entry.get("height"), entry.get("head")
        if str(entry.get("of")) not in subjects or type(height) is not int or type(head) is not str:
            continue
        if found.setdefault(height, head) != head:
            raise BadLog(f"It has two different heads of event {height}: they cannot both be true.")
    if not found:
        raise BadLog(f"It has no entry that opens the archive {uuid}.")
    return found


def _about_archives(log: Path) -> Iterator[dict[str, Any]]:
    """Read the entries that speak of heights, in the order of the log."""
    for line in _folder(log) if log.is_dir() else _lines(log):
        if _HEIGHT not in line:
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            raise BadLog("One of its entries is none.") from None
        if isinstance(entry, dict):
            yield entry


def _lines(log: Path) -> Iterator[bytes]:
    with log.open("rb") as lines:
        while line := lines.readline(MAX_ENTRY_BYTES + 2):
            if len(line.removesuffix(b"\n")) > MAX_ENTRY_BYTES:
                raise BadLog("It has a line longer than any entry can be.")
            yield line


def _folder(log: Path) -> Iterator[bytes]:
    """Read the bundles of entries of an exported log, in order."""
    bundles: Iterable[Path] = (log / "tile" / "entries").rglob("*")
    try:
        for path in sorted(each for each in bundles if each.is_file()):
            with path.open("rb") as bundle:
                found = bundle.read(min(path.stat().st_size, MAX_BUNDLE_BYTES) + 1)
            if len(found) > MAX_BUNDLE_BYTES:
                raise BadLog("It has a bundle larger than any can be.")
            yield from entries_in(found)
    except NotVerified as fault:
        raise BadLog(str(fault)) from None
