"""Stamps of time as files of an export, in pairs named after the size of the head.

    stamps/<9 digits>.ckpt      the bytes that were stamped: the head as the log signed it
    stamps/<9 digits>.tsr       the authority's answer (RFC 3161)

Each pair is checked without any program of ours (see `audit.services.timestamps`).
"""

import re
from pathlib import Path

from audit.models import Stamp
from audit.witness.keeping import write_durably

_FILE = re.compile(r"stamps/([0-9]{9,18})\.(ckpt|tsr)")


def stamp_file(path: str, up_to: int) -> bytes | None:
    """Give one file of a stamp, if there is that stamp in the log up to this size."""
    match = _FILE.fullmatch(path)
    if not match or path not in stamp_paths(size := int(match[1])) or size > up_to:
        return None
    stamp = Stamp.objects.select_related("head").filter(head=size).first()
    if stamp is None:
        return None
    return stamp.head.note.encode() if match[2] == "ckpt" else bytes(stamp.answer)


def stamp_paths(size: int) -> tuple[str, str]:
    """Name the two files of a stamp."""
    return f"stamps/{size:09d}.ckpt", f"stamps/{size:09d}.tsr"


def write_stamps(folder: Path, up_to: int) -> int:
    """Add the stamps of an exported log that its folder lacks; give how many."""
    written = 0
    for size in Stamp.objects.filter(head__lte=up_to).values_list("head", flat=True):
        missing = [path for path in stamp_paths(size) if not (folder / path).exists()]
        for path in missing:
            write_durably(folder / path, stamp_file(path, up_to) or b"")
        written += bool(missing)
    return written
