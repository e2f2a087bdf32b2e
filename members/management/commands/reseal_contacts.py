"""Seal contact details afresh under the first secret, so that a former one can be forgotten."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.contacts.resealing import left_to_reseal, reseal_batches


class Command(BaseCommand):
    help = (
        "Seals and marks every contact detail under TELLERS_CONTACT_SECRET. Run it after a new "
        "secret was put first and the old one among TELLERS_CONTACT_SECRETS_FORMER. It can be "
        "stopped and run again at any time, while the union works."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=2000, help="Rows a transaction.")

    def handle(self, *, batch: int, **_options: Any) -> None:
        total = left_to_reseal()
        began, done = time.monotonic(), 0
        self.stdout.write(f"{total:,} to seal afresh.")
        for resealed in reseal_batches(batch):
            done += resealed
            rate = done / max(time.monotonic() - began, 0.001)
            self.stdout.write(f"  {done:,} of {total:,}, {rate:,.0f} a second")
        if left := left_to_reseal():
            raise CommandError(
                f"{left:,} do not open under any secret at hand. Do not forget a former secret; "
                "put the one they were sealed under among TELLERS_CONTACT_SECRETS_FORMER."
            )
        self.stdout.write(
            "Everything is sealed under the first secret. TELLERS_CONTACT_SECRETS_FORMER can be "
            "emptied, once no backup that you mean to restore is sealed under a former one."
        )
