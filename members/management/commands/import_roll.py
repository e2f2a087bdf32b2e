"""Importing a membership roll from the union's own machine."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.refusal import Refusal
from members.roll_preview import Preview
from members.services import member_import_apply, member_import_preview


class Command(BaseCommand):
    help = "Shows what a membership roll would do and what is wrong with it; imports with --apply."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="import what can be imported")
        parser.add_argument("--source", default="", help="where the roll is from")
        parser.add_argument("--as-at", type=date.fromisoformat, help="for which day it was right")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
            preview = member_import_preview(actor=None, data=data)
            self._tell(preview)
            if options["apply"]:
                member_import_apply(
                    actor=None,
                    data=data,
                    fingerprint=preview.fingerprint,
                    source=options["source"] or options["file"].name,
                    as_at=options["as_at"] or timezone.localdate(),
                )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except Refusal as refusal:
            raise CommandError(f"{options['file']}: {refusal.message}") from refusal
        self.stdout.write("Imported." if options["apply"] else "Nothing written; --apply imports.")

    def _tell(self, preview: Preview) -> None:
        for problem in preview.file.problems:
            where = f"line {problem.line}" + (f", {problem.column}" if problem.column else "")
            self.stderr.write(f"{where}: {problem.message}")
        for words, count in (
            ("new", len(preview.new)),
            ("changed", len(preview.changed)),
            ("with another e-mail or mobile", preview.contact_changes),
            ("as they were", len(preview.unchanged)),
            ("not in the file", len(preview.gone)),
            ("lines left out", preview.file.lines_left_out),
        ):
            self.stdout.write(f"{count:>9,} {words}")
