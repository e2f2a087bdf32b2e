"""Load a conference from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.refusal import Refusal
from conferences.reading import UnreadableDocumentError
from motions.loading.loading import file_load

SAMPLE = Path(__file__).resolve().parents[3] / "conferences" / "sample" / "demo_conference.json"


class Command(BaseCommand):
    help = "Load a conference with its people, motions and timetable. All of the file, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=SAMPLE, help="JSON; the sample if left out"
        )

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            conference = file_load(content=file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnreadableDocumentError as error:
            listed = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(
                f"{file} has {len(error.problems)} problem(s). Nothing was loaded.\n{listed}"
            ) from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            f"Loaded {conference.title} ({conference.code}): "
            f"{conference.credentials.count()} credentials, {conference.motions.count()} motions."
        )
