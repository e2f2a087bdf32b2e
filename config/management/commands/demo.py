"""The sample conference, under way, on this machine: `script/demo`."""

import warnings
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand

from conferences.models import Conference
from config.demo import premises
from config.demo.hall import SimulatedHall
from config.demo.pens import lay_out_pens
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
        address = settings.SITE_URL = f"http://{HOST}:{port}"  # where its mail leads
        try:
            with premises.sole_use():
                conference = self._prepare(keep=keep)
                self.stdout.write(sheet(conference, address=address))
                with company(conference, quiet_hall=quiet_hall):
                    serve(port)
        except KeyboardInterrupt:
            pass
        self.stdout.write("\nThe demo has stopped.")

    def _prepare(self, *, keep: bool) -> Conference:
        premises.refuse_unless_demo()
        if not keep:
            premises.start_afresh()
        premises.prepare()
        lay_out_pens()
        if conference := sample_conference():
            return conference
        self.stdout.write("Setting the stage: a morning of debate, four votes, two elections ...")
        return set_the_stage()


@contextmanager
def company(conference: Conference, *, quiet_hall: bool) -> Iterator[None]:
    """Keep the timekeeper, and the hall unless it shall be quiet, at work meanwhile."""
    keeper = Timekeeper()
    threads = [Thread(target=keeper.run, name="timekeeper")]
    if not quiet_hall:
        reserved = [credential.member for credential in delegates_offered(conference)]
        hall = SimulatedHall(conference, reserved, stopped=keeper.stopped)
        threads.append(Thread(target=hall.run, name="hall"))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        keeper.stopped.set()
        for thread in threads:
            thread.join()


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
