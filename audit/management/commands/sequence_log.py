"""Keep the log's signed heads up to date."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from audit.formats.errors import NotVerified
from audit.publishing.folder import publish
from audit.store.sequencer import recover_unplaced, sequence, sequence_all

INTERVAL_SECONDS = 0.2
PATIENCE_SECONDS = 2


class Command(BaseCommand):
    help = "Give new entries their places in the log and sign a head, again and again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="place what waits now, and end")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.check(
            tags=[Tags.security, Tags.database],
            databases=["default"],
            include_deployment_checks=settings.PRODUCTION,
        )
        if found := recover_unplaced():
            self.stderr.write(f"{found} entries had lost their turn; they are placed now.")
        if options["once"]:
            try:
                head = sequence_all()
            except NotVerified as error:
                raise CommandError(str(error)) from None
            self.stdout.write(head.note if head else "Nothing waited.")
        else:
            self._until_told_to_stop()

    def _until_told_to_stop(self) -> None:
        stop = threading.Event()
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda *_: stop.set())
        while not stop.is_set():
            try:
                placed = sequence()
                publish()
                if not placed:
                    stop.wait(INTERVAL_SECONDS)
            except NotVerified as error:  # which no patience will mend
                raise CommandError(str(error)) from None
            except OSError as error:  # the folder is away: heads are signed all the same
                self.stderr.write(f"The published folder: {error}")
                stop.wait(PATIENCE_SECONDS)
            except Error as error:  # the database is away: heads wait, and so do we
                self.stderr.write(f"{error}".strip())
                connection.close()
                stop.wait(PATIENCE_SECONDS)
