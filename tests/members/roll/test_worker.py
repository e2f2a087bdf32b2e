"""A roll is read and imported by a real worker behind a real broker."""

import time
from collections.abc import Iterator

import pytest

from members import services
from members.models import Member, RollState, WaitingRoll
from members.roll.tasks import roll_send_on
from tests import workers
from tests.factories.members import make_body, make_union
from tests.members.rolls import sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(redis_url: str) -> Iterator[None]:
    with workers.broker(redis_url), workers.worker():
        yield


def comes_to(roll: WaitingRoll, state: RollState) -> WaitingRoll:
    for _ in range(600):
        roll.refresh_from_db()
        if roll.state == state:
            return roll
        time.sleep(0.1)
    raise AssertionError(roll.state)


def test_worker_reads_a_roll_and_imports_it_once_that_is_decided(worker):
    make_body("B01", parent=make_union())
    roll = sent(b"Number,Name,Branch,E-mail\nA1,Ann Umber,B01,ann@example.org\n")

    roll_send_on(roll)
    seen = comes_to(roll, RollState.READY)
    decided = services.roll_decide(
        actor=None,
        roll=seen,
        fingerprint=seen.fingerprint,
        source="Extract",
        as_at=seen.sent_at.date(),
    )
    assert not Member.objects.filter(membership_number="A1").exists()
    roll_send_on(decided)

    comes_to(roll, RollState.DONE)
    assert Member.objects.get(membership_number="A1").email == "ann@example.org"
