"""Run the timekeeper as a process of its own, as production does."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from config.checks import refuse_unsafe
from config.timekeeper import Timekeeper


class Command(BaseCommand):
    help = "Closes ballots whose time is up, gives log entries their places, shows the turnout."

    def handle(self, **_options: Any) -> None:
        """Keep time until told to stop."""
        refuse_unsafe()
        keeper = Timekeeper()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: keeper.stopped.set())
        self.stdout.write("Keeping time.")
        keeper.run()
        self.stdout.write("Stopped.")
