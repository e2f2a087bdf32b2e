"""An export on a web server, which may be slow, wrong or hostile."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from audit.formats.tiles import ENTRIES, bundle, entries_in, tiles_at
from audit.verify.checking import UNLISTED
from audit.verify.command import NOT_UNDERSTOOD, NOT_VERIFIED, VERIFIED, main
from audit.verify.sources import Unreadable
from audit.verify.website import MAX_REDIRECTS, Website
from tests.audit.logs import KEY, exported
from tests.audit.verify.test_receipts import WRITTEN, receipt

VKEY = str(KEY.verifier)
SIZE = 600


class Files(SimpleHTTPRequestHandler):
    """Serves a folder as any static server does, and keeps the connection open."""

    protocol_version = "HTTP/1.1"
    timeout = 5

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Awkward(Files):
    """Answers some paths as a server should not."""

    def do_GET(self) -> None:
        match self.path.rpartition("/")[2]:
            case "elsewhere":
                self.answer(302, Location="http://127.0.0.2:1/checkpoint")
            case "to-a-file":
                self.answer(302, Location="file:///etc/passwd")
            case "round":
                self.answer(302, Location="/round")
            case "moved":
                self.answer(301, Location=f"http://{self.headers['Host']}/checkpoint")
            case "packed":
                self.answer(200, b"x", Content_Encoding="gzip")
            case "broken":
                self.answer(503, b"x")
            case "long":
                self.answer(200, bytes(2_000))
            case "closing":
                self.answer(200, b"x", Connection="close")
                self.close_connection = True
            case "garbage":
                self.wfile.write(b"\xff\n\n")
                self.close_connection = True
            case _:
                super().do_GET()

    def answer(self, status: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def served(folder: Path, handler: type[Files] = Files) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return exported(tmp_path / "log", SIZE, [100, 300])


def test_export_on_a_server_verifies_and_says_what_could_not_be_looked_at(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(folder.parent) as address:
        assert main([f"{address}log", "--key", VKEY]) == VERIFIED
        assert main([f"{address}log/", "--key", VKEY]) == VERIFIED
    out = capsys.readouterr().out
    assert f"Checked    {SIZE} entries, 4 tiles, 1 signed head\n" in out
    assert f"Unchecked  {UNLISTED}" in out


@pytest.mark.parametrize("at", [0, 255, 256, 599])
def test_wrong_entry_on_a_server_is_named(
    folder: Path, at: int, capsys: pytest.CaptureFixture[str]
) -> None:
    tile = next(t for t in tiles_at(ENTRIES, SIZE) if t.start <= at < t.start + t.width)
    entries = list(entries_in((folder / tile.path).read_bytes()))
    entries[at - tile.start] = entries[at - tile.start].replace(b"moved", b"filed")
    (folder / tile.path).write_bytes(bundle(entries))
    with served(folder) as address:
        assert main([address, "--key", VKEY]) == NOT_VERIFIED
    assert f"The first wrong entry is entry {at}." in capsys.readouterr().out


def test_head_kept_elsewhere_is_held_against_the_server(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    shutil.copy(folder / "checkpoint", kept)
    shutil.copy(folder / "history/000000300.ckpt", folder / "checkpoint")
    with served(folder) as address:
        assert main([address, "--key", VKEY, "--head", str(kept)]) == NOT_VERIFIED


def test_missing_file_on_a_server_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tile/0/001").unlink()
    with served(folder) as address:
        assert main([address, "--key", VKEY]) == NOT_VERIFIED
    assert "tile/0/001 is missing." in capsys.readouterr().out


class Failing(Files):
    """Stops halfway, as a server does that is started again, or a line that breaks."""

    def do_GET(self) -> None:
        if "tile/entries/001" in self.path:
            self.send_error(503)
        else:
            super().do_GET()


def test_log_that_did_not_come_whole_is_not_said_to_be_another(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--receipt", receipt(300), "--receipt-key", WRITTEN]
    with served(folder, Failing) as address:
        assert main([address, "--key", VKEY, *asked]) == NOT_VERIFIED
    said = capsys.readouterr().out
    assert "tile/entries/001 cannot be fetched: the server answers 503." in said
    assert "Nothing is known of the log from entry 256 on" in said
    for accusation in ("not what was signed", "first wrong entry", "taken out"):
        assert accusation not in said


def test_server_that_does_not_answer_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:1/", "--key", VKEY]) == NOT_VERIFIED
    assert "checkpoint cannot be fetched: Connection refused." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("elsewhere", "sends us elsewhere, to http://127.0.0.2:1/checkpoint"),
        ("to-a-file", "is not an address that begins with"),
        ("round", "round in circles"),
        ("packed", r"packed it \(gzip\) unasked"),
        ("broken", "the server answers 503"),
        ("long", r"larger than any such file can be \(1,000 bytes\)"),
        ("garbage", "garbage cannot be fetched"),
        ("nowhere", "nowhere is missing"),
    ],
)
def test_awkward_server_is_refused_plainly(folder: Path, path: str, said: str) -> None:
    with served(folder, Awkward) as address:
        site = Website(address)
        with pytest.raises(Unreadable, match=said):
            site.read(path, 1_000)
        assert site.read("checkpoint", 1_000) == (folder / "checkpoint").read_bytes()
        site.close()


def test_server_may_move_a_file_and_close_the_connection(folder: Path) -> None:
    assert MAX_REDIRECTS > 1
    with served(folder, Awkward) as address:
        site = Website(address)
        assert site.read("moved", 1_000) == (folder / "checkpoint").read_bytes()
        for _ in range(3):
            assert site.read("closing", 1_000) == b"x"
        site.close()


@pytest.mark.parametrize(
    "address",
    [
        "ftp://union.example/log",
        "file:///etc/passwd",
        "https://",
        "https:///log",
        "https://union.example:port/",
        "https://union.example/log?version=2",
        "https://union.example/log#part",
        "https://sian:secret@union.example/log",
        "https://[union.example/",
    ],
)
def test_address_that_is_none_is_asked_again(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([address, "--key", VKEY]) == NOT_UNDERSTOOD
    assert "address" in capsys.readouterr().err
