"""Importing a membership roll from the union's own machine."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.refusal import Refusal
from members.models import RollFinding, RollState, WaitingRoll
from members.roll.columns import MEANINGS
from members.services import (
    roll_columns_set,
    roll_decide,
    roll_forget,
    roll_import,
    roll_read,
    roll_receive,
)
from members.services.rolls.working import roll_take_up

MOST_TOLD = 1000


class Command(BaseCommand):
    help = "Shows what a membership roll would do and what is wrong with it; imports with --apply."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="import what can be imported")
        parser.add_argument("--source", default="", help="where the roll is from")
        parser.add_argument("--as-at", type=date.fromisoformat, help="for which day it was right")
        parser.add_argument(
            "--columns",
            default="",
            help="what the columns are, with commas, where the headings do not say: "
            f"{', '.join(MEANINGS)}; nothing between two commas for one that is not read",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        roll = None
        try:
            roll = roll_receive(actor=None, name=file.name, chunks=_chunks(file))
            if options["columns"]:
                if roll.state == RollState.ARRIVED:
                    roll.state = RollState.COLUMNS
                    roll.save()
                named = [name.strip() for name in options["columns"].split(",")]
                roll = roll_columns_set(actor=None, roll=roll, meanings=named)
            self._read(roll)
            if options["apply"]:
                self._import(roll, options)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Refusal as refusal:
            raise CommandError(f"{file}: {refusal.message}") from refusal
        finally:
            if roll is not None:
                roll_forget(roll)
        self.stdout.write("Imported." if options["apply"] else "Nothing written; --apply imports.")

    def _read(self, roll: WaitingRoll) -> None:
        if roll.state == RollState.COLUMNS:
            raise CommandError(
                f"What the columns are cannot be told from: {', '.join(roll.headings)}. "
                "Name them with --columns."
            )
        roll.attempt = roll_take_up(roll)
        roll_read(roll, watch=self._watch)
        roll.refresh_from_db()
        if roll.state != RollState.READY:
            raise CommandError(roll.failure or f"It was {roll.get_state_display().lower()}.")
        self._tell(roll)

    def _import(self, roll: WaitingRoll, options: dict[str, Any]) -> None:
        decided = roll_decide(
            actor=None,
            roll=roll,
            fingerprint=roll.fingerprint,
            source=options["source"] or options["file"].name,
            as_at=options["as_at"] or timezone.localdate(),
        )
        if roll_import(decided) is None:
            raise CommandError("The register changed meanwhile. Nothing was imported; try again.")

    def _watch(self, roll: WaitingRoll) -> None:
        if self.stderr.isatty():
            self.stderr.write(
                f"\r{roll.percent:>3} %  {roll.rows_read:>11,} rows  {roll.get_state_display()}",
                ending="" if roll.state != RollState.READY else "\n",
            )

    def _tell(self, roll: WaitingRoll) -> None:
        found = RollFinding.objects.filter(roll=roll)
        for problem in found.filter(kind=RollFinding.Kind.PROBLEM).order_by("line")[:MOST_TOLD]:
            where = f"line {problem.line}" + (f", {problem.what}" if problem.what else "")
            self.stderr.write(f"{where}: {problem.words}")
        for finding in found.filter(kind__in=("twice", "shared", "cluster", "left"))[:MOST_TOLD]:
            where = f"line {finding.line}: " if finding.line else ""
            self.stderr.write(f"look at it: {where}{finding.words}")
        for words, name in (
            ("new", "new"),
            ("changed", "changed"),
            ("of them with other contact details", "contact_changes"),
            ("as they were", "unchanged"),
            ("not in the file", "gone"),
            ("lines left out", "left_out"),
        ):
            self.stdout.write(f"{roll.counts[name]:>9,} {words}")


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(1 << 20):
            yield chunk
