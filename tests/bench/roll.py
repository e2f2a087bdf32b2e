"""Importing a roll, beside a plain COPY of the same file in the same run.

    script/bench roll [--rows 1300000] [--again]

Generates a roll of a large union, imports it into an empty register in a process of its own, as a
worker does, and prints the rate of each step, the processor time in it, the peak memory of that
process, and the ratio to what the database takes alone. `--again` imports a second roll over it,
one in a hundred changed. Read the ratio: rates alone depend on the machine.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests import servers

BRANCHES = 1000
_PLAIN = "number text, name text, branch text, email text, mobile text, joined text"


def main() -> None:
    """Measure the floor, then the import."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_300_000)
    parser.add_argument("--again", action="store_true", help="and a second roll over the first")
    parser.add_argument("--worker", type=Path, nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(options.worker)
        return
    with TemporaryDirectory() as folder:
        rolls = [_written(Path(folder, "roll.csv"), options.rows, changed=0)]
        if options.again:
            rolls.append(_written(Path(folder, "again.csv"), options.rows, changed=100))
        with (
            servers.postgresql() as url,
            psycopg.connect(url.replace("/tellers?", "/postgres?")) as db,
        ):
            db.autocommit = True
            db.execute("CREATE DATABASE tellers")
            size = rolls[0].stat().st_size
            print(f"{options.rows:,} rows, {size / 1e6:,.0f} MB; load {os.getloadavg()[0]:.1f}")
            floor = _plain_copy(url, rolls[0])
            _say("plain COPY of the same file", options.rows, floor)
            environment = {**os.environ, **servers.environment("tellers")}
            environment |= {"TELLERS_DATA_DIR": folder, "BENCH_ROWS": str(options.rows)}
            environment |= {"BENCH_FLOOR": str(floor)}
            command = [sys.executable, "-m", "tests.bench.roll", "--worker", *map(str, rolls)]
            subprocess.run(command, env=environment, check=True)


def _written(file: Path, rows: int, *, changed: int) -> Path:
    with file.open("w") as out:
        out.write("Membership number,Name,Branch,E-mail,Mobile,Joined\n")
        for n in range(rows):
            mail = f"other.{n}" if changed and n % changed == 0 else f"member.{n}"
            out.write(
                f"{n + 1_000_000},Asha Bellweather {n},B{n % BRANCHES:04},{mail}@example.org,"
                f"07700 {n % 1_000_000:06},{1 + n % 28:02}/{1 + n % 12:02}/20{n % 24:02}\n"
            )
    return file


def _plain_copy(url: str, file: Path) -> float:
    with psycopg.connect(url) as db:
        db.execute(f"CREATE TABLE plain ({_PLAIN})")
        begun = time.perf_counter()
        with (
            file.open("rb") as source,
            db.cursor() as cursor,
            cursor.copy("COPY plain FROM STDIN (FORMAT csv, HEADER)") as copy,
        ):
            while chunk := source.read(1 << 20):
                copy.write(chunk)
        db.commit()
        taken = time.perf_counter() - begun
        db.execute("DROP TABLE plain")
    return taken


def _work(files: list[Path]) -> None:
    """Import the rolls, as a worker would, and say what each step took."""
    import django  # noqa: PLC0415 - the settings are those of this process

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from audit.store.write_guard import recorded_writes  # noqa: PLC0415
    from members.models import Body  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    with recorded_writes():
        Body.objects.bulk_create(
            Body(code=f"B{n:04}", name=f"Branch {n:04}", kind="branch") for n in range(BRANCHES)
        )
    for file in files:
        _import(file)
        connection.close()


def _import(file: Path) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from members import services  # noqa: PLC0415
    from members.models import RollState, WaitingRoll  # noqa: PLC0415
    from members.services.rolls.working import roll_take_up  # noqa: PLC0415

    rows, floor = int(os.environ["BENCH_ROWS"]), float(os.environ["BENCH_FLOOR"])
    print(f"\n{file.name}; load {os.getloadavg()[0]:.1f}")
    begun, worked = [time.perf_counter()], [_worked()]

    def step(words: str) -> None:
        begun.append(time.perf_counter())
        worked.append(_worked())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        ours, database = (now - then for now, then in zip(worked[-1], worked[-2], strict=True))
        _say(
            f"{words} ({ours:.1f} s of ours, {database:.1f} s of the database; {peak:,.0f} MB)",
            rows,
            begun[-1] - begun[-2],
        )

    with file.open("rb") as source:
        chunks = iter(lambda: source.read(1 << 20), b"")
        roll = services.roll_receive(actor=None, name=file.name, chunks=chunks)
    step("received, sealed in pieces")

    def watch(now: WaitingRoll) -> None:
        if now.state == RollState.COMPARING:
            step("read into sealed lines")
        elif now.state == RollState.READY:
            step("compared: the preview")

    roll.attempt = roll_take_up(roll)
    services.roll_read(roll, watch=watch)
    roll = WaitingRoll.objects.get(pk=roll.pk)
    print(f"    {roll.counts} {roll.failure}")
    begun.append(time.perf_counter())
    worked.append(_worked())
    decided = services.roll_decide(
        actor=None,
        roll=roll,
        fingerprint=roll.fingerprint,
        source="bench",
        as_at=timezone.localdate(),
    )
    done = services.roll_import(decided)
    step("imported into the register" if done else "NOT imported")
    total = begun[-1] - begun[0]
    _say("all of it", rows, total)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"    {total / floor:.1f} times the plain COPY; peak memory {peak:,.0f} MB")


def _worked() -> tuple[float, float]:
    """Give the processor time so far of this process, and of its connection's in the database.

    On a machine that is busy with other things, it says more than the time that passed.
    """
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time(), ticks / os.sysconf("SC_CLK_TCK")


def _say(words: str, rows: int, seconds: float) -> None:
    print(f"{rows / seconds:>12,.0f} rows/s {seconds:>8.1f} s  {words}", flush=True)


if __name__ == "__main__":
    main()
