"""Where the stored entries depart from what was signed, as closely as it can be known."""

from collections.abc import Sequence

from audit.formats.errors import NotVerified
from audit.formats.tiles import TILE_WIDTH, levels, tiles_at
from audit.verify.exported import ExportedLog
from audit.verify.findings import Findings
from audit.verify.heads import Head
from audit.verify.rebuilt import Rebuilt
from audit.verify.wording import place

TWO_VERSIONS = (
    "{path}: was signed, and so was a log that does not begin with it. Whoever holds the key has "
    "signed two versions of this log. Keep this head: it is the proof."
)
CUT_OFF = (
    "Nothing is known of the log from entry {entries} on: it did not come over the network. "
    "Try again."
)


def find_departure(
    log: ExportedLog, heads: Sequence[Head], rebuilt: Rebuilt, findings: Findings
) -> None:
    """Name the first entry that the signed heads, given in order, contradict."""
    agree = [head for head in heads if rebuilt.roots.get(head.size) == head.root]
    vouched = agree[-1].size if agree else 0
    for head in heads:
        if rebuilt.roots.get(head.size) == head.root:
            continue
        if head.size <= vouched:
            findings.add(TWO_VERSIONS.format(path=head.path), range(head.size))
            return
        if rebuilt.is_cut_off and head.size > rebuilt.edge.size:
            findings.add(CUT_OFF.format(entries=rebuilt.edge.size))
            return
        first = _narrowed(log, heads[-1], range(vouched, head.size))
        said = place(first)
        message = (
            f"{said[0].upper()}{said[1:]} is not what was signed: the log does not lead to the "
            f"head in {head.path}."
        )
        if vouched:
            message += f" Signed heads vouch for the {vouched:,} entries before."
        findings.add(message, first)
        return


def _narrowed(log: ExportedLog, newest: Head, within: range) -> range:
    """Narrow the first wrong entry down, by the lowest tiles for which the signature vouches.

    Tiles that lead to the signed root are as they were signed, so an entry that differs from them
    is wrong itself. Where the tiles were rewritten too, only the heads before and after remain.
    """
    for level in levels(newest.size):
        try:
            if log.stored_root(newest.size, level) != newest.root:
                continue
        except NotVerified:
            continue
        span = TILE_WIDTH**level
        for tile in tiles_at(level, newest.size, within.start // span):
            rehashed = dict(enumerate(log.rehashed(tile)))
            for item, stored in enumerate(log.hashes(tile)):
                if rehashed.get(item) != stored:
                    start = (tile.start + item) * span
                    return range(max(within.start, start), min(within.stop, start + span))
    return within
