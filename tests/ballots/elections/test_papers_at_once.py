"""Papers under concurrency, on real PostgreSQL connections."""

import time
from collections import Counter
from functools import partial
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection

from audit.models import Entry
from audit.refusal import Refusal
from ballots.models import Cast, Paper, PaperKey, RollEntry
from ballots.receipts import Receipt
from ballots.services import ballot_close
from members.models import Member
from tests.ballots.test_casting_at_once import Job, run_at_once
from tests.factories.booths import cast_paper, make_booth

pytestmark = pytest.mark.django_db(transaction=True)

VOTERS = 40


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")


def test_double_presses_of_one_request_leave_one_paper_each() -> None:
    booth = make_booth(voters=VOTERS)
    ballot = booth.open()
    lanes: list[list[Job]] = []
    for voter in booth.hall.delegates:
        press = partial(cast_paper, voter, ballot, [2, 1], request_id=uuid4())
        lanes += [[press], [press]]
    answers = run_at_once(lanes)
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    assert Counter(Counter(answers).values()) == {2: VOTERS}
    assert Cast.objects.count() == Entry.objects.filter(kind="vote.cast").count() == VOTERS


def test_papers_racing_the_close_are_opened_by_it_or_refused_after_it() -> None:
    booth = make_booth(voters=VOTERS)
    ballot = booth.open()
    booth.cast(ballot, *[[1]] * VOTERS)

    def changes(voter: Member) -> list[Job]:
        return [partial(cast_paper, voter, ballot, [n, 1]) for n in [2, 3, 4] * 4]

    def close() -> None:
        try:
            time.sleep(0.1)
            ballot_close(ballot=ballot, actor=None)
        finally:
            connection.close()

    closing = Thread(target=close)
    closing.start()
    answers = run_at_once([changes(voter) for voter in booth.hall.delegates])
    closing.join()
    refused = Counter(answer.code for answer in answers if isinstance(answer, Refusal))
    assert set(refused) == {"ballot-closed"}
    accepted = sum(isinstance(answer, Receipt) for answer in answers)
    assert Cast.objects.count() == accepted + VOTERS
    assert Paper.objects.count() == VOTERS
    assert not PaperKey.objects.exists()
    assert RollEntry.objects.filter(cast__isnull=False).count() == VOTERS
    assert booth.count(ballot).number == 1  # every mark, digest and paper is as the log has it
