"""Heads that come by hand: a file with a head and its proof, a bare head, or a whole export."""

from pathlib import Path

from audit.formats.add_checkpoint import MAX_BODY_BYTES, AddCheckpoint
from audit.formats.checkpoint import Checkpoint
from audit.formats.merkle import HASH_BYTES
from audit.formats.note import read_note
from audit.formats.proofs import consistency_proof
from audit.formats.tiles import TILE_WIDTH, Tile, hashes_of, subtrees_from
from audit.witness.keeping import Folder
from audit.witness.refusals import Malformed

_ASKS = b"old "


def question(place: Path, folder: Folder) -> bytes:
    """Give the add-checkpoint question that a file or an export asks of this witness.

    From an export the proof is made out of its tiles, whatever head this witness signed last. A
    bare head has no proof, so it serves for the first time and for a head that is known already.
    """
    path = place / "checkpoint" if place.is_dir() else place
    with path.open("rb") as opened:
        data = opened.read(MAX_BODY_BYTES + 1)
    if data.startswith(_ASKS):
        return data
    head = Checkpoint.parse(read_note(data)[0])
    seen = folder.recall(head.origin) if folder.keys_of(head.origin) else None
    old = seen.head.size if seen else 0
    proof = _proof(place, old, head) if place.is_dir() else ()
    if seen and not place.is_dir() and old < head.size:
        raise Malformed(
            f"This is a head of {head.size:,} entries without a proof, and this witness signed one "
            f"of {old:,} before. Ask the office for consistency/{old}-{head.size}, or for an "
            "export of the log."
        )
    return AddCheckpoint(old, proof, data).to_bytes()


def _proof(export: Path, old: int, head: Checkpoint) -> tuple[bytes, ...]:
    if not 0 < old < head.size:
        return ()

    def hashes(level: int, start: int, stop: int) -> list[bytes]:
        tile = Tile(level, start // TILE_WIDTH).at_size(head.size)
        if tile is None:
            raise Malformed(f"{export} lacks a part of the log.")
        with (export / tile.path).open("rb") as opened:
            row = hashes_of(opened.read(TILE_WIDTH * HASH_BYTES))
        return row[start - tile.start : stop - tile.start]

    return tuple(consistency_proof(old, head.size, subtrees_from(hashes)))
