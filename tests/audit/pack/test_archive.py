import stat
import struct
import zipfile
from pathlib import Path
from zlib import crc32

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


def local(name: bytes, content: bytes) -> bytes:
    """Write a file as it stands in an archive, in no list of contents."""
    head = struct.pack(
        "<IHHHHHIIIHH",
        0x04034B50,
        20,
        0,
        0,
        0,
        33,
        crc32(content),
        *[len(content)] * 2,
        len(name),
        0,
    )
    return head + name + content


def listed(files: dict[bytes, tuple[int, bytes]], at: int, comment: bytes = b"") -> bytes:
    """Write a list of contents for a place: where each file begins, and what it is."""
    entries = [
        struct.pack(
            "<IHHHHHHIIIHHHHHII",
            0x02014B50,
            20,
            20,
            0,
            0,
            0,
            33,
            crc32(content),
            *[len(content)] * 2,
            len(name),
            0,
            0,
            0,
            0,
            0,
            begins,
        )
        + name
        for name, (begins, content) in files.items()
    ]
    contents = b"".join(entries)
    end = struct.pack(
        "<IHHHHIIH", 0x06054B50, 0, 0, len(entries), len(entries), len(contents), at, len(comment)
    )
    return contents + end + comment


def an_archive(
    before: bytes = b"", between: bytes = b"", after: bytes = b"", comment: bytes = b""
) -> bytes:
    one, other = local(b"a.csv", b"true"), local(b"b.csv", b"true too")
    files = {b"a.csv": (len(before), b"true"), b"b.csv": (len(before + one + between), b"true too")}
    body = before + one + between + other + after
    return body + listed(files, len(body), comment)


def test_an_archive_that_was_written_by_hand_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    file.write_bytes(an_archive())
    with open_archive(file) as archive:
        assert archive.read("a.csv", 10) == b"true"


@pytest.mark.parametrize("place", ["before", "between", "after", "comment"])
def test_refused_when_something_lies_in_an_archive_that_its_list_does_not_name(
    place: str, tmp_path: Path
) -> None:
    """A program that unpacks from the front would make another file of that name."""
    file = tmp_path / "pack.zip"
    file.write_bytes(an_archive(**{place: local(b"a.csv", b"false")}))
    with zipfile.ZipFile(file) as archive:
        assert archive.read("a.csv") == b"true"
    with pytest.raises(BadPack, match="does not list"), open_archive(file):
        pass


def test_refused_when_a_file_lies_within_another(tmp_path: Path) -> None:
    """Else a small archive could hold more than any disk, and checking it would never end."""
    inner = local(b"b.csv", b"x" * 1_000)
    outer = local(b"a.csv", inner)
    file = tmp_path / "pack.zip"
    begins = len(outer) - len(inner)
    files = {b"a.csv": (0, inner), b"b.csv": (begins, b"x" * 1_000)}
    file.write_bytes(outer + listed(files, len(outer)))
    with pytest.raises(BadPack, match="does not list"), open_archive(file):
        pass
