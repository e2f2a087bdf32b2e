"""The processes that check ballots, poisoned, stopped and short of room: nobody waits for ever."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from audit.refusal import Refusal
from ballots.secret import proofs_pool
from ballots.secret.proofs_pool import BUSY, Pool
from tests.factories.sealed_votes import Vote


@pytest.fixture(scope="module")
def vote() -> Vote:
    return Vote(voters=2)


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(workers=1)
    yield pool
    pool.end()


def check(pool: Pool, vote: Vote, voter: int = 0) -> dict[str, object]:
    asked = vote.seal(voter, (1, 0, 0)).decode()
    credential = list(vote.weights)[voter]
    return pool.check(election=vote.election.raw.decode(), ballot=asked, credential=credential)


def test_what_breaks_the_check_ends_no_worker(pool: Pool, vote: Vote) -> None:
    assert pool.check(election="{", ballot="{", credential=1)["code"] == "unchecked"
    pids = pool.pids
    assert "tracker" in check(pool, vote)
    assert pool.pids == pids


def test_worker_that_hangs_is_given_up_and_replaced(
    pool: Pool, vote: Vote, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(pool, vote)
    [pid] = pool.pids
    os.kill(pid, signal.SIGSTOP)
    with monkeypatch.context() as short:
        short.setattr(proofs_pool, "_PATIENCE_SECONDS", 0.01)
        with pytest.raises(Refusal) as refused:
            check(pool, vote)
    assert refused.value.code == BUSY
    assert "tracker" in check(pool, vote)
    assert pid not in pool.pids


def test_refused_at_once_when_the_queue_is_full(pool: Pool, vote: Vote) -> None:
    room = pool._room
    while room.acquire(blocking=False):  # as many as may wait do
        continue
    with pytest.raises(Refusal) as refused:
        check(pool, vote)
    assert refused.value.code == BUSY
    room.release()
    assert "tracker" in check(pool, vote)


def test_refused_for_now_when_no_process_can_be_started(
    pool: Pool, vote: Vote, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(Refusal) as refused:
            check(pool, vote)
    assert refused.value.code == BUSY
    assert "tracker" in check(pool, vote)
