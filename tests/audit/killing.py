"""A vote during which everything dies in turn, each by kill -9: worker, web server, database.

    python -m tests.audit.killing FOLDER

A program of its own, because it has a database of its own, which syncs every commit. Delegates vote
over HTTP all the while. What was acknowledged must be in the log, the heads must go on from one
another, the published folder must verify, and while the worker is dead votes are taken all the
same. Ends with status 0 if so.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from itertools import pairwise
from pathlib import Path

import django

from tests import servers

VOTERS = 4
ENOUGH = 40
PATIENCE_SECONDS = 90


def main(folder: Path) -> None:
    """Vote, kill, start again, and check."""
    name = servers.AS_MADE if servers.migrated() else "postgres"
    os.environ |= {
        "DATABASE_URL": servers.postgresql_url(name),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "TELLERS_DATA_DIR": str(folder / "data"),
        "TELLERS_LOG_FOLDER": str(folder / "log"),
    }
    codes: list[str] = []
    with ExitStack() as second_worker:
        with servers.postgresql(on_disk=folder):
            vote_until = polling_station(codes)
            kill_the_worker_then_the_web(vote_until, codes)
            second_worker.enter_context(worker())
            kill_the_database(vote_until, codes, folder)
        with servers.postgresql(on_disk=folder):
            vote_until(more_than(codes, ENOUGH))  # the worker has waited for the database
            wait(lambda: not waiting())
            check(codes, folder / "log")


VoteUntil = Callable[[Callable[[], bool]], None]


def polling_station(codes: list[str]) -> VoteUntil:
    """Open a ballot; give what has everyone vote, on a server that is then killed."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django has only just begun
    from django.db import connection  # noqa: PLC0415

    from tests.audit.voter import Voter  # noqa: PLC0415
    from tests.factories.ballots import make_hall  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    hall = make_hall(delegates=VOTERS)
    ballot = hall.open(window_seconds=24 * 60 * 60)
    port = servers.free_port()
    voters = [Voter(member, ballot, port) for member in hall.delegates]

    def vote_until(enough: Callable[[], bool]) -> None:
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application"]
        command += ["--log-level=critical", f"--port={port}"]
        with (
            servers.program(command, port=port, environment={}) as web,
            ThreadPoolExecutor(VOTERS) as pool,
        ):
            voting: list[Future[None]] = [
                pool.submit(one.vote_until_nobody_answers, codes.append) for one in voters
            ]
            try:
                wait(lambda: enough() or all(one.done() for one in voting))
            finally:
                os.kill(web, signal.SIGKILL)
            for one in voting:
                one.result(PATIENCE_SECONDS)
        connection.close()

    return vote_until


def kill_the_worker_then_the_web(vote_until: VoteUntil, codes: list[str]) -> None:
    """Votes must be taken with the worker dead, and none of them lost with the web server."""
    with worker() as pid:

        def killed_and_not_missed() -> bool:
            wait(lambda: len(codes) >= ENOUGH and signed() > 0)
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.5)
            size = signed()
            wait(more_than(codes, ENOUGH))
            require(signed() == size, "a head was signed, and the worker is dead")
            say(f"worker killed: votes go on, {waiting()} entries wait")
            return True

        vote_until(killed_and_not_missed)
    say(f"web server killed: {len(codes)} votes acknowledged")


def kill_the_database(vote_until: VoteUntil, codes: list[str], folder: Path) -> None:
    """Kill PostgreSQL with all its processes while votes are cast and heads are signed."""
    before = signed()

    def killed() -> bool:
        wait(lambda: signed() > before)
        wait(more_than(codes, ENOUGH))
        leader = int((folder / "postgresql" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for pid in (leader, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        say(f"database killed: {len(codes)} votes acknowledged")
        return True

    vote_until(killed)


def check(codes: list[str], published: Path) -> None:
    """Every acknowledged vote is in the log, and nobody signed two versions of it."""
    from audit.browsing.lookup import position_named  # noqa: PLC0415
    from audit.formats.proofs import verify_consistency  # noqa: PLC0415
    from audit.keys import log_key  # noqa: PLC0415
    from audit.models import Head  # noqa: PLC0415
    from audit.publishing.folder import publish  # noqa: PLC0415
    from audit.selectors import proof_of_consistency  # noqa: PLC0415
    from audit.verify.checking import verify_export  # noqa: PLC0415
    from ballots.models import Cast  # noqa: PLC0415

    require(len(set(codes)) == len(codes), "two votes have one code")
    for code in codes:
        place = position_named(code)
        require(place is not None, f"{code} was acknowledged and is lost")
        found = place is not None and Cast.objects.filter(entry_id=place.entry_id).exists()
        require(found, f"{code} is in the log, and its vote is lost")
    heads = list(Head.objects.order_by("size"))
    for one, other in pairwise(heads):
        proof = proof_of_consistency(one.size, other.size)
        verify_consistency(one.size, other.size, proof, bytes(one.root), bytes(other.root))
    wait(lambda: publish() is None)  # beside the worker, which does the same
    wait(lambda: (published / "checkpoint").read_text() == heads[-1].note)
    report = verify_export(published, log_key().verifier)
    require(report.is_verified, report.text())
    say(f"{len(codes)} votes were acknowledged, and every one is in the log; {len(heads)} heads")


def worker() -> AbstractContextManager[int]:
    """Run the timekeeper, which gives entries their places, signs and publishes."""
    return servers.background([sys.executable, "manage.py", "keep_time"])


def signed() -> int:
    """Give how far the log is signed."""
    from audit.selectors import newest_head  # noqa: PLC0415

    head = newest_head()
    return head.size if head else 0


def waiting() -> int:
    """Give how many entries wait for their place."""
    from audit.selectors import unplaced_count  # noqa: PLC0415

    return unplaced_count()


def more_than(codes: list[str], more: int) -> Callable[[], bool]:
    """Wait for so many more votes than now."""
    enough = len(codes) + more
    return lambda: len(codes) >= enough


def wait(until: Callable[[], bool]) -> None:
    """Wait, but not for ever."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until():
        require(time.monotonic() < deadline, "waited in vain")
        time.sleep(0.05)


def say(what: str) -> None:
    """Tell whoever runs this."""
    sys.stdout.write(f"{what}\n")


def require(truth: bool, otherwise: str) -> None:  # noqa: FBT001 - as an assertion reads
    """End with a complaint unless something is so."""
    if not truth:
        raise SystemExit(otherwise)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
