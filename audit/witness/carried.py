"""Heads that the witness goes and gets: in a file, or out of a whole export, here or on the web."""

from contextlib import closing
from pathlib import Path
from zipfile import is_zipfile

from audit.formats.add_checkpoint import MAX_BODY_BYTES, AddCheckpoint
from audit.formats.checkpoint import Checkpoint
from audit.formats.merkle import HASH_BYTES
from audit.formats.note import MAX_NOTE_BYTES, read_note
from audit.formats.proofs import consistency_proof
from audit.formats.tiles import TILE_WIDTH, Tile, hashes_of, subtrees_from
from audit.verify import sources
from audit.verify.archive import Archive
from audit.verify.sources import Source
from audit.verify.website import Website
from audit.witness.keeping import Folder
from audit.witness.refusals import Malformed
from audit.witness.site import newest_question

CHECKPOINT = "checkpoint"

_ASKS = b"old "


def is_website(place: str) -> bool:
    """Tell whether a place is an address and not a file."""
    return place.startswith(("https://", "http://"))


def question(place: str, folder: Folder) -> bytes:
    """Give the add-checkpoint question that a file or an export asks of this witness.

    From an export (a folder, an archive or an address) the proof is made out of its tiles, whatever
    head this witness signed last. A bare head has no proof, so it serves for the first time and for
    a head that is known already.
    """
    export = _export(place)
    if export is None:
        return _carried(Path(place), folder)
    with closing(export):
        note = export.read(CHECKPOINT, MAX_NOTE_BYTES)
        head = Checkpoint.parse(read_note(note)[0])
        old = _last_signed(head.origin, folder)
        if is_website(place) and (asked := newest_question(export, old)):
            return asked
        proof = _proof(export, old, head) if 0 < old < head.size else ()
        return AddCheckpoint(old, proof, note).to_bytes()


def _carried(file: Path, folder: Folder) -> bytes:
    with file.open("rb") as opened:
        data = opened.read(MAX_BODY_BYTES + 1)
    if data.startswith(_ASKS):
        return data
    head = Checkpoint.parse(read_note(data)[0])
    old = _last_signed(head.origin, folder)
    if 0 < old < head.size:
        raise Malformed(
            f"This is a head of {head.size:,} entries without a proof, and this witness signed one "
            f"of {old:,} before. Ask the office for consistency/{old}-{head.size}, or for an "
            "export of the log."
        )
    return AddCheckpoint(old, (), data).to_bytes()


def _export(place: str) -> Source | None:
    if is_website(place):
        return Website(place)
    path = Path(place)
    if path.is_dir():
        return sources.Folder(path)
    return Archive(path) if path.is_file() and is_zipfile(path) else None


def _last_signed(origin: str, folder: Folder) -> int:
    seen = folder.recall(origin) if folder.keys_of(origin) else None
    return seen.head.size if seen else 0


def _proof(export: Source, old: int, head: Checkpoint) -> tuple[bytes, ...]:
    def hashes(level: int, start: int, stop: int) -> list[bytes]:
        tile = Tile(level, start // TILE_WIDTH).at_size(head.size)
        if tile is None:
            raise Malformed("The export lacks a part of the log.")
        row = hashes_of(export.read(tile.path, TILE_WIDTH * HASH_BYTES))
        return row[start - tile.start : stop - tile.start]

    return tuple(consistency_proof(old, head.size, subtrees_from(hashes)))
