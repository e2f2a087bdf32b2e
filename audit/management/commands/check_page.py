"""Writing the page that checks receipts and entries as one file: `check_page > FILE`."""

from typing import Any

from django.core.management.base import BaseCommand

from audit.browsing.check_page import alone


class Command(BaseCommand):
    help = "Writes the page that checks receipts and entries without us, as one file."

    def handle(self, **_options: Any) -> None:
        """Write the file's bytes, and nothing else."""
        self.stdout.write(alone().decode(), ending="")
