"""How fast the same papers are counted from the rows of an election in PostgreSQL.

The election is held by the services, as in life, by one voter; then the papers of the file are
copied into its table as the rows that they would have been. What is timed is `counted`, which is
what the page's count does but for keeping it; a server has started long before.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

from tests import servers
from tests.bench.votes import prepare_environment

MOST_TIMES = 3


def measure(file: Path, from_file: Mapping[str, float]) -> None:
    """Lay the rows down, count them by each rule, and print beside the same steps from the file."""
    with (
        tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder,
        servers.postgresql(on_disk=Path(folder)),
    ):
        prepare_environment(folder)
        ballot = str(_run("hold")["ballot"])
        start = time.perf_counter()
        papers = _lay_down(ballot, file)
        print(f"\n{papers:,} rows laid down in {time.perf_counter() - start:.0f} s")
        for code, seconds in from_file.items():
            told = _run("count", ballot, code)
            read, count = float(told["read"]), float(told["count"])
            times = (read + count) / seconds
            print(
                f"{code:12}{read:.2f} s to read the rows, {count:.2f} s to count, "
                f"{told['mebibytes']:.0f} MiB: {times:.1f} times from the file, "
                f"{'met' if times <= MOST_TIMES else 'NOT MET'} (aim {MOST_TIMES})"
            )


def _run(*asked: str) -> dict[str, str | float]:
    command = [sys.executable, "-m", "tests.bench.count_rows", *asked]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, str | float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _lay_down(ballot: str, file: Path) -> int:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        asked = "COPY ballots_paper (ballot_id, ranking, opened_at) FROM STDIN"
        rankings = sorted(_rankings(file))
        with cursor.copy(asked) as copy:
            for ranking in rankings:
                copy.write_row((ballot, ranking, "2027-06-15 12:00:00+00"))
        connection.commit()
        cursor.execute("ANALYZE ballots_paper")
    return len(rankings)


def _rankings(file: Path) -> Iterator[str]:
    with file.open() as lines:
        next(lines)
        for line in lines:
            if line == "0\n":
                return
            weight, _, ranking = line.rstrip().partition(" ")
            for _ in range(int(weight)):
                yield ranking.removesuffix("0").rstrip()


def _hold() -> dict[str, str]:
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup

    from ballots.election_paper import Nominee  # noqa: PLC0415
    from tests.bench.papers import CANDIDATES, SEATS  # noqa: PLC0415
    from tests.factories.booths import make_booth  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    standing = [Nominee(f"Candidate {number}") for number in range(1, CANDIDATES + 1)]
    ballot = make_booth(voters=1).closed([], candidates=standing, seats=SEATS, ron=False)
    return {"ballot": str(ballot.pk)}


def _count(ballot_id: str, code: str) -> dict[str, float]:
    from ballots.counting.lots import Lots  # noqa: PLC0415 - after django.setup
    from ballots.counting.named import RULES  # noqa: PLC0415
    from ballots.counting.sheet import json_record  # noqa: PLC0415
    from ballots.models import Ballot  # noqa: PLC0415
    from ballots.selectors import OpenedPapers  # noqa: PLC0415
    from tests.bench.count_runs import Steps, most_mebibytes, step  # noqa: PLC0415

    steps: Steps = {}
    with step(steps, "read"):
        ballot = Ballot.objects.get(pk=ballot_id)
        opened = OpenedPapers(ballot)
        contest, papers = opened.contest, opened.papers
    with step(steps, "count"):
        json_record.write(RULES[code][1](contest, papers, Lots("bench")))
    clock = {name: seconds for name, (seconds, _processor) in steps.items()}
    return {**clock, "mebibytes": most_mebibytes()}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_hold() if sys.argv[1] == "hold" else _count(*sys.argv[2:])))
