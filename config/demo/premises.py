"""Where a demo lives: a folder and a database of its own, and a port. It touches nothing else."""

import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from audit.keys import log_place
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
    """Refuse a database that holds, or may hold, anything but sample data.

    A SQLite file elsewhere is not even opened: opening would switch it to a write-ahead log.
    """
    if settings.PRODUCTION or not settings.DEMO:
        raise CommandError("This is set up as production. The demo does not run here.")
    if connection.vendor == "sqlite" and not _is_own_file():
        raise CommandError(f"The demo keeps to {settings.DATA_DIR}. Unset DATABASE_URL to run it.")
    tables = set(connection.introspection.table_names())
    ours = Conference._meta.db_table in tables
    if tables and (not ours or Conference.objects.filter(is_sample=False).exists()):
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} holds more than sample data, so the "
            "demo leaves it alone.\nName an empty one in DATABASE_URL, or another folder in "
            "TELLERS_DATA_DIR."
        )


def start_afresh() -> None:
    """Remove the last demo, its log and the log's key. Only ever the SQLite file of the demo."""
    if not _is_own_file():
        raise CommandError(
            "The demo never empties a database that DATABASE_URL names. Go on with it: --keep"
        )
    connection.close()
    database = connection.settings_dict["NAME"]
    for end in ("", "-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)
    for folder in (log_folder(), witness_folder()):
        shutil.rmtree(folder, ignore_errors=True)
    # A new log has a new key: under the old one it would look like the old log, rewritten.
    if Path(settings.DATA_DIR) in settings.AUDIT_SIGNING_KEY_FILE.parents:
        place = log_place()
        for file in (place.file, place.next, place.former):
            file.unlink(missing_ok=True)


def log_folder() -> Path:
    """Name the folder into which a visitor is invited to export the log."""
    return Path(settings.DATA_DIR) / "log"


def witness_folder() -> Path:
    """Name the folder in which a visitor is invited to be a witness to this session's log."""
    return Path(settings.DATA_DIR) / "witness"


def _is_own_file() -> bool:
    database = Path(str(connection.settings_dict["NAME"]))
    return connection.vendor == "sqlite" and database.parent == Path(settings.DATA_DIR)


def prepare() -> None:
    """Bring the database's tables up to date, and make the folders that servers look for."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)


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
