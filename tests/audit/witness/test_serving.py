"""The witness on the network, as a process of its own: statuses, patience, sudden death."""

import itertools
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.checkpoint import Checkpoint, open_checkpoint
from audit.formats.cosignature import cosigned
from audit.formats.signing import SigningKey
from audit.witness import serving
from audit.witness.keeping import Folder
from audit.witness.serving import AT_ONCE, MAX_REQUEST_BYTES
from audit.witness.witness import Witness
from tests.audit.logs import KEY, ORIGIN, InventedLog, leaf
from tests.audit.witness.witnesses import a_log, a_witness, answer, asked, at_work

LOG = a_log(40)
FORK = InventedLog([leaf(0), *(leaf(index, moved="otherwise") for index in range(1, 40))])
DEATHS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return a_witness(tmp_path_factory.mktemp("served") / "witness", KEY.verifier).folder


@pytest.fixture(scope="module")
def address(folder: Folder) -> Iterator[str]:
    with at_work(folder.path) as (_, address):
        yield address


@pytest.fixture
def size(address: str) -> int:
    """Where the witness stands: the question from a size that cannot be brings the answer."""
    status, kind, words = answer(address, asked(LOG, 39, 40))
    assert (status, kind) == (409, "text/x.tlog.size")
    return int(words)


def test_head_is_answered_with_the_line_of_the_witness(
    address: str, folder: Folder, size: int
) -> None:
    status, _, line = answer(address, asked(LOG, size, size + 3))
    assert status == 200
    note = (LOG.note(size + 3) + line).encode()
    assert cosigned(note, [folder.key().verifier])
    seen = folder.recall(ORIGIN)
    assert seen is not None
    assert seen.note == note


def test_unfit_questions_get_their_specified_status(
    address: str, folder: Folder, size: int
) -> None:
    answer(address, asked(LOG, size, max(size, 5)))
    size = max(size, 5)
    stranger, impostor = SigningKey.generate("elsewhere.example"), SigningKey.generate(ORIGIN)
    of_stranger = Checkpoint(stranger.name, 1, bytes(32)).sign(stranger).encode()
    of_impostor = Checkpoint(ORIGIN, size, bytes(32)).sign(impostor).encode()
    later = LOG.note(size + 1).encode()
    cases = {
        400: b"hello",
        403: AddCheckpoint(size, (), of_impostor).to_bytes(),
        404: AddCheckpoint(0, (), of_stranger).to_bytes(),
        409: asked(FORK, size, size),
        422: AddCheckpoint(size, (bytes(32),) * 3, later).to_bytes(),
    }
    assert {status: answer(address, body)[0] for status, body in cases.items()} == {
        status: status for status in cases
    }
    smaller = AddCheckpoint(size, (), LOG.note(size - 1).encode()).to_bytes()
    assert answer(address, smaller)[0] == 400
    status, kind, words = answer(address, asked(LOG, size - 1, size))
    assert (status, kind, words) == (409, "text/x.tlog.size", f"{size}\n")


def test_fork_is_answered_in_words_and_not_with_a_size(address: str, size: int) -> None:
    answer(address, asked(LOG, size, max(size, 5)))
    status, kind, words = answer(address, asked(FORK, 0, max(size, 5)))
    assert (status, kind) == (409, "text/plain; charset=utf-8")
    assert "two different heads" in words


@pytest.mark.parametrize("path", ["/", "/add-checkpoint/", "/add-checkpoint?x", "/../add"])
def test_other_addresses_are_not_there(address: str, path: str) -> None:
    assert answer(address, asked(LOG, 0, 1), path)[0] == 404


def test_question_that_is_too_long_is_not_read(address: str) -> None:
    assert answer(address, b"x" * (MAX_REQUEST_BYTES + 1))[0] == 413


@pytest.mark.parametrize("length", ["", "-1", "1_0", "x"])
def test_question_of_no_stated_length_is_not_read(address: str, length: str) -> None:
    with socket.create_connection(address_of(address), timeout=20) as connection:
        said = f"Content-Length: {length}\r\n" if length else ""
        connection.sendall(f"POST /add-checkpoint HTTP/1.1\r\n{said}\r\n".encode())
        assert connection.recv(1024).startswith(b"HTTP/1.1 411")


def test_witness_says_who_it_is(address: str, folder: Folder) -> None:
    server = HTTPConnection(address.removeprefix("http://"), timeout=20)
    server.request("GET", "/")
    assert server.getresponse().read().decode() == f"{folder.key().verifier}\n"
    server.request("GET", "/witness.key")
    assert server.getresponse().status == 404
    server.close()


def test_one_connection_serves_several_questions(address: str, size: int) -> None:
    server = HTTPConnection(address.removeprefix("http://"), timeout=20)
    for _ in range(3):
        server.request("POST", "/add-checkpoint", asked(LOG, size, max(size, 1)))
        response = server.getresponse()
        response.read()
        assert response.status == 200
        size = max(size, 1)
    server.close()


def test_those_who_ask_slowly_are_cut_off(address: str, size: int) -> None:
    """All places are taken by callers who never finish; an honest question waits its turn."""
    slow = [socket.create_connection(address_of(address), timeout=30) for _ in range(AT_ONCE)]
    try:
        for connection in slow:
            connection.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 99\r\n\r\nold ")
        assert answer(address, asked(LOG, size, max(size, 1)))[0] == 200
    finally:
        for connection in slow:
            connection.close()


def test_caller_who_trickles_a_header_keeps_no_place_for_ever(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LIFETIME_SECONDS", 1)
    with serving.WitnessServer(("127.0.0.1", 0), Witness.of(folder), lambda _: None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        caller = socket.create_connection(("127.0.0.1", server.server_port), timeout=20)
        start = time.monotonic()
        with caller, suppress(OSError):
            caller.sendall(b"POST /add-checkpoint HTTP/1.1\r\nX-Slow: ")
            while time.monotonic() - start < 15:
                caller.sendall(b"x")
                time.sleep(0.1)
        server.shutdown()
        thread.join()
    assert time.monotonic() - start < 10


def test_sudden_death_never_gets_two_versions_signed(tmp_path: Path) -> None:
    """Killed again and again between reading, writing and answering, it stays with one log."""
    folder = a_witness(tmp_path / "witness", KEY.verifier).folder
    dice = random.Random(7)
    signed: dict[int, set[bytes]] = {}
    known = 0
    for death in range(DEATHS):
        with at_work(folder.path) as (process, address):
            threading.Timer(dice.uniform(0.01, 0.2), process.kill).start()
            for log in itertools.cycle([LOG, FORK]):
                size = min(40, known + dice.randint(0, 2))
                try:
                    status, kind, words = answer(address, asked(log, known, size))
                except (OSError, HTTPException):
                    break
                if status == 200:
                    assert cosigned((log.note(size) + words).encode(), [folder.key().verifier])
                    signed.setdefault(size, set()).add(log_root(log, size))
                    known = size
                elif kind == "text/x.tlog.size":
                    known = int(words)
        seen = folder.recall(ORIGIN)
        if seen:
            assert seen.head.size >= max(signed, default=0), death
            signed.setdefault(seen.head.size, set()).add(seen.head.root)
    assert len(signed) > 2
    assert all(len(roots) == 1 for roots in signed.values())
    ours, theirs = (
        {size for size, roots in signed.items() if size > 1 and log_root(log, size) in roots}
        for log in (LOG, FORK)
    )
    assert not ours or not theirs


def log_root(log: InventedLog, size: int) -> bytes:
    return open_checkpoint(log.note(size).encode(), KEY.verifier).root


def address_of(address: str) -> tuple[str, int]:
    host, _, port = address.removeprefix("http://").partition(":")
    return host, int(port)
