"""What the verifier accepts, what it refuses, and which entry it names."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.formats.signing import SigningKey
from audit.formats.tiles import ENTRIES, Tile, bundle, entries_in, history_path, levels, tiles_at
from audit.publishing.export import export
from audit.verify.archive import Archive
from audit.verify.checking import verify_export
from audit.verify.report import Report
from tests.audit.logs import KEY, ORIGIN, InventedLog, exported, leaf, packed_from, rewritten

SIZE = 600
HEADS = (1, 100, 256, 300, 511, 512, 599)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("log"), SIZE, HEADS)


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "export"))


def verify(folder: Path, *kept: Path) -> Report:
    """Check an export as a folder and as an archive, which must come to the same report."""
    notes = [(path.name, path.read_bytes()) for path in kept]
    report = verify_export(folder, KEY.verifier, kept=notes)
    with closing(Archive(packed_from(folder))) as archive:
        packed = verify_export(archive, KEY.verifier, kept=notes)
    assert packed.text() == report.text()
    return report


def stored(folder: Path) -> list[bytes]:
    tiles = tiles_at(ENTRIES, SIZE)
    return [entry for tile in tiles for entry in entries_in((folder / tile.path).read_bytes())]


def changed(entries: list[bytes], at: int) -> None:
    entries[at] = leaf(at, outcome="carried")


def removed(entries: list[bytes], at: int) -> None:
    del entries[at]


def swapped(entries: list[bytes], at: int) -> None:
    entries[at], entries[at + 1] = entries[at + 1], entries[at]


def added(entries: list[bytes], at: int) -> None:
    entries.insert(at, leaf(9999))


TAMPERING = [changed, removed, swapped, added]
PLACES = [0, 1, 99, 255, 256, 300, 511, 512, 597]


def test_export_verifies_as_it_was_written(folder: Path) -> None:
    report = verify(folder)
    assert report.is_verified, report.text()
    assert (report.entries, len(report.heads)) == (SIZE, len(HEADS) + 1)
    assert report.tiles == 3 + 1


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 512])
def test_export_of_any_size_verifies(tmp_path: Path, size: int) -> None:
    report = verify(exported(tmp_path, size))
    assert report.is_verified, report.text()
    assert report.entries == size


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("tamper", TAMPERING)
def test_first_wrong_entry_is_named_exactly_where_tiles_were_left(
    folder: Path, tamper: Callable[[list[bytes], int], None], at: int
) -> None:
    entries = stored(folder)
    tamper(entries, at)
    for tile in tiles_at(ENTRIES, SIZE):
        stop = None if tile.start + tile.width == SIZE else tile.start + tile.width
        (folder / tile.path).write_bytes(bundle(entries[tile.start : stop]))
    report = verify(folder)
    assert report.first_wrong == range(at, at + 1), report.text()
    assert f"The first wrong entry is entry {at}." in report.text()


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("tamper", TAMPERING)
def test_first_wrong_entry_is_placed_between_heads_where_all_tiles_were_rewritten(
    folder: Path, tamper: Callable[[list[bytes], int], None], at: int
) -> None:
    entries = stored(folder)
    tamper(entries, at)
    entries = [*entries, leaf(10_000)][:SIZE]
    rewritten(folder, entries)
    report = verify(folder)
    bounds = (0, *HEADS, SIZE)
    before = max(size for size in bounds if size <= at)
    after = min(size for size in bounds if size > at)
    assert report.first_wrong == range(before, after), report.text()


@pytest.mark.parametrize("at", [5, 255, 256, 511])
def test_first_wrong_entry_is_placed_in_one_tile_where_only_that_tile_was_rewritten(
    tmp_path: Path, at: int
) -> None:
    folder = exported(tmp_path, SIZE)
    entries = stored(folder)
    changed(entries, at)
    tile = Tile(0, at // 256)
    (folder / Tile(ENTRIES, tile.number).path).write_bytes(
        bundle(entries[tile.start : tile.start + 256])
    )
    hashes = InventedLog(entries).hashes(0, tile.start, tile.start + 256)
    (folder / tile.path).write_bytes(b"".join(hashes))
    assert verify(folder).first_wrong == range(tile.start, tile.start + 256)


@pytest.mark.parametrize("at", [0, 255, 256, 599])
def test_entry_removed_with_its_whole_bundle_is_named(folder: Path, at: int) -> None:
    tile = next(t for t in tiles_at(ENTRIES, SIZE) if t.start <= at < t.start + t.width)
    (folder / tile.path).unlink()
    report = verify(folder)
    assert report.first_wrong == range(tile.start, tile.start + 1)
    assert f"{tile.path} is missing." in report.text()


def test_head_in_the_place_of_another_is_refused(folder: Path) -> None:
    shutil.copy(folder / "history/000000512.ckpt", folder / "history/000000511.ckpt")
    text = verify(folder).text()
    assert "history/000000511.ckpt: holds the head of a log of 512 entries." in text


def test_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "history" / ("long" * 60 + ".ckpt")).symlink_to("nowhere")
    assert not verify_export(folder, KEY.verifier).is_verified


def test_log_cut_back_to_an_earlier_head_is_refused(folder: Path) -> None:
    shutil.copy(folder / "history/000000512.ckpt", folder / "checkpoint")
    report = verify(folder)
    assert report.first_wrong == range(512, 513)
    assert "entries have been taken away" in report.text()


def test_log_cut_back_with_its_history_is_refused_by_a_head_kept_elsewhere(
    folder: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "from the minutes.txt"
    shutil.copy(folder / "checkpoint", kept)
    shutil.rmtree(folder)
    exported(folder, 512)
    assert verify(folder).is_verified
    report = verify(folder, kept)
    assert report.first_wrong is not None
    assert report.first_wrong.start == 512


def test_history_rewritten_by_whoever_holds_the_key_is_refused_by_a_head_kept_elsewhere(
    folder: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.ckpt"
    shutil.copy(folder / "history/000000300.ckpt", kept)
    entries = stored(folder)
    changed(entries, 290)
    shutil.rmtree(folder)
    export(InventedLog(entries, HEADS), folder)
    assert verify(folder).is_verified
    report = verify(folder, kept)
    assert "has signed two versions of this log" in report.text()
    assert report.first_wrong == range(300)


def test_entry_added_in_a_file_beside_the_log_is_refused(folder: Path) -> None:
    tile = Tile(ENTRIES, 2, SIZE - 512)
    longer = Tile(ENTRIES, 2, SIZE - 512 + 1)
    data = (folder / tile.path).read_bytes()
    (folder / longer.path).write_bytes(data + bundle([leaf(9999)]))
    assert verify(folder).first_wrong == range(SIZE, SIZE + 1)


def test_partial_tile_of_an_earlier_head_is_accepted_only_if_the_fuller_one_begins_with_it(
    folder: Path,
) -> None:
    for level in (0, ENTRIES):
        data = (folder / Tile(level, 2, SIZE - 512).path).read_bytes()
        earlier = bundle(list(entries_in(data))[:8]) if level == ENTRIES else data[: 8 * 32]
        (folder / Tile(level, 2, 8).path).write_bytes(earlier)
    assert verify(folder).is_verified
    (folder / Tile(ENTRIES, 2, 8).path).write_bytes(bundle([leaf(1)] * 8))
    assert not verify(folder).is_verified


def test_entry_out_of_due_form_is_named_even_if_it_was_signed(tmp_path: Path) -> None:
    entries = [leaf(index) for index in range(10)]
    entries[4] = entries[4].replace(b'"v":1', b'"v":1.0')
    export(InventedLog(entries), tmp_path)
    assert verify(tmp_path).first_wrong == range(4, 5)


def test_every_byte_of_an_export_matters(tmp_path: Path) -> None:
    folder = exported(tmp_path, 3, [1])
    paths = [
        p for p in folder.rglob("*") if p.is_file() and p.suffix not in {".json", ".txt", ".vkey"}
    ]
    for path in paths:
        data = path.read_bytes()
        for at in range(0, len(data), 7):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert not verify(folder).is_verified, (path, at)
        for cut in (b"", data[:-1], data + b"\n"):
            path.write_bytes(cut)
            assert not verify(folder).is_verified, (path, cut)
        path.write_bytes(data)
    assert verify(folder).is_verified


EVIDENCE = sorted(
    ["checkpoint", *(history_path(size) for size in (*HEADS, SIZE))]
    + [tile.path for level in (ENTRIES, *levels(SIZE)) for tile in tiles_at(level, SIZE)]
)


@settings(max_examples=40)
@given(st.data())
def test_no_change_of_any_file_is_ever_accepted(original: Path, data: st.DataObject) -> None:
    path = original / data.draw(st.sampled_from(EVIDENCE))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    change = data.draw(
        st.sampled_from(
            [
                before[:at]
                + bytes([before[at] ^ data.draw(st.integers(1, 255))])
                + before[at + 1 :],
                before[:at] + before[at + 1 :],
                before[:at],
                before[:at] + data.draw(st.binary(min_size=1, max_size=40)) + before[at:],
                (original / data.draw(st.sampled_from(EVIDENCE))).read_bytes(),
            ]
        )
    )
    try:
        path.write_bytes(change)
        assert verify(original).is_verified == (change == before)
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("checkpoint", "checkpoint is missing."),
        ("tile/0/000", "tile/0/000 is missing."),
        ("tile/1/000.p/2", "tile/1/000.p/2 is missing."),
        ("tile/entries/001", "tile/entries/001 is missing."),
    ],
)
def test_missing_file_is_named(folder: Path, path: str, said: str) -> None:
    (folder / path).unlink()
    assert said in verify(folder).text()


def test_file_that_is_too_large_is_not_read(folder: Path) -> None:
    for path in ("tile/entries/000", "tile/0/000", "checkpoint"):
        with (folder / path).open("wb") as file:
            file.truncate(2**31)
    text = verify_export(folder, KEY.verifier).text()
    assert text.count("is larger than any such file can be") == 3


def test_head_of_an_absurd_size_ends_at_the_first_missing_bundle(tmp_path: Path) -> None:
    folder = exported(tmp_path, 5)
    log = InventedLog([leaf(index) for index in range(5)])
    from audit.formats.checkpoint import Checkpoint  # noqa: PLC0415 - only this head is a lie

    note = Checkpoint(ORIGIN, 2**62, log.hashes(0, 0, 1)[0]).sign(KEY)
    (folder / "checkpoint").write_text(note)
    assert "is missing" in verify(folder).text()


def test_head_of_another_log_or_key_is_refused(folder: Path) -> None:
    stranger = SigningKey.generate(ORIGIN).verifier
    report = verify_export(folder, stranger)
    assert report.head is None
    assert not report.is_verified
