"""List what is due for deletion, what holds it, and what waits; forget what needs nobody's word."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.enums import DeletionState
from audit.holding import live_holds
from audit.models import Deletion
from audit.retention import due_now, schedule, sweep


class Command(BaseCommand):
    help = (
        "List the retention schedule, what is due and what is held. Records are destroyed by two "
        "officers on the page /records/, never from here; only what has run out by itself, such "
        "as old passcodes, is forgotten with --sweep."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sweep", action="store_true", help="forget what has run out by itself"
        )
        parser.add_argument(
            "--certificate", metavar="NUMBER", help="print one certificate, as JSON"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if number := options["certificate"]:
            self.stdout.write(_certificate(number))
        elif options["sweep"]:
            for what, count in sweep().items():
                self.stdout.write(f"{what}: {count:,} forgotten")
        else:
            self._list()

    def _list(self) -> None:
        self.stdout.write("Schedule")
        for rule in schedule.values():
            since = f", from {rule.counted_from}" if rule.counted_from else ""
            self.stdout.write(
                f"  {rule.key}: {rule.what}. Kept {rule.period}{since} ({rule.source})"
            )
        self.stdout.write("Due")
        found = due_now(timezone.now())
        for due in found:
            self.stdout.write(f"  {due.what} ({due.subject}), since {due.since:%d %B %Y}")
            for hold in due.holds:
                self.stdout.write(f"    held since {hold.placed_at:%d %B %Y}: {hold.reason}")
        if not found:
            self.stdout.write("  nothing")
        self.stdout.write("Holds")
        for hold in live_holds():
            self.stdout.write(f"  {hold.subject}, since {hold.placed_at:%d %B %Y}: {hold.reason}")
        self.stdout.write("Deletions")
        for deletion in Deletion.objects.order_by("asked_at"):
            state = DeletionState(deletion.state).label.lower()
            self.stdout.write(f"  {deletion.pk} {deletion.subject}: {state}")


def _certificate(number: str) -> str:
    try:
        deletion = Deletion.objects.get(pk=number)
    except (Deletion.DoesNotExist, ValidationError, ValueError):
        raise CommandError(f"There is no deletion {number}.") from None
    if deletion.certificate is None:
        raise CommandError(f"That deletion is not done: {deletion.get_state_display().lower()}.")
    return json.dumps(deletion.certificate, indent=2, ensure_ascii=False)
