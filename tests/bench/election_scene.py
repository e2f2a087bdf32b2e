"""The scene of the election benchmark: a roll of many, who have all voted, and their officers."""

import django

django.setup()

from collections.abc import Callable, Iterator  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from functools import partial  # noqa: E402
from pathlib import Path  # noqa: E402
from tempfile import TemporaryDirectory  # noqa: E402
from uuid import uuid4  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from audit.recording import entry, prepare  # noqa: E402
from audit.store.sequencer import sequence_all  # noqa: E402
from audit.store.write_guard import recorded_writes  # noqa: E402
from ballots import services  # noqa: E402
from ballots.casting.papers import seal_of  # noqa: E402
from ballots.casting.writing import KIND  # noqa: E402
from ballots.declaring.wording import OfficerStatement  # noqa: E402
from ballots.election_paper import Nominee, longest  # noqa: E402
from ballots.models import Ballot  # noqa: E402
from ballots.services import RollLine  # noqa: E402
from members.models import Body, Member  # noqa: E402
from tests.bench import papers  # noqa: E402
from tests.factories.booths import Booth, make_booth  # noqa: E402
from tests.factories.members import signed_in  # noqa: E402

_AT_ONCE = 20_000


@dataclass
class Scene:
    """An open election in which everyone has voted."""

    booth: Booth
    ballot: Ballot

    def acts(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Give what is done with it, in this order."""
        hall, ballot = self.booth.hall, self.ballot
        officer = signed_in(hall.returning_officer)
        yield "close", lambda: services.ballot_close(ballot=ballot, actor=hall.teller)
        yield "count", lambda: self.booth.count(ballot)
        yield "declare", lambda: self.booth.declare(ballot)
        for name in ("count", "count", "other_rules", "other_rules"):
            yield f"page: {name}", partial(self.page, Client(), name)
        for kind in ("blt", "blt", "json"):
            yield f"papers.{kind}", partial(self.page, Client(), "papers", kind)
        yield "(the log gives places)", sequence_all
        for _again in range(2):
            yield "page: sign_declaration", lambda: self.page(officer, "sign_declaration")
        said = OfficerStatement(signed_as=hall.returning_officer.name)
        yield (
            "sign",
            lambda: services.declaration_sign(
                ballot=ballot, actor=hall.returning_officer, statement=said
            ),
        )
        yield "page: declaration", lambda: self.page(Client(), "declaration")

    def page(self, client: Client, name: str, *more: str) -> None:
        """Ask for a page, and insist on it."""
        answer = client.get(reverse(f"ballots:{name}", args=[self.ballot.pk, *more]))
        if answer.status_code != 200 or not b"".join(answer):
            raise SystemExit(f"{name}: {answer.status_code}")


def lay_down(number: int) -> Scene:
    """Make the members, open the election to them, and write a vote of each."""
    call_command("migrate", verbosity=0)
    booth = make_booth(voters=1)
    voters = list(_members(number, booth.hall.branch))
    roll = [
        RollLine(voter, booth.hall.branch, 1, f"credential:BENCH/{place}")
        for place, voter in enumerate(voters)
    ]
    standing = [Nominee(f"Candidate {place}") for place in range(1, papers.CANDIDATES + 1)]
    ballot = services.ballot_open(
        ballot=booth.create(candidates=standing, seats=papers.SEATS, ron=False),
        actor=booth.hall.teller,
        roll=roll,
        window_seconds=24 * 60 * 60,
    )
    _vote(ballot, voters)
    return Scene(booth, ballot)


def _members(number: int, branch: Body) -> Iterator[Member]:
    with entry(actor=None) as log:
        log.record("bench.prepared", subject="bench")
        for start in range(0, number, _AT_ONCE):
            yield from Member.objects.bulk_create(
                Member(membership_number=f"BENCH{place}", name=f"Voter {place}", branch=branch)
                for place in range(start, min(start + _AT_ONCE, number))
            )


def _vote(ballot: Ballot, voters: list[Member]) -> None:
    seal, length = seal_of(ballot.pk), longest(papers.CANDIDATES)
    assert seal
    lines = dict(ballot.roll.values_list("voter_id", "pk"))
    casts, entries = [], []
    for voter, ranking in zip(voters, _rankings(len(voters)), strict=True):
        request = uuid4()
        sealed = seal.close(ranking, length=length, voter=voter.pk, request=request)
        vote = prepare(
            KIND, actor=voter.pseudonym, subject=ballot.log_name, personal={"choice": sealed}
        )
        line = lines[voter.pk]
        casts.append((request, line, sealed, vote.salts["choice"], vote.id, vote.at))
        entries.append((vote.id, vote.at, vote.kind, vote.subject, vote.leaf))
    with recorded_writes(), connection.cursor() as cursor:
        for copied, rows in (
            ("ballots_cast (id, roll_entry_id, choice, salt, entry_id, at)", casts),
            ("audit_entry (id, at, kind, subject, leaf)", entries),
        ):
            with cursor.copy(f"COPY {copied} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute(
            "UPDATE ballots_rollentry line SET cast_id = c.id, voted = true FROM ballots_cast c "
            "WHERE c.roll_entry_id = line.id"
        )
        cursor.execute("ANALYZE")


def _rankings(number: int) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "papers.blt"
        papers.write(file, number)
        with file.open() as lines:
            next(lines)
            for _paper, line in zip(range(number), lines, strict=False):
                yield line.rstrip()[2:-2]
