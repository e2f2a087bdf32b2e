"""Where the log lies in files, and a log of somebody else in those files."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.errors import BadTile
from audit.formats.merkle import leaf_hash, tree_root
from audit.formats.proofs import inclusion_proof, verify_inclusion
from audit.formats.signing import VerifierKey
from audit.formats.tiles import (
    ENTRIES,
    TILE_WIDTH,
    Tile,
    bundle,
    entries_in,
    hashes_of,
    levels,
    subtrees_from,
    tiles_at,
)
from audit.verify.checking import verify_export

GOLDEN = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1, 15), "tile/0/001.p/15"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(2, 1234067, 255), "tile/2/x001/x234/067.p/255"),
        (Tile(ENTRIES, 1234067), "tile/entries/x001/x234/067"),
    ],
)
def test_path_is_that_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile


@given(st.integers(ENTRIES, 7), st.integers(0, 2**40), st.integers(1, TILE_WIDTH))
def test_path_is_read_back(level: int, number: int, width: int) -> None:
    tile = Tile(level, number, width)
    assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/007",
        "tile/0/000.p",
        "tile/-1/000",
        "tile/x/000",
        "tile/0/" + 3 * "\N{ARABIC-INDIC DIGIT ZERO}",
        "tile/0/000/",
        "tile/entries/.000.1",
    ],
)
def test_other_path_is_no_tile(path: str) -> None:
    assert Tile.parse(path) is None


@given(st.integers(0, 300_000))
def test_tiles_of_a_log_hold_each_hash_of_each_level_once(size: int) -> None:
    for level in levels(size):
        items = size // TILE_WIDTH**level
        tiles = list(tiles_at(level, size))
        assert sum(tile.width for tile in tiles) == items > 0
        assert [tile.number for tile in tiles] == list(range(len(tiles)))
        assert all(tile.at_size(size) == tile for tile in tiles)
        assert Tile(level, len(tiles)).at_size(size) is None
    assert size // TILE_WIDTH ** len(levels(size)) == 0


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_bundle_is_read_back(entries: list[bytes]) -> None:
    assert list(entries_in(bundle(entries))) == entries


@given(st.lists(st.binary(max_size=9), min_size=1, max_size=5), st.data())
def test_bundle_that_is_cut_off_is_refused_or_shorter(
    entries: list[bytes], data: st.DataObject
) -> None:
    whole = bundle(entries)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    read: list[bytes] = []
    try:
        read.extend(entries_in(cut))
    except BadTile:
        return
    assert read == entries[: len(read)]
    assert bundle(read) == cut


def test_entry_too_long_for_a_bundle_is_refused() -> None:
    assert bundle([b"x" * 65_535])
    with pytest.raises(BadTile):
        bundle([b"x" * 65_536])


def test_tile_that_is_no_row_of_hashes_is_refused() -> None:
    with pytest.raises(BadTile):
        hashes_of(b"x" * 33)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (255, 256), (256, 700), (3, 700), (699, 700)])
def test_proofs_are_made_from_tiles(index: int, size: int) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]

    def items(level: int, start: int, stop: int) -> list[bytes]:
        assert stop - start <= TILE_WIDTH
        assert start // TILE_WIDTH == (stop - 1) // TILE_WIDTH
        span = TILE_WIDTH**level
        assert stop * span <= size
        return [tree_root(leaves[i * span : (i + 1) * span]) for i in range(start, stop)]

    proof = inclusion_proof(index, size, subtrees_from(items))
    verify_inclusion(leaves[index], index, size, proof, tree_root(leaves))


@pytest.mark.conformance
def test_golden_log_of_another_project_verifies(conformance_data: Path, tmp_path: Path) -> None:
    """A log written by Tessera, with every head it ever had."""
    golden = conformance_data / "vectors/tessera-log/testdata/log"
    folder = Path(shutil.copytree(golden, tmp_path / "log"))
    kept = [(path.name, path.read_bytes()) for path in sorted(folder.glob("checkpoint.*"))]
    report = verify_export(folder, VerifierKey.parse(GOLDEN), kept=kept, read_entries=False)
    assert report.is_verified, report.text()
    assert (report.entries, len(report.heads)) == (15, 16)
