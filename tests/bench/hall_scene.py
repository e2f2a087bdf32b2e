"""The scene of the hall's benchmark: a conference that sits, its delegates, and a chair."""

import django

django.setup()

from uuid import UUID, uuid4  # noqa: E402

from django.core.management import call_command  # noqa: E402

from audit.formats.merkle import leaf_hash  # noqa: E402
from audit.models import Entry  # noqa: E402
from ballots.models import Ballot, Cast, RollEntry  # noqa: E402
from ballots.receipts import code_of  # noqa: E402
from conferences.hall import FLOOR, show  # noqa: E402
from conferences.services import check_out  # noqa: E402
from live.tokens import stream_url  # noqa: E402
from tests.bench.load import SLOT  # noqa: E402
from tests.bench.scene import cookies_of, get, post  # noqa: E402
from tests.pages.halls import make_hall  # noqa: E402

BRANCH_DELEGATES = 20


class Scene:
    """One hall; `requests` are made beforehand, so that the load costs little."""

    def __init__(self, *, delegates: int, motions: int) -> None:
        call_command("migrate", verbosity=0)
        branches = delegates // BRANCH_DELEGATES
        self.hall = make_hall(branches=branches, delegates=BRANCH_DELEGATES, motions=motions)
        # The leader of each delegation stays to the end: a hall thins out evenly.
        self.present = sorted(self.hall.credentials, key=lambda each: not each.is_leader)
        self.cookies = [cookies_of(credential.member) for credential in self.present]

    def streams(self, number: int) -> list[str]:
        """Give the addresses of so many open pages, each with a token of its own."""
        return [stream_url([f"floor:{self.hall.conference.code}"]) for _ in range(number)]

    def go_home(self, staying: int) -> None:
        """Check out all but so many."""
        for credential in self.present[staying:]:
            check_out(credential=credential, actor=credential.member)
        del self.present[staying:], self.cookies[staying:]

    def floor(self) -> list[list[str]]:
        """Give for each delegate the request of the floor: one insert, and nothing else."""
        return [[_numbered(post("/bench/one-insert/", *one), uuid4())] for one in self.cookies]

    def open_vote(self) -> Ballot:
        """Take the next motion as far as its vote."""
        self.hall.put_the_motion()
        self.hall.press("open_vote")
        return self.hall.ballot

    def votes(self, ballot: Ballot, *, with_panel: bool = True) -> list[list[str]]:
        """Give for each delegate the press, and what their page asks for once it is recorded."""
        panel = f"/c/{self.hall.conference.code}/delegation/"
        return [
            [
                _numbered(post(f"/ballots/{ballot.pk}/cast/", *one), uuid4()),
                *([_closing(get(panel, one[0]))] if with_panel else []),
            ]
            for one in self.cookies
        ]

    def finish(self) -> None:
        """Close the vote early, everyone having voted, and declare its result."""
        self.hall.press("close_vote")
        self.hall.press("declare")

    def broadcast(self) -> None:
        """Show the floor as it stands to everyone: what an act of the chair does."""
        from django.db import transaction  # noqa: PLC0415 - as in the services

        with transaction.atomic():
            show(self.hall.conference, *FLOOR)

    def check(self, ballot: Ballot, codes: list[str]) -> None:
        """Insist that each acknowledged vote is kept and in the log, and each voter counts once."""
        kept = Cast.objects.filter(roll_entry__ballot=ballot).values_list("entry_id", flat=True)
        leaves = Entry.objects.filter(pk__in=list(kept)).values_list("leaf", flat=True)
        written = {code_of(leaf_hash(bytes(leaf))) for leaf in leaves}
        marks = RollEntry.objects.filter(ballot=ballot, cast__isnull=False).count()
        if lost := set(codes) - written:
            raise SystemExit(f"{len(lost)} acknowledged votes are lost, such as {lost.pop()}")
        if not len(written) == len(kept) == len(set(codes)) == len(codes) == marks:
            counts = f"{len(codes)} receipts, {len(kept)} votes, {len(written)} in the log"
            raise SystemExit(f"{counts}, {marks} marks")


def _numbered(request: str, number: UUID) -> str:
    return _closing(request.replace(SLOT.decode(), number.hex))


def _closing(request: str) -> str:
    return request.replace("\r\n", "\r\nConnection: close\r\n", 1)
