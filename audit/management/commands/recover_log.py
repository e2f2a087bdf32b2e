"""Give a log that was put back from an older copy the entries that it has lost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.formats.errors import NotVerified
from audit.services.recovery import recover


class Command(BaseCommand):
    help = "After a backup was put back: bring the log's lost entries back from an export of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the published folder, or an export")

    def handle(self, *, folder: Path, **_options: Any) -> None:
        """Recover, and say what that does not bring back."""
        if not folder.is_dir():
            raise CommandError(f"{folder}: there is no such folder.")
        try:
            found = recover(folder)
        except (NotVerified, OSError) as error:
            raise CommandError(str(error)) from None
        if not found:
            self.stdout.write("Nothing was missing.")
            return
        self.stdout.write(f"{found:,} entries are back in the log. Heads go on from there.")
        self.stdout.write(
            "What they tell of is not back: see docs/deployment.md, Restoring a backup."
        )
