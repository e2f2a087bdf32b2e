"""An export in an archive: read in place, and refused when it was made to deceive."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from audit.verify.archive import Archive
from audit.verify.command import NOT_VERIFIED, VERIFIED, main
from audit.verify.sources import Unreadable
from tests.audit.logs import KEY, exported, packed_from

VKEY = str(KEY.verifier)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("log"), 300, [7])


@pytest.fixture
def packed(folder: Path, tmp_path: Path) -> Path:
    file = tmp_path / "log.zip"
    file.write_bytes(packed_from(folder).read_bytes())
    return file


def repacked(packed: Path, change: Callable[[str], str]) -> Path:
    """Pack the same files under other names."""
    with ZipFile(packed) as old, ZipFile(packed.with_name("new.zip"), "w") as new:
        for info in old.infolist():
            new.writestr(change(info.filename), old.read(info))
    return packed.with_name("new.zip")


def test_archive_verifies(packed: Path) -> None:
    assert main([str(packed), "--key", VKEY]) == VERIFIED


@pytest.mark.parametrize("top", ["export/", "home/sian/export/"])
def test_archive_of_the_folder_itself_verifies(packed: Path, top: str) -> None:
    assert main([str(repacked(packed, lambda name: top + name)), "--key", VKEY]) == VERIFIED


def test_file_beside_the_export_is_not_part_of_it(packed: Path) -> None:
    inside = repacked(packed, lambda name: f"export/{name}")
    with ZipFile(inside, "a") as archive:
        archive.writestr("__MACOSX/export/tile/000", b"left by a desktop")
    assert main([str(inside), "--key", VKEY]) == VERIFIED


def test_archive_of_two_exports_is_not_guessed_at(
    packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = repacked(packed, lambda name: f"ours/{name}")
    with ZipFile(two, "a") as archive:
        archive.writestr("theirs/checkpoint", b"")
    assert main([str(two), "--key", VKEY]) == NOT_VERIFIED
    assert "holds more than one export: ours/, theirs/" in capsys.readouterr().out


def add(name: str, data: bytes = b"", how: int = ZIP_STORED) -> Callable[[Path], None]:
    def added(file: Path) -> None:
        with ZipFile(file, "a") as archive:
            archive.writestr(ZipInfo(name), data, how)

    return added


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def cut_in_half(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def no_archive(file: Path) -> None:
    file.write_bytes(b"checkpoint")


def damaged(file: Path) -> None:
    """Inside the first bundle, whose bytes are stored as they are."""
    data = file.read_bytes()
    at = data.index(b"motion.moved")
    file.write_bytes(data[:at] + b"motion.filed" + data[at + 12 :])


def encrypted(file: Path) -> None:
    data = bytearray(file.read_bytes())
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    file.write_bytes(data)


def said_to_be_long(file: Path) -> None:
    """A list of contents that is said to be two gigabytes, in a file as long."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 2**31 - 100, 0, 0)
    with file.open("r+b") as opened:
        opened.truncate(2**31 - 100)
        opened.seek(0, io.SEEK_END)
        opened.write(end)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut, "is not a whole zip archive"),
        (cut_in_half, "is not a whole zip archive"),
        (emptied, "is not a whole zip archive"),
        (no_archive, "is not a whole zip archive"),
        (said_to_be_long, "list of contents is longer than 16,000,000 bytes"),
        (damaged, "the archive is damaged there"),
        (encrypted, "is encrypted"),
        (add("checkpoint", b"another"), "holds 2 files of the name checkpoint"),
        pytest.param(
            add("CheckPoint", b"another"), "holds 2 files of the name checkpoint", id="letters"
        ),
        (add("tile/../../../etc/passwd"), "leads out of it: tile/../../../etc/passwd"),
        (add("../checkpoint"), "leads out of it: ../checkpoint"),
        (add("/etc/passwd"), "leads out of it: /etc/passwd"),
        (add("C:/boot.ini"), "leads out of it: C:/boot.ini"),
        (add("tile\\..\\..\\boot.ini"), "leads out of it"),
        (add("notes.txt", b"x" * 99, ZIP_BZIP2), "packed in an uncommon way"),
        (
            add("history/000000009.ckpt", bytes(10**7), ZIP_DEFLATED),
            "larger than any such file can be",
        ),
        (add("tile/\x1b[2J"), "tile/\\x1b[2J: is not part"),
    ],
)
def test_archive_that_deceives_is_refused_plainly(
    packed: Path, spoil: Callable[[Path], None], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(packed)
    assert main([str(packed), "--key", VKEY]) == NOT_VERIFIED
    assert said in capsys.readouterr().out


def test_file_that_unpacks_to_more_than_it_says_is_not_unpacked(tmp_path: Path) -> None:
    """Thirty megabytes of nothing that claim to be a head of 100 bytes."""
    file, claimed = tmp_path / "bomb.zip", 100
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(30)) + packer.flush()
    with ZipFile(file, "w") as archive:
        archive.writestr("checkpoint", data)
    raw = file.read_bytes()
    for start, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.index(start) + size_at
        method = at - size_at + (8 if start == b"PK\x03\x04" else 10)
        raw = raw[:method] + struct.pack("<H", ZIP_DEFLATED) + raw[method + 2 :]
        raw = raw[:at] + struct.pack("<L", claimed) + raw[at + 4 :]
    file.write_bytes(raw)
    archive_read = Archive(file)
    with pytest.raises(Unreadable, match="damaged"):
        archive_read.read("checkpoint", 1_000_000)
    archive_read.close()


def test_archive_that_may_not_be_opened_is_refused_plainly(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        Archive(tmp_path / "nowhere.zip")
