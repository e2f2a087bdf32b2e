"""Other computers, as a server meets them: they answer, trickle, keep silent, or answer rubbish."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]


@contextmanager
def answering(reply: Callable[[bytes], Reply]) -> Iterator[str]:
    """Run a server that answers every question posted to it."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, headers, body = reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def hanging(trickle: bytes = b"") -> Iterator[str]:
    """Run a server that takes every call and never answers, or only bit by bit without end."""
    stop = threading.Event()
    calls: list[socket.socket] = []

    def take(server: socket.socket) -> None:
        while not stop.is_set():
            try:
                call, _ = server.accept()
            except TimeoutError:
                continue
            calls.append(call)
            if trickle:
                threading.Thread(target=bit_by_bit, args=[call], daemon=True).start()

    def bit_by_bit(call: socket.socket) -> None:
        try:
            call.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stop.is_set():
                call.sendall(trickle)
                time.sleep(0.05)
        except OSError:
            pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        thread = threading.Thread(target=take, args=[server])
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()
            for call in calls:
                call.close()
