"""Files that pretend to be part of the log, but are not covered by its newest head."""

from audit.formats.errors import NotVerified
from audit.formats.tiles import ENTRIES, Tile
from audit.verify.exported import ExportedLog
from audit.verify.findings import Findings


def find_strays(log: ExportedLog, size: int, findings: Findings) -> None:
    """Look at every file below `tile`."""
    for path in log.tiles():
        tile = Tile.parse(path)
        try:
            if tile and _is_covered(log, tile, size):
                continue
        except NotVerified as error:
            findings.add(f"{path}: left over from an earlier head. {error}")
            continue
        added = range(size, size + 1) if tile and tile.level == ENTRIES else None
        findings.add(f"{path}: is not part of the signed log of {size:,} entries.", added)


def _is_covered(log: ExportedLog, tile: Tile, size: int) -> bool:
    """Tell whether a file is part of the log; an older partial tile must begin the fuller one."""
    current = tile.at_size(size)
    if current is None or tile.width > current.width:
        return False
    if tile.width == current.width:
        return True
    if tile.level == ENTRIES:
        return list(log.entries(current))[: tile.width] == list(log.entries(tile))
    return log.tile(current).startswith(log.tile(tile))
