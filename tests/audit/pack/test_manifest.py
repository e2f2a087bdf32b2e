import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.pack.documents import BadPack
from audit.pack.manifest import Manifest
from tests.audit.pack.packs import CONTENT, manifest_of

WHOLE: dict[str, Any] = json.loads(manifest_of(CONTENT).to_bytes())


def written(said: object) -> bytes:
    return (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()


def test_a_manifest_is_read_as_it_was_written() -> None:
    manifest = manifest_of(CONTENT)
    assert Manifest.parse(manifest.to_bytes()) == manifest
    assert [file.path for file in manifest.files] == [
        "README.txt",
        "ballots/01-motion-6/count.json",
        "incidents.csv",
    ]


@given(st.data())
def test_any_changed_byte_is_refused_or_seen(data: st.DataObject) -> None:
    manifest = manifest_of(CONTENT)
    good = manifest.to_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    changed = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    if changed == good:
        return
    try:
        read = Manifest.parse(changed)
    except BadPack:
        return
    assert read != manifest
    assert read.sha256 != manifest.sha256


FILE = WHOLE["files"][0]


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        WHOLE | {"format": "tellers-scrutiny-pack-2"},
        WHOLE | {"more": 1},
        {key: value for key, value in WHOLE.items() if key != "log"},
        WHOLE | {"subject": 7},
        WHOLE | {"log": {"origin": "x", "root": "x"}},
        WHOLE | {"log": WHOLE["log"] | {"root": "AAAA"}},
        WHOLE | {"log": WHOLE["log"] | {"root": "!"}},
        WHOLE | {"log": WHOLE["log"] | {"size": True}},
        WHOLE | {"files": {}},
        WHOLE | {"files": [7]},
        WHOLE | {"files": [FILE | {"size": -1}]},
        WHOLE | {"files": [FILE | {"size": 1.5}]},
        WHOLE | {"files": [FILE | {"sha256": "A" * 64}]},
        WHOLE | {"files": [FILE | {"path": "../README.txt"}]},
        WHOLE | {"files": [FILE | {"path": "manifest.json"}]},
        WHOLE | {"files": [FILE, FILE]},
        WHOLE | {"files": WHOLE["files"][::-1]},
    ],
)
def test_refused_when_a_manifest_is_not_one(said: object) -> None:
    with pytest.raises(BadPack):
        Manifest.parse(written(said))


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"[" * 100_000, manifest_of(CONTENT).to_bytes() + b"\n"]
)
def test_refused_when_a_manifest_is_not_in_due_form(data: bytes) -> None:
    with pytest.raises(BadPack):
        Manifest.parse(data)
