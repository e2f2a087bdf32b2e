"""A gateway for texts and calls, as real as tests need: it fails, waits, reports."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from django.test import Client

from members.delivery.signatures import sign

KEY, SECRET = "the key of the gateway", "the secret it signs its reports with"


@dataclass
class Answer:
    """What the gateway does with the next request."""

    status: int = 202
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    takes_it: bool = False  # although it does not say so


class Gateway:
    """What was handed over, each message once, and what is to be answered next."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, Any]] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.next: list[Answer] = []

    def answer(self, path: str, headers: Any, body: bytes) -> Answer:
        message = {**json.loads(body), "path": path}
        self.asked.append(message)
        if headers["Authorization"] != f"Bearer {KEY}":
            return Answer(401)
        answer = self.next.pop(0) if self.next else Answer()
        time.sleep(answer.after)
        if answer.status < 300 or answer.takes_it:
            self.sent.setdefault(headers["Idempotency-Key"], message)
            answer.body = {"id": f"gw-{len(self.sent)}"}
        return answer

    @property
    def texts(self) -> list[str]:
        return [message.get("text", "") for message in self.sent.values()]

    def report(self, number: int, event: str, reason: str = "", *, at: int = 0) -> Any:
        """Tell the site what became of the message with this number, as a browser cannot."""
        message = list(self.sent.values())[number]
        told = {"id": message["id"], "try": message["try"], "event": event, "reason": reason}
        return report(told, at=at)


def report(told: object, *, at: int = 0, secret: str = SECRET, to: str = "phone") -> Any:
    body, timestamp = json.dumps(told).encode(), str(at or int(time.time()))
    return Client().post(
        f"/delivery/{to}/",
        body,
        content_type="application/json",
        headers={
            "Tellers-Timestamp": timestamp,
            "Tellers-Signature": sign(secret, timestamp, body),
        },
    )


@contextmanager
def gateway_running() -> Iterator[Gateway]:
    """Run a gateway on a free port."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = gateway.answer(self.path, self.headers, body)
            data = json.dumps(answer.body).encode()
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    gateway = Gateway(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
