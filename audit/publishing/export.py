"""Writing the log to a folder that anyone may copy, serve and check (see `layout`).

A full tile never changes, so it is written once and later runs only add; so are links between heads
and proofs of entries, which hold for good. What is there is compared with the log before anything
is written, for a folder that fails its check would go on failing it. That reads about 20,000
entries a second, as long as checking the folder takes.

Every file is written beside its place and then moved there, the checkpoint last: a reader never
sees half an export.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from audit.formats.checkpoint import Checkpoint
from audit.formats.errors import NotVerified
from audit.formats.note import open_note
from audit.formats.tiles import ENTRIES, TILE_WIDTH, levels, tiles_at
from audit.formats.tlog_proof import TlogProof
from audit.formats.trust import Trust
from audit.publishing.layout import BESIDE, CHECKPOINT, ExportFiles, Log
from audit.verify.exported import ExportedLog
from audit.verify.sources import Folder


def export(
    log: Log,
    folder: Path,
    *,
    trust: Trust | None = None,
    proofs: Iterable[int] = (),
    links: Iterable[tuple[int, int]] = (),
) -> int:
    """Bring a folder up to date with a log; give the size of its newest head.

    `proofs` names the entries whose evidence is laid beside them, `links` pairs of heads to be
    linked besides each with the next. Refused when the folder holds the export of another log, or
    of more entries than this one has, or any file that is not as this log has it: to write there
    would destroy evidence.
    """
    heads = dict(log.heads())
    size = max(heads, default=None)
    if size is None:
        raise NotVerified("No head has been signed yet: there is nothing to export.")
    files = ExportFiles(log, size, heads.get, trust)
    asked = [_link(heads, *link) for link in links]
    proofs = [index for index in proofs if index < size]
    _check_same_log(files, folder, heads)
    _check_unchanged(files, folder)
    evidence = (f"proofs/{index}.{kind}" for index in proofs for kind in ("leaf", "tlog-proof"))
    for path in chain(files.paths(sorted(heads)), asked, evidence):
        if not (folder / path).exists():
            write(files, folder, path)
    for path in _witnessed_since(files, folder):
        write(files, folder, path)
    for path in (*BESIDE, CHECKPOINT):
        write(files, folder, path)
    remove_outgrown(folder, size)
    return size


def archive(folder: Path, file: Path) -> None:
    """Put an export into one zip file: of the same export, always the same bytes."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with ZipFile(beside, "w", ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = ZipInfo(path.relative_to(folder).as_posix())  # dated 1980, whenever it was made
            name.external_attr = 0o644 << 16
            packed.writestr(name, path.read_bytes(), ZIP_DEFLATED)
    beside.replace(file)


def write(files: ExportFiles, folder: Path, path: str, *, synced: bool = False) -> None:
    """Write one file beside its place and move it there; `synced`, it outlasts a loss of power."""
    data = files.read(path)
    if data is None:
        raise NotVerified(f"The log has no {path}.")
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    with beside.open("wb") as opened:
        opened.write(data)
        if synced:
            opened.flush()
            os.fsync(opened.fileno())
    beside.replace(place)


def remove_outgrown(folder: Path, size: int, since: int = 0) -> None:
    """Remove partial tiles whose full tile is there, as tlog-tiles allows."""
    for level in (ENTRIES, *levels(size)):
        for tile in tiles_at(level, size, since // TILE_WIDTH ** max(level, 0)):
            partial = (folder / tile.path).with_name(f"{Path(tile.path).name}.p")
            if tile.width == TILE_WIDTH and partial.is_dir():
                shutil.rmtree(partial)


def is_ours(there: bytes, ours: bytes) -> bool:
    """Tell whether a head lying in a folder is ours, but perhaps for witnesses who signed since."""
    text, _, signatures = there.rpartition(b"\n\n")
    our_text, _, our_signatures = ours.rpartition(b"\n\n")
    lines, our_lines = signatures.splitlines(), our_signatures.splitlines()
    return text == our_text and bool(lines) and set(lines) <= set(our_lines)


def _link(heads: Mapping[int, str], earlier: int, later: int) -> str:
    for size in (earlier, later):
        if size not in heads:
            near = sorted(heads, key=lambda head: abs(head - size))[:3]
            raise NotVerified(
                f"No head of {size:,} entries was signed. The nearest are of "
                f"{', '.join(map(str, sorted(near)))}."
            )
    if earlier > later:
        raise NotVerified(f"A log of {earlier:,} entries does not begin with one of {later:,}.")
    return f"consistency/{earlier}-{later}"


def _check_same_log(files: ExportFiles, folder: Path, heads: Mapping[int, str]) -> None:
    checkpoint = folder / CHECKPOINT
    if not checkpoint.exists():
        return
    try:
        there = Checkpoint.parse(open_note(checkpoint.read_bytes(), files.trust.log))
    except NotVerified as error:
        raise NotVerified(f"{folder} holds the export of another log. {error}") from None
    if there.size > files.size:
        raise NotVerified(
            f"{folder} holds a signed log of {there.size:,} entries, this one has {files.size:,}: "
            "keep that folder, it is evidence."
        )
    if not is_ours(checkpoint.read_bytes(), heads.get(there.size, "").encode()):
        raise _changed(folder, CHECKPOINT)


def _check_unchanged(files: ExportFiles, folder: Path) -> None:
    there = ExportedLog(Folder(folder))
    for path in (*there.history(), *there.tiles(), *there.names("consistency")):
        ours, theirs = files.read(path), (folder / path).read_bytes()
        same = is_ours if path.startswith("history/") else bytes.__eq__
        if ours is None or not same(theirs, ours):
            raise _changed(folder, path)
    for path in there.names("proofs"):
        if not _still_holds(files, folder, path):
            raise _changed(folder, path)


def _still_holds(files: ExportFiles, folder: Path, path: str) -> bool:
    """Tell whether evidence in a folder is our own. A proof holds by the head that it carries."""
    theirs = (folder / path).read_bytes()
    if path.endswith(".leaf"):
        return files.read(path) == theirs
    try:
        proof = TlogProof.parse(theirs)
        leaf = files.read(f"proofs/{proof.index}.leaf")
        proof.verify(leaf or b"", Trust(files.trust.log))
    except NotVerified:
        return False
    return path == f"proofs/{proof.index}.tlog-proof"


def _witnessed_since(files: ExportFiles, folder: Path) -> Iterable[str]:
    """Name the heads in the folder that witnesses have signed since they were written."""
    for path in ExportedLog(Folder(folder)).history():
        if files.read(path) != (folder / path).read_bytes():
            yield path


def _changed(folder: Path, path: str) -> NotVerified:
    return NotVerified(
        f"{path} in {folder} is not as this log has it. Nothing was written: "
        "keep that folder, it may be evidence, and export to an empty one."
    )
