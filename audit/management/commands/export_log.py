"""Write the log to a folder that anyone may copy and check."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.export import export
from audit.formats.errors import NotVerified
from audit.selectors import StoredLog
from audit.sequencer import sequence_all


class Command(BaseCommand):
    help = "Write the whole log to a folder; run again, it adds what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        sequence_all()
        log = StoredLog.current()
        try:
            size = export(log, options["folder"])
        except (NotVerified, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{size:,} entries written to {options['folder']}. Check them with")
        self.stdout.write(f"  python -m audit.verify {options['folder']} --key '{log.key}'")
