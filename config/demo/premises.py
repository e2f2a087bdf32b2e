"""Where a demo lives: a folder and a database of its own, and a port. It touches nothing else."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from conferences.models import Conference


@contextmanager
def sole_use() -> Iterator[None]:
    """Hold the demo's folder, so that a second demo cannot start over under the first."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CommandError(
                f"A demo is already running in {folder} ({lock.read().strip()}).\n"
                "Open it, stop it, or set TELLERS_DATA_DIR to another folder for a second one."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}\n")
        lock.flush()
        yield


def refuse_unless_demo() -> None:
    """Refuse a database that holds anything but sample data."""
    if settings.PRODUCTION or not settings.DEMO:
        raise CommandError("This is set up as production. The demo does not run here.")
    tables = set(connection.introspection.table_names())
    if not tables:
        return
    ours = Conference._meta.db_table in tables
    if not ours or Conference.objects.filter(is_sample=False).exists():
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} holds more than sample data, so the "
            "demo leaves it alone.\nUnset DATABASE_URL, or name an empty database."
        )


def start_afresh() -> None:
    """Remove the last demo, its log and the log's key. Only ever the SQLite file of the demo."""
    folder, database = Path(settings.DATA_DIR), Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or database.parent != folder:
        raise CommandError("Only a demo on its own SQLite database can start afresh.")
    connection.close()
    # A new log is a new log: under the old key it would look like the old one, rewritten.
    tables = [Path(f"{database}{end}") for end in ("", "-wal", "-shm")]
    for file in (*tables, settings.AUDIT_SIGNING_KEY_FILE):
        if folder in file.parents:
            file.unlink(missing_ok=True)


def prepare() -> None:
    """Bring the database's tables up to date."""
    call_command("migrate", verbosity=0, interactive=False)


def refuse_taken_port(host: str, port: int) -> None:
    """Say clearly that something else answers there already."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used: {error.strerror}. "
                f"Perhaps a demo is running there: http://{host}:{port}/\n"
                f"Choose another with: script/demo --port {port + 1}"
            ) from None
