"""Casting under concurrency, on real PostgreSQL connections."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from audit.formats.canonical import parse
from audit.models import Entry
from audit.refusal import Refusal
from ballots.models import Ballot, Cast, RollEntry
from ballots.receipts import Receipt
from ballots.selectors import turnout
from ballots.services import ballot_close
from members.models import Member
from tests.factories.ballots import Hall, cast_by, make_hall

pytestmark = pytest.mark.django_db(transaction=True)

VOTERS = 200
THREADS = 40

Job = Callable[[], Receipt]


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")


def run_at_once(lanes: Sequence[Sequence[Job]]) -> list[Receipt | Refusal]:
    """Run each lane of jobs in a thread with a connection of its own, all starting together."""
    answers: list[Receipt | Refusal] = []
    start = Barrier(len(lanes))

    def run(lane: Sequence[Job]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            for job in lane:
                try:
                    answers.append(job())
                except Refusal as refusal:
                    answers.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(lane,)) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def double_casts(hall: Hall, ballot: Ballot, *, same_request: bool) -> list[list[Job]]:
    """Have every delegate vote twice: two lanes go through the same delegates side by side."""
    lanes: list[list[Job]] = [[] for _ in range(THREADS)]
    for number, voter in enumerate(hall.delegates):
        request_id = uuid4()
        for twin in (0, 1):
            sent = request_id if same_request else uuid4()
            vote = partial(cast_by, voter, ballot, "for", request_id=sent)
            lanes[(2 * number + twin) % THREADS].append(vote)
    return lanes


def test_two_hundred_double_casts_of_one_request_leave_one_vote_each() -> None:
    hall = make_hall(delegates=VOTERS)
    ballot = hall.open()
    answers = run_at_once(double_casts(hall, ballot, same_request=True))
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    assert Counter(Counter(answers).values()) == {2: VOTERS}  # each receipt was given twice
    assert Cast.objects.count() == Entry.objects.filter(kind="vote.cast").count() == VOTERS
    assert turnout(ballot).voted == VOTERS


def test_two_hundred_double_casts_of_two_requests_leave_one_vote_each() -> None:
    hall = make_hall(delegates=VOTERS)
    ballot = hall.open()
    answers = run_at_once(double_casts(hall, ballot, same_request=False))
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    assert Cast.objects.count() == Entry.objects.filter(kind="vote.cast").count() == 2 * VOTERS
    marks = list(RollEntry.objects.filter(ballot=ballot).values_list("cast_id", flat=True))
    assert None not in marks
    assert len(set(marks)) == VOTERS


def test_votes_racing_the_close_are_counted_before_it_or_refused_after_it() -> None:
    hall = make_hall(delegates=THREADS)
    ballot = hall.open()
    for voter in hall.delegates:
        cast_by(voter, ballot)

    def changes(voter: Member) -> list[Job]:
        return [partial(cast_by, voter, ballot, c) for c in ["against", "abstain", "for"] * 4]

    found: list[list[str | None]] = []

    def marks() -> list[str | None]:
        roll = RollEntry.objects.filter(ballot=ballot).order_by("pk")
        return list(roll.values_list("cast__choice", flat=True))

    def close() -> None:
        try:
            time.sleep(0.1)
            ballot_close(ballot=ballot, actor=None)
            found.append(marks())
        finally:
            connection.close()

    closing = Thread(target=close)
    closing.start()
    answers = run_at_once([changes(voter) for voter in hall.delegates])
    closing.join()
    refused = Counter(answer.code for answer in answers if isinstance(answer, Refusal))
    assert set(refused) == {"ballot-closed"}
    assert found == [marks()]  # nothing moved once the close was through
    accepted = sum(isinstance(answer, Receipt) for answer in answers)
    assert Cast.objects.count() == accepted + THREADS
    late = Entry.objects.filter(kind="vote.refused").values_list("leaf", flat=True)
    voters = [parse(bytes(leaf))["by"] for leaf in late]
    assert 0 < len(voters) == len(set(voters)) <= refused["ballot-closed"]
