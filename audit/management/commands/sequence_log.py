"""Keep the log's signed heads up to date."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from audit.sequencer import recover_unplaced, sequence, sequence_all

INTERVAL_SECONDS = 0.2


class Command(BaseCommand):
    help = "Give new entries their places in the log and sign a head, again and again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="place what waits now, and end")

    def handle(self, *_args: Any, **options: Any) -> None:
        if found := recover_unplaced():
            self.stderr.write(f"{found} entries had lost their turn; they are placed now.")
        if options["once"]:
            head = sequence_all()
            self.stdout.write(head.note if head else "Nothing waited.")
            return
        while True:
            if not sequence():
                time.sleep(INTERVAL_SECONDS)
