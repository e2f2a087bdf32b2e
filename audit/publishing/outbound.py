"""Asking another computer, one that an officer named, and expecting little of it.

No redirect is followed, no long answer read, and after so many seconds the line is cut, however
busily the other side trickles: nothing here ever waits for a stranger.
"""

import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

PATIENCE_SECONDS = 10.0
MAX_ANSWER_BYTES = 64 * 1024
FIRST_REST_SECONDS = 5.0
LONGEST_REST_SECONDS = 600.0


class Unreachable(Exception):
    """Nobody answered as they should. It may be better later."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    body: bytes
    retry_after: str = ""


@dataclass
class Rest:
    """How long to leave somebody alone who has not answered: twice as long each time."""

    clock: Callable[[], float] = time.monotonic
    seconds: float = 0.0
    until: float = 0.0

    def is_over(self) -> bool:
        return self.clock() >= self.until

    def again(self) -> None:
        """Rest for longer than the last time."""
        self.seconds = min(LONGEST_REST_SECONDS, max(FIRST_REST_SECONDS, self.seconds * 2))
        self.until = self.clock() + self.seconds


def is_address(url: str) -> bool:
    """Tell whether this is an address that can be asked: a scheme, a host, perhaps a path."""
    if not url.isascii() or not url.isprintable() or set(url) & set(' "<>\\^`{|}?#@'):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def ask(
    url: str,
    body: bytes,
    kind: str,
    *,
    patience: float = PATIENCE_SECONDS,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Post a question and give the answer, whatever its status; raise Unreachable without one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    connection = (HTTPSConnection if secure else HTTPConnection)(host, parts.port, timeout=patience)
    try:
        start = time.monotonic()
        connection.connect()
        line = Timer(patience, cut, [connection.sock])
        line.start()
        try:
            told = {"Content-Type": kind, **(headers or {})}
            connection.request("POST", parts.path or "/", body, told)
            response = connection.getresponse()
            data = response.read(MAX_ANSWER_BYTES + 1)
        finally:
            line.cancel()
        if time.monotonic() - start >= patience:  # what came may be the half of an answer
            raise TimeoutError("It took too long.")
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"{host} does not answer. {error}".strip()) from None
    finally:
        connection.close()
    if len(data) > MAX_ANSWER_BYTES:
        raise Unreachable(f"{host} answers with more than {MAX_ANSWER_BYTES:,} bytes.")
    again = response.headers.get("Retry-After", "")
    return Answer(response.status, response.headers.get_content_type(), data, again)


def cut(line: socket.socket) -> None:
    """Close a line under whoever is reading from it, encrypted or not."""
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)
