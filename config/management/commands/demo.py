"""The sample conference, under way, on this machine: `script/demo`."""

import threading
import warnings
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.core.management.base import BaseCommand

from config.demo import premises
from config.demo.hall import SimulatedHall
from config.demo.sheet import delegates_offered, sheet
from config.demo.stage import sample_conference, set_the_stage
from config.timekeeper import Timekeeper

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Loads the sample conference into a session under way, and serves it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--quiet-hall", action="store_true", help="nobody is simulated")
        parser.add_argument("--keep", action="store_true", help="go on with the last demo")

    def handle(self, *, port: int, quiet_hall: bool, keep: bool, **_options: Any) -> None:
        """Set the stage, put the sheet on the table, and serve until Ctrl-C."""
        premises.refuse_taken_port(HOST, port)
        with premises.sole_use():
            premises.refuse_unless_demo()
            if not keep:
                self.stdout.write("Setting the stage ...")
                premises.start_afresh()
            premises.prepare()
            conference = sample_conference() or set_the_stage()
            self.stdout.write(sheet(conference, address=f"http://{HOST}:{port}"))
            keeper = Timekeeper()
            company = [threading.Thread(target=keeper.run, name="timekeeper")]
            if not quiet_hall:
                reserved = [credential.member for credential in delegates_offered(conference)]
                hall = SimulatedHall(conference, reserved, stopped=keeper.stopped)
                company.append(threading.Thread(target=hall.run, name="hall"))
            try:
                for each in company:
                    each.start()
                serve(port)
            finally:
                keeper.stopped.set()
                for each in company:
                    each.join()
            self.stdout.write("\nThe demo has stopped.")


def serve(port: int) -> None:
    """Serve pages, votes and the event stream from this one process."""
    # WhiteNoise's files are small; that they are read in one go is no news to whoever runs a demo.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
    uvicorn.run(
        "config.asgi:application",
        host=HOST,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
