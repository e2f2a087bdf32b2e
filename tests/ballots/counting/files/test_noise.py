"""A hundred megabytes of nothing: refused at once, in little memory, with line and reason."""

import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from ballots.counting.files import blt, csv_papers, json_papers
from ballots.counting.files.faults import BadFile

MANY = 100_000_000
HEAD = b"4 2\n1 1 2 0\n"


class Endless(io.RawIOBase):
    """A file of so many bytes that are made up as they are read."""

    def __init__(self, start: bytes, piece: bytes) -> None:
        self._pieces = self._made(start, piece)
        self.given = 0

    def _made(self, start: bytes, piece: bytes) -> Iterator[bytes]:
        yield start
        while self.given < MANY:
            yield piece

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1) -> bytes:
        block = next(self._pieces, b"")
        self.given += len(block)
        return block


RANDOM = bytes(range(256)) * 1_024


@pytest.mark.parametrize("form", [blt, csv_papers, json_papers])
@pytest.mark.parametrize(
    ("start", "piece"),
    [
        pytest.param(b"", RANDOM, id="random bytes"),
        pytest.param(HEAD, RANDOM, id="random bytes after good papers"),
        pytest.param(HEAD, b"x y z\n" * 40_000, id="words"),
        pytest.param(HEAD, b"1 " * 100_000, id="one line"),
        pytest.param(HEAD, b"\0" * 200_000, id="nothing but NUL"),
        pytest.param(b"", b"[" * 200_000, id="open brackets"),
        pytest.param(b'{"candidates": ["A"], "papers": [', b"[" * 200_000, id="nested lists"),
        pytest.param(b"4 2\n", b"1 1 2 3 9 0\n" * 20_000, id="unknown candidates"),
        pytest.param(HEAD + b"0\n", b'"A"\n' * 50_000, id="names without end"),
    ],
)
def test_noise_is_refused_early(form, start: bytes, piece: bytes):
    file = Endless(start, piece)
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(BadFile) as refused:
        form.read(file)
    took, (_now, most) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.faults[0].reason
    assert most < 64_000_000
    assert file.given < 16_000_000 or form is not blt
    assert took < 20


def test_random_noise_is_refused_with_its_line():
    with pytest.raises(BadFile) as refused:
        blt.read(Endless(HEAD, RANDOM))
    assert refused.value.faults[0].line == 3
