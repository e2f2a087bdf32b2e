import stat
import zipfile
from pathlib import Path

import pytest

from audit.pack.archive import open_archive, write_archive
from audit.pack.documents import BadPack, Document
from tests.audit.pack.packs import CONTENT, as_zip, make_pack


def test_the_same_files_make_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    for file, documents in ((one, CONTENT), (other, reversed(CONTENT))):
        with file.open("wb") as opened:
            write_archive(opened, documents)
    assert one.read_bytes() == other.read_bytes()


def test_what_explains_the_pack_stands_first(tmp_path: Path) -> None:
    with zipfile.ZipFile(make_pack(tmp_path)) as archive:
        names = archive.namelist()
        infos = archive.infolist()
    assert names[:2] == ["README.txt", "manifest.json"]
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_given_by_its_path_is_read_from_there(tmp_path: Path) -> None:
    tile = tmp_path / "tile"
    tile.write_bytes(b"x" * 3_000_000)
    pack = make_pack(tmp_path, [Document("log/tile", "A tile.", tile)])
    with open_archive(pack) as archive:
        assert archive.read("log/tile", 3_000_000) == tile.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../b",
        "a//b",
        ".hidden",
        "a\\b",
        "C:/x",
        "Ärger",
        "a b",
        "con",
        "aux.txt",
        "log/LPT1.csv",
        "ends.",
        "x" * 201,
    ],
)
def test_refused_when_a_name_is_not_plain(path: str) -> None:
    with pytest.raises(BadPack, match="no name for a file"):
        Document(path, "Something.", b"")


def test_refused_when_two_names_differ_in_case_only(tmp_path: Path) -> None:
    twice = [Document("A.csv", "One.", b""), Document("a.csv", "Another.", b"")]
    with (tmp_path / "pack.zip").open("wb") as opened, pytest.raises(BadPack, match="two files"):
        write_archive(opened, twice)


@pytest.mark.parametrize("kept", [0, 1, 10, 300, -1, -30])
def test_refused_when_an_archive_is_cut_short(kept: int, tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    pack.write_bytes(pack.read_bytes()[:kept])
    with pytest.raises(BadPack, match="not a whole zip"), open_archive(pack):
        pass


def test_refused_when_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="cannot be read"), open_archive(tmp_path / "none.zip"):
        pass


@pytest.mark.parametrize("name", ["../escape", "/root", "folder/"])
def test_refused_when_an_archive_holds_a_name_that_escapes(name: str, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    pack.write_bytes(as_zip({name: b""}))
    with pytest.raises(BadPack, match="no name for a file"), open_archive(pack):
        pass


def test_refused_when_a_file_of_an_archive_is_a_link(tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(BadPack, match="not a plain file"), open_archive(pack):
        pass


def test_refused_when_a_file_is_larger_than_it_can_be(tmp_path: Path) -> None:
    with (
        open_archive(make_pack(tmp_path)) as archive,
        pytest.raises(BadPack, match="larger than any such file"),
    ):
        archive.read("README.txt", 3)


def test_refused_when_a_file_inflates_beyond_what_it_claims(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, [Document("zeros", "Nothing.", bytes(100_000))])
    data = pack.read_bytes()
    claimed, lied = (100_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert claimed in data
    pack.write_bytes(data.replace(claimed, lied))
    with open_archive(pack) as archive, pytest.raises(BadPack, match="zeros"):
        archive.read("zeros", 100)
