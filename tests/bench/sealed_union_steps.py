"""The steps of a whole union's sealed vote, each in a process of its own: `sealed_union` asks.

    python -m tests.bench.sealed_union_steps STEP FOLDER [...]

Everything goes through the services of the product. What a step found out is printed as one line
of JSON at its end; how far it is goes to standard error.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Final

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from audit.store.write_guard import recorded_writes  # noqa: E402
from ballots import services  # noqa: E402
from ballots.enums import SealedStage, VotingForm  # noqa: E402
from ballots.models import ArchiveRecord, Ballot, SealedBallot, SealedVote  # noqa: E402
from ballots.reconciling import discrepancies  # noqa: E402
from ballots.sealing.ballots import seal  # noqa: E402
from ballots.sealing.elections import Election  # noqa: E402
from ballots.secret.archive import archive_bytes, served  # noqa: E402
from ballots.secret.casting import secret_cast  # noqa: E402
from ballots.secret.credentials import secret_of  # noqa: E402
from ballots.secret.opening import secret_prepare  # noqa: E402
from ballots.secret.showing import work_of  # noqa: E402
from ballots.services.booth import booth_open  # noqa: E402
from members.claims import SessionClaim  # noqa: E402
from members.enums import Channel  # noqa: E402
from members.models import Body, Member  # noqa: E402
from tests.factories.ballots import Hall, make_hall  # noqa: E402

BRANCHES: Final = 400
THREADS: Final = 8
_TELL_SECONDS: Final = 5
_CHANGED: Final = 50
"""One in so many votes a second time, and only that counts."""

_TABLES: Final = (
    "ballots_archiverecord",
    "ballots_sealedballot",
    "ballots_rollentry",
    "audit_entry",
)


def register(_folder: Path, voters: str) -> dict[str, Any]:
    """Enter officers, branches and members, and ask for a secret vote."""
    call_command("migrate", verbosity=0)
    hall = make_hall(delegates=0)
    with recorded_writes():
        branches = Body.objects.bulk_create(
            Body(code=f"X{n:04}", name=f"Branch {n:04}", kind="branch", parent=hall.union)
            for n in range(BRANCHES)
        )
        Member.objects.bulk_create(
            (
                Member(
                    membership_number=f"X{n:07}",
                    name=f"Asha Bellweather {n}",
                    branch=branches[n % BRANCHES],
                )
                for n in range(int(voters))
            ),
            batch_size=2000,
        )
    hall.create(form=VotingForm.SECRET_BALLOT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {}


def prepare(_folder: Path) -> dict[str, Any]:
    """Make the credentials of the roll, as the service does before an opening."""
    secret_prepare(
        ballot=Ballot.objects.get(),
        voters=list(_voters().values_list("pk", flat=True)),
        progress=_Telling("credentials").tell,
    )
    return {}


def opens(_folder: Path) -> dict[str, Any]:
    """Freeze the roll and open the archive."""
    hall = _hall()
    roll = [
        services.RollLine(voter, None, 1, f"register:{voter.pseudonym}")
        for voter in _voters().only("pseudonym")
    ]
    services.ballot_open(
        ballot=Ballot.objects.get(), actor=hall.teller, roll=roll, window_seconds=24 * 60 * 60
    )
    return {}


def seals(folder: Path, part: str, of: str) -> dict[str, Any]:
    """Seal a share of the ballots, as browsers do: load, and no part of what is measured."""
    vote = SealedVote.objects.defer("credentials").get()
    election = Election.read(vote.election.encode())
    mine = islice(_voters().values_list("pk", flat=True), int(part), None, int(of))
    with (folder / f"ballots-{part}").open("w") as out:
        for number, voter in enumerate(mine):
            secret = secret_of(vote.uuid, voter)
            choices = [number % 3, (number + 1) % 3] if number % _CHANGED == 0 else [number % 3]
            for choice in choices:
                answer = tuple(int(place == choice) for place in range(3))
                out.write(f"{voter}\t{seal(election, secret, [answer]).decode()}\n")
    return {}


def casts(folder: Path) -> dict[str, Any]:
    """Let everybody into the booth and take their ballot, by threads as a web server has them."""
    ballot = Ballot.objects.get()
    telling, due = _Telling("ballots"), _lines_in(folder)
    booth, cast = [], []

    def one(line: str) -> None:
        named, _, text = line.rstrip("\n").partition("\t")
        voter = Member.objects.get(pk=named)
        began = time.thread_time()
        held = booth_open(ballot=ballot, voter=voter, channel=Channel.EMAIL)
        entered = time.thread_time()
        claim = SessionClaim(voter.pk, 0)
        secret_cast(ballot_id=ballot.pk, voter=claim, raw=text.encode(), booth_pass=held)
        booth.append(entered - began)
        cast.append(time.thread_time() - entered)
        telling.tell(len(cast), due)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in _a_few_ahead(pool, one, _interleaved(folder)):
            done.result()
    return {"ballots": len(cast), "booth_seconds": sum(booth), "cast_seconds": sum(cast)}


def closes(_folder: Path) -> dict[str, Any]:
    """Close the vote: everybody has voted. What follows is the workers'."""
    services.ballot_close(ballot=Ballot.objects.get(), actor=_hall().teller)
    return {}


def opening(_folder: Path) -> dict[str, Any]:
    """Wait until the workers have added up, opened, and written the result."""
    while (vote := SealedVote.objects.defer("credentials").get()).stage != SealedStage.RESULT:
        for label, done, of in work_of(vote):
            print(f"    {label}: {done} of {of} pieces", file=sys.stderr, flush=True)
        time.sleep(0.5)
    return {"result": vote.result}


def reconciles(_folder: Path) -> dict[str, Any]:
    """Hold tables and log against each other, ballot by ballot, as every declaration does."""
    if found := discrepancies(Ballot.objects.get()):
        raise SystemExit(f"The tables do not agree with the log: {', '.join(found)}")
    return {}


def declares(_folder: Path) -> dict[str, Any]:
    """Declare the result, reconciling once more; from here the whole archive is served."""
    services.ballot_declare(ballot=Ballot.objects.get(), actor=_hall().chair)
    return {}


def streams(folder: Path) -> dict[str, Any]:
    """Write the archive as its page streams it, and say how much room all takes."""
    vote = SealedVote.objects.select_related("ballot").defer("credentials").get()
    what = served(vote)
    with (folder / f"{vote.uuid}.bel").open("wb") as out:
        for piece in archive_bytes(vote, what.records):
            out.write(piece)
        size = out.tell()
    if size != what.size:
        raise SystemExit(f"{size} bytes were streamed, and {what.size} announced.")
    with connection.cursor() as cursor:
        rooms = {}
        for table in _TABLES:
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
            rooms[table] = cursor.fetchone()[0]
    counted = SealedBallot.objects.count(), ArchiveRecord.objects.count()
    head = f"{vote.height}:{what.head}"
    return {"archive": size, "rooms": rooms, "counted": counted, "uuid": vote.uuid, "head": head}


class _Telling:
    """Tells how far something is, every few seconds."""

    def __init__(self, what: str) -> None:
        self._what, self._began = what, time.perf_counter()
        self._told = self._began

    def tell(self, done: int, of: int) -> None:
        """Say that so many are done, of how many."""
        now = time.perf_counter()
        if now - self._told < _TELL_SECONDS:
            return
        self._told = now
        rate = done / (now - self._began)
        words = f"    {done:,} of {of:,} {self._what}, {rate:,.0f} a second"
        print(words, file=sys.stderr, flush=True)


def _voters() -> Any:
    return Member.objects.filter(membership_number__startswith="X").order_by("pk")


def _hall() -> Hall:
    named = {"chair": "Maureen Ashgrove", "returning_officer": "Winifred Tarn"}
    found = {who: Member.objects.get(name=name) for who, name in named.items()}
    teller = Member.objects.get(name="Idris Penhale")
    body = Ballot.objects.select_related("body").get().body
    return Hall(union=body, branch=body, teller=teller, delegates=[], **found)  # type: ignore[arg-type]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("ballots-*"))


def _lines_in(folder: Path) -> int:
    found = 0
    for file in _files(folder):
        with file.open() as lines:
            found += sum(1 for _ in lines)
    return found


def _interleaved(folder: Path) -> Iterator[str]:
    """Give the ballots; whoever changes their vote sends both in their order, and not at once."""
    again: list[str] = []
    for file in _files(folder):
        before = ""
        with file.open() as lines:
            for line in lines:
                voter = line.partition("\t")[0]
                if voter == before:
                    again.append(line)
                else:
                    yield line
                before = voter
    yield from again


def _a_few_ahead(
    pool: ThreadPoolExecutor, work: Callable[[str], None], given: Iterator[str]
) -> Iterator[Future[None]]:
    waiting: list[Future[None]] = []
    for one in given:
        waiting.append(pool.submit(work, one))
        if len(waiting) > 4 * THREADS:
            yield waiting.pop(0)
    yield from waiting


STEPS: Final[dict[str, Callable[..., dict[str, Any]]]] = {
    each.__name__: each
    for each in (
        register,
        prepare,
        opens,
        seals,
        casts,
        closes,
        opening,
        reconciles,
        declares,
        streams,
    )
}

if __name__ == "__main__":
    name, where, *rest = sys.argv[1:]
    print(json.dumps(STEPS[name](Path(where), *rest)))
    connections.close_all()
