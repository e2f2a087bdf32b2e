from pathlib import Path

import pytest

from audit.formats.signing import SigningKey
from audit.pack.checking import check_pack
from audit.pack.manifest import MADE
from tests.audit.pack.packs import (
    CONTENT,
    KEY,
    ORIGIN,
    TRUST,
    as_zip,
    files_of,
    make_pack,
    manifest_of,
    seal_of,
)


def test_a_whole_pack_is_whole(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    pack = make_pack(tmp_path)
    assert check_pack(pack, TRUST, lambda done, of: told.append((done, of))) == []
    assert told == [(1, 3), (2, 3), (3, 3)]


def changed(pack: Path, **files: bytes | None) -> Path:
    """Change, add or take away files, and write the archive anew, as a forger would."""
    content: dict[str, bytes | None] = {**files_of(pack), **files}
    pack.write_bytes(as_zip({name: data for name, data in content.items() if data is not None}))
    return pack


@pytest.mark.parametrize(
    ("files", "finding"),
    [
        ({"incidents.csv": b"incident,what\r\n1,NONE\r\n"}, "incidents.csv is not as it was"),
        ({"incidents.csv": b"incident,what\r\n"}, "incidents.csv is 15 bytes; the manifest says"),
        ({"incidents.csv": None}, "incidents.csv is missing"),
        ({"secret.txt": b"x"}, "secret.txt is in the pack, but the manifest does not list it"),
        ({"manifest.json": None}, "manifest.json is missing"),
        ({"manifest.json": b"{}"}, "not of the format"),
        ({"manifest.leaf": None}, "seal does not hold. manifest.leaf is missing"),
        ({"manifest.tlog-proof": b"x"}, "seal does not hold"),
    ],
)
def test_a_changed_pack_is_found_out(
    files: dict[str, bytes | None], finding: str, tmp_path: Path
) -> None:
    found = check_pack(changed(make_pack(tmp_path), **files), TRUST)
    assert len(found) == 1
    assert finding in found[0]


def test_a_forger_who_writes_a_new_manifest_lacks_the_seal(tmp_path: Path) -> None:
    forged = [*CONTENT[:2]]
    pack = changed(
        make_pack(tmp_path),
        **{"manifest.json": manifest_of(forged).to_bytes(), CONTENT[2].path: None},
    )
    assert check_pack(pack) == []  # whole in itself, which proves nothing
    (found,) = check_pack(pack, TRUST)
    assert "about another manifest" in found


@pytest.mark.parametrize(
    ("kind", "key"), [("scrutiny_pack.asked_for", KEY), (MADE, SigningKey.generate(ORIGIN))]
)
def test_a_seal_of_another_kind_or_key_does_not_hold(
    kind: str, key: SigningKey, tmp_path: Path
) -> None:
    manifest = manifest_of(CONTENT)
    leaf, proof = seal_of(manifest.sha256, kind=kind, key=key)
    pack = changed(make_pack(tmp_path), **{"manifest.leaf": leaf, "manifest.tlog-proof": proof})
    (found,) = check_pack(pack, TRUST)
    assert "seal does not hold" in found


def test_every_changed_byte_of_a_pack_is_found_or_changes_nothing(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    good, content = pack.read_bytes(), files_of(pack)
    for at in range(len(good)):
        pack.write_bytes(good[:at] + bytes([good[at] ^ 0x21]) + good[at + 1 :])
        if check_pack(pack, TRUST) == []:
            assert files_of(pack) == content, f"byte {at}"
