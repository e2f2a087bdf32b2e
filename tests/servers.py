"""The real servers that the suite starts for itself, and takes down again.

PostgreSQL on a unix socket and Redis on a port of its own, with nothing kept: all files are in
memory under one folder named after this process. As root, PostgreSQL runs as `postgres`, because
it refuses to run as root. Each server dies with the suite, even where the suite is killed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import psycopg

_MEMORY = Path("/dev/shm")  # noqa: S108 - memory, where syncing costs nothing
SCRATCH = _MEMORY / f"tellers-{os.getpid()}"
AS_MADE = "as_made"  # the tests' database before any test: empty, and never connected to
PATIENCE_SECONDS = 90  # a busy machine is slow, not wrong


def database() -> str:
    """Name the engine this run is on: postgresql, unless TELLERS_TEST_DATABASE says sqlite."""
    return os.environ.get("TELLERS_TEST_DATABASE", "postgresql")


def migrated() -> Path | None:
    """Find the files of a PostgreSQL in which the database is made already (`tests.migrated`)."""
    named = os.environ.get("TELLERS_TEST_MIGRATED")
    return Path(named) if named and database() == "postgresql" else None


def postgresql_url(name: str = "tellers") -> str:
    """Give the address of the suite's PostgreSQL, running or not."""
    return f"postgresql://tellers@/{name}?host={SCRATCH}"


def as_superuser() -> psycopg.Connection:
    """Open a connection to the suite's PostgreSQL, to no database that the tests use."""
    return psycopg.connect(postgresql_url("postgres"), autocommit=True)


def keep_as_made(name: str) -> None:
    """Copy the tests' database, to which nobody is connected, as it was made."""
    with as_superuser() as server:
        server.execute(f"CREATE DATABASE {AS_MADE} TEMPLATE {name}")


def environment(name: str) -> dict[str, str]:
    """Point a process of ours at the tests' database of this name."""
    here = postgresql_url(name) if database() == "postgresql" else f"sqlite:///{name}"
    return {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": here}


def scratch() -> Path:
    """Make this run's folder, and clear away those of runs that were killed."""
    for left_behind in _MEMORY.glob("tellers-[0-9]*"):
        if not Path("/proc", left_behind.name.removeprefix("tellers-")).exists():
            shutil.rmtree(left_behind, ignore_errors=True)
    SCRATCH.mkdir(exist_ok=True)
    return SCRATCH


@contextmanager
def postgresql(*, on_disk: Path | None = None) -> Iterator[str]:
    """Run PostgreSQL as production does, except that nothing reaches a disk.

    With a folder `on_disk`, its data lie there and every commit is synced; a server that was killed
    can be started again on what it left.
    """
    account = (
        ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    )
    data = scratch() / "postgresql" if on_disk is None else on_disk / "postgresql"
    scratch()
    if not data.exists():
        _make_cluster(data, account)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(SCRATCH),
        "max_connections": "400",
        "fsync": "on" if on_disk else "off",
        "full_page_writes": "on" if on_disk else "off",
        "jit": "off",  # tables this small are read before a query is compiled
        "log_min_messages": "panic",
        "log_min_error_statement": "panic",
    }
    command = [_postgresql_program("postgres"), "-D", str(data)]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with _running(command, account, ready=_takes_connections):
        yield postgresql_url()


def _make_cluster(data: Path, account: list[str]) -> None:
    data.mkdir(mode=0o700)
    if account:
        owner = pwd.getpwnam("postgres")
        for folder in (SCRATCH, data.parent, data):
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    if made := migrated():
        subprocess.run(["cp", "-a", f"{made}/.", data], check=True)
        return
    initdb = [_postgresql_program("initdb"), "-D", str(data), "-U", "tellers", "-A", "trust"]
    subprocess.run(
        ["setpriv", *account, *initdb, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=SCRATCH,
    )


@contextmanager
def redis() -> Iterator[str]:
    """Run Redis on a free port of this machine, keeping nothing."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    command += ["--dir", str(scratch()), "--loglevel", "warning"]
    with _running(command, [], ready=lambda: _answers(port)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def program(command: list[str], *, port: int, environment: dict[str, str]) -> Iterator[int]:
    """Run one of our own servers until it is no longer needed; give its process id."""
    with _running(command, [], ready=lambda: _answers(port), environment=environment) as process:
        yield process.pid


@contextmanager
def website(name: str, **settings: str) -> Iterator[int]:
    """Serve config.asgi on the tests' database of this name; give the port.

    The first page asked for waits while the server takes in all of our code: it is asked for here.
    """
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--log-level=warning"]
    with program([*command, f"--port={port}"], port=port, environment=environment(name) | settings):
        urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=PATIENCE_SECONDS).close()
        yield port


@contextmanager
def background(command: list[str], *, environment: dict[str, str] | None = None) -> Iterator[int]:
    """Run one of our own programs that nobody asks anything; give its process id."""
    with _running(command, [], ready=lambda: True, environment=environment) as process:
        yield process.pid


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(
    command: list[str],
    account: list[str],
    *,
    ready: Callable[[], bool],
    environment: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    # setpriv becomes the command, and has the kernel end it should the suite die first.
    process = subprocess.Popen(
        ["setpriv", *account, "--pdeathsig=INT", "--", *command],
        stdout=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
        cwd=SCRATCH if account else None,
    )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not ready():
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended at once, with {process.returncode}.")
            if time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} was not ready in {PATIENCE_SECONDS} seconds.")
            time.sleep(0.02)
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # for PostgreSQL: do not wait for its clients to leave
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _postgresql_program(name: str) -> str:
    """Find PostgreSQL's own programs, which Debian keeps off the path."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: int(path.parts[4]), default=None)
    found = newest or shutil.which(name)
    if not found:
        raise RuntimeError(
            f"PostgreSQL's {name} is not installed; script/bootstrap dev installs it."
        )
    return str(found)


def _takes_connections() -> bool:
    """Tell whether PostgreSQL is up: its socket is there a moment before it takes anyone in."""
    try:
        psycopg.connect(postgresql_url("postgres")).close()
    except psycopg.OperationalError:
        return False
    return True


def _answers(port: int) -> bool:
    with socket.socket() as connection:
        connection.settimeout(1)
        return connection.connect_ex(("127.0.0.1", port)) == 0
