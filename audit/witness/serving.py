"""A witness on the network: C2SP tlog-witness `add-checkpoint` over HTTP, and who it is.

Made for a few questions a minute from one log. Whoever asks slowly, or too much, is cut off; there
is nothing to sign in to, because only what the log itself signed is ever answered for.
"""

import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from audit.formats.add_checkpoint import ADD_CHECKPOINT, SIZE_KIND
from audit.formats.encoding import decimal
from audit.formats.errors import BadEncoding
from audit.publishing.outbound import cut
from audit.witness.refusals import NotSigned, OtherSize
from audit.witness.witness import Signed, Witness

MAX_REQUEST_BYTES = 64 * 1024
"""A head with a hundred signatures and a proof of 63 hashes has room in it."""

PATIENCE_SECONDS = 5
LIFETIME_SECONDS = 15
"""How long one caller may keep a place, in all."""

AT_ONCE = 16

_TEXT = "text/plain; charset=utf-8"

Report = Callable[[Signed | NotSigned], None]


class WitnessServer(ThreadingHTTPServer):
    """Answers for one witness, at most so many questions at once."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness, report: Report) -> None:
        super().__init__(address, _Questions)
        self.witness = witness
        self.report = report
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        if not self._places.acquire(timeout=LIFETIME_SECONDS):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever hangs up in the middle of a question has had no answer."""


class _Questions(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_SECONDS
    server_version = "tellers-witness"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        self._end = threading.Timer(LIFETIME_SECONDS, cut, [self.connection])
        self._end.daemon = True
        self._end.start()

    def finish(self) -> None:
        self._end.cancel()
        super().finish()

    def do_GET(self) -> None:
        if self.path == "/":
            self._answer(HTTPStatus.OK, f"{self.server.witness.key.verifier}\n")
        else:
            self._answer(HTTPStatus.NOT_FOUND, "There is nothing here.\n")

    def do_POST(self) -> None:
        if self.path != ADD_CHECKPOINT:
            self._refuse_unread(HTTPStatus.NOT_FOUND, f"Heads are sent to {ADD_CHECKPOINT}.\n")
            return
        try:
            length = decimal(self.headers.get("Content-Length", ""))
        except BadEncoding:
            self._refuse_unread(HTTPStatus.LENGTH_REQUIRED, "Say how long the question is.\n")
            return
        if length > MAX_REQUEST_BYTES:
            words = f"A question is at most {MAX_REQUEST_BYTES:,} bytes.\n"
            self._refuse_unread(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
            return
        self._sign(self._body(length))

    def _sign(self, body: bytes) -> None:
        try:
            signed = self.server.witness.sign(body)
        except NotSigned as refused:
            self.server.report(refused)
            if isinstance(refused, OtherSize):
                self._answer(refused.status, f"{refused.remembered}\n", kind=SIZE_KIND)
            else:
                self._answer(refused.status, f"{refused}\n")
        else:
            self.server.report(signed)
            self._answer(HTTPStatus.OK, signed.line)

    def _body(self, length: int) -> bytes:
        """Read the question, in all within the time that one read may take."""
        until, body = time.monotonic() + PATIENCE_SECONDS, b""
        while len(body) < length and time.monotonic() < until:
            part = self.rfile.read1(length - len(body))
            if not part:
                break
            body += part
        if len(body) < length:
            raise TimeoutError
        return body

    def _refuse_unread(self, status: HTTPStatus, words: str) -> None:
        self.close_connection = True
        self._answer(status, words)

    def _answer(self, status: HTTPStatus, words: str, *, kind: str = _TEXT) -> None:
        data = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: object) -> None:
        """Print nothing for each request: `report` says what was signed and what was not."""
