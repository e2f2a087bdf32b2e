"""A load generator that costs little: requests made beforehand, sockets, and one epoll loop.

Reads a plan from standard input and writes what it saw to standard output, so that it can run in a
process of its own, on a processor of its own.
"""

import json
import os
import select
import socket
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

SLOT = b"{number}"  # stands for the number of the request, 32 hexadecimal digits


@dataclass
class Plan:
    """What to send: whole requests, in turn, over kept-open connections."""

    port: int
    connections: int
    seconds: float
    requests: list[str]
    server: int  # the process whose processor time is read
    start: int = 0


@dataclass
class Seen:
    """What came back."""

    answered: int
    failed: int
    seconds: float
    server_seconds: float
    first_failure: str


def run(plan: Plan) -> Seen:
    """Keep every connection busy until the time is up."""
    templates = [request.encode().split(SLOT) for request in plan.requests]
    number = plan.start
    poll = select.epoll()
    open_sockets = {}

    def send(connection: socket.socket) -> None:
        nonlocal number
        number += 1
        parts = templates[number % len(templates)]
        connection.sendall(f"{number:032x}".encode().join(parts))

    for _ in range(plan.connections):
        connection = socket.create_connection(("127.0.0.1", plan.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        open_sockets[connection.fileno()] = connection
        poll.register(connection, select.EPOLLIN)
    answered = failed = 0
    first_failure = ""
    before, began = processor_seconds(plan.server), time.monotonic()
    until = began + plan.seconds
    for connection in open_sockets.values():
        send(connection)
    waiting = len(open_sockets)
    while waiting:
        for descriptor, _event in poll.poll():
            connection = open_sockets[descriptor]
            answer = read_answer(connection)
            if answer.startswith(b"HTTP/1.1 200"):
                answered += 1
            else:
                failed += 1
                first_failure = first_failure or answer[:300].decode(errors="replace")
            if time.monotonic() < until:
                send(connection)
            else:
                waiting -= 1
    took = time.monotonic() - began
    return Seen(answered, failed, took, processor_seconds(plan.server) - before, first_failure)


def read_answer(connection: socket.socket) -> bytes:
    """Read one whole answer, by its stated length."""
    answer = connection.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(
        int(line[15:])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return answer


def processor_seconds(leader: int) -> float:
    """Add up the processor time of a process and its children."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(stat.parent.name) == leader or int(fields[1]) == leader:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    json.dump(asdict(run(Plan(**json.load(sys.stdin)))), sys.stdout)
