"""Checking an exported log against its own signed heads, and against heads kept elsewhere.

Every stored entry is hashed again and the tree is built from those hashes alone. The tree must then
agree with every tile, and with every signed head at the size that head names; each entry must be in
canonical form. Comparing roots with roots would prove nothing about the entries: whoever edits an
entry and all the tiles above it is caught by the signatures.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from audit.formats.canonical import parse
from audit.formats.checkpoint import Checkpoint, open_checkpoint
from audit.formats.errors import NotCanonical, NotVerified
from audit.formats.signing import VerifierKey
from audit.formats.tiles import ENTRIES, TILE_WIDTH, Tile, history_path, levels, tiles_at
from audit.verify.exported import ExportedLog
from audit.verify.rebuilt import LeafCheck, Rebuilt
from audit.verify.report import Finding, Report

TWO_VERSIONS = (
    "{path}: was signed, and so was a log that does not begin with it. Whoever holds the key has "
    "signed two versions of this log. Keep this head: it is the proof."
)

LEAF_KEYS = frozenset({"at", "by", "id", "of", "t", "v"})


def check_leaf(data: bytes) -> None:
    """Check that an entry is a canonical JSON object that says when, who, what and of what."""
    leaf = parse(data)
    if not isinstance(leaf, dict) or not leaf.keys() >= LEAF_KEYS:
        raise NotCanonical(f"An entry must be an object with {', '.join(sorted(LEAF_KEYS))}.")


def verify_export(
    folder: Path,
    key: VerifierKey,
    *,
    kept: Sequence[Path] = (),
    leaf_check: LeafCheck = check_leaf,
) -> Report:
    """Check a whole export against its own signed heads, and against heads kept elsewhere."""
    log, report = ExportedLog(folder), Report()
    heads = _signed_heads(log, key, kept, report)
    if not heads:
        return report
    newest = report.head = max(heads.values(), key=lambda head: head.size)
    sizes = {head.size for head in heads.values()}
    report.heads = len(sizes)
    rebuilt = Rebuilt(log, newest.size, sizes, leaf_check)
    rebuilt.build()
    report.entries, report.tiles = rebuilt.edge.size, rebuilt.tiles
    report.findings += _wrong_entries(log, heads, rebuilt)
    report.findings += rebuilt.findings
    report.findings += _strays(log, newest.size)
    return report


def _signed_heads(
    log: ExportedLog, key: VerifierKey, kept: Sequence[Path], report: Report
) -> dict[str, Checkpoint]:
    """Read every head we were given. One that the key did not sign is a finding, not a head."""
    heads: dict[str, Checkpoint] = {}
    inside = ["checkpoint", *log.history()]
    for path in [*inside, *(str(one.absolute()) for one in kept)]:
        try:
            head = open_checkpoint(log.note(path), key)
        except NotVerified as error:
            report.findings.append(Finding(f"{path}: {error}"))
            continue
        if path in inside[1:] and path != history_path(head.size):
            report.findings.append(
                Finding(f"{path}: holds the head of a log of {head.size:,} entries.")
            )
        heads[path] = head
    newest = max((head.size for head in heads.values()), default=0)
    if (latest := heads.get("checkpoint")) and latest.size < newest:
        gone = range(latest.size, latest.size + 1)
        report.findings.append(
            Finding(
                f"checkpoint: covers {latest.size:,} entries, but a head of {newest:,} was signed: "
                "entries have been taken away.",
                gone,
            )
        )
    return heads


def _wrong_entries(
    log: ExportedLog, heads: Mapping[str, Checkpoint], rebuilt: Rebuilt
) -> list[Finding]:
    """Name the first entry that the signed heads contradict."""
    ordered = sorted(heads.items(), key=lambda item: item[1].size)
    confirmed = [head.size for head in heads.values() if rebuilt.roots.get(head.size) == head.root]
    for path, head in ordered:
        if rebuilt.roots.get(head.size) == head.root:
            continue
        if head.size <= max(confirmed, default=0):
            return [Finding(TWO_VERSIONS.format(path=path), range(head.size))]
        vouched = max(confirmed, default=0)
        first = _narrowed(log, ordered[-1][1], range(vouched, head.size))
        which = f"Entry {first.start}" if len(first) == 1 else f"One of {first.start}-{first[-1]}"
        before = f" Signed heads vouch for the {vouched:,} entries before." if vouched else ""
        message = f"{which} is not what was signed: the log does not lead to the head in {path}."
        return [Finding(message + before, first)]
    return []


def _narrowed(log: ExportedLog, newest: Checkpoint, within: range) -> range:
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
            for place, stored in enumerate(log.hashes(tile)):
                if rehashed.get(place) != stored:
                    start = (tile.start + place) * span
                    return range(max(within.start, start), min(within.stop, start + span))
    return within


def _strays(log: ExportedLog, size: int) -> list[Finding]:
    """Find files that pretend to be part of the log but are not covered by its newest head."""
    findings = []
    for path in log.tiles():
        tile = Tile.parse(path)
        try:
            if tile and _is_covered(log, tile, size):
                continue
        except NotVerified as error:
            findings.append(Finding(f"{path}: left over from an earlier head. {error}"))
            continue
        added = range(size, size + 1) if tile and tile.level == ENTRIES else None
        findings.append(
            Finding(f"{path}: is not part of the signed log of {size:,} entries.", added)
        )
    return findings


def _is_covered(log: ExportedLog, tile: Tile, size: int) -> bool:
    """Tell whether a file is part of the log; an older partial tile must begin the fuller one."""
    current = tile.at_size(size)
    if current is None or tile.width > current.width:
        return False
    if tile.width == current.width:
        return True
    if tile.level == ENTRIES:
        return list(log.entries(current))[: tile.width] == list(log.entries(tile))
    return log.hashes(current)[: tile.width] == log.hashes(tile)
