"""A worker is killed as it adds ballots up, or shuffles: another does it, and the result holds."""

import os
import signal
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ballots.enums import OpeningWork, SealedStage
from ballots.models import OpeningPiece
from ballots.secret import pieces, tasks
from ballots.secret.archive import vote_locked
from ballots.secret.making import Sealing
from ballots.secret.record import shuffles_of
from config import celery_app
from tests import workers
from tests.factories.ballots import make_hall
from tests.factories.booths import Booth
from tests.factories.secret import SealedHall, make_sealed

CHOICES = ("for", "against", "for", "abstain", "for", "for")


def comes_true(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="Its locks hold the worker up.")
def test_piece_of_a_worker_that_was_killed_is_done_by_another(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = make_sealed(make_hall(delegates=len(CHOICES)))
    for number, choice in enumerate(CHOICES):
        sealed.cast(number, choice)
    monkeypatch.setattr("ballots.secret.closing.AT_ONCE", 0)  # left to workers, as many would be
    monkeypatch.setattr(pieces, "AT_ONCE", dict.fromkeys(OpeningWork, 2))
    with workers.broker(redis_url):
        sealed.close()
        celery_app.control.purge()  # the broker forgets what the close asked for, too
        pieces.plan(sealed.vote, OpeningWork.TALLY, len(CHOICES))
        first, *_ = pieces.free(sealed.vote.pk)
        held = OpeningPiece.objects.filter(pk=first, outcome="", taken_at__isnull=False)
        with workers.worker_process(connection.settings_dict["NAME"], redis_url) as pid:
            comes_true(lambda: bool(celery_app.control.ping(timeout=2)))
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("LOCK TABLE ballots_archiverecord")  # which the worker waits for
                tasks.piece_work.delay(first)
                comes_true(held.exists)
                os.kill(pid, signal.SIGKILL)
        assert held.exists()
        assert first not in pieces.free(sealed.vote.pk)
        held.update(taken_at=timezone.now() - pieces.PATIENCE)
        with workers.worker():
            assert tasks.openings_look() == 1
            comes_true(lambda: sealed.vote.stage == SealedStage.RESULT)
    assert not sealed.vote.pieces.exists()
    result = sealed.declare().result
    assert result
    assert result["figures"] == {"for": 4, "against": 1, "abstain": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="Its locks hold the worker up.")
def test_shuffle_of_a_worker_that_was_killed_is_made_by_another(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = ([1, 2, 3, 0], [2, 1, 0, 0], [1, 0, 2, 0], [0, 1, 2, 3], [1, 2, 0, 0], [1, 0, 0, 0])
    booth = Booth(make_hall(delegates=len(papers)))
    sealed = SealedHall(booth.hall, booth.open(ron=False, sealing=Sealing()))
    for number, ranks in enumerate(papers):
        sealed.cast(number, ranks)
    monkeypatch.setattr("ballots.secret.closing.AT_ONCE", 0)
    with workers.broker(redis_url):
        sealed.close()
        celery_app.control.purge()
        pieces.plan(sealed.vote, OpeningWork.TALLY, len(papers))
        for pk in pieces.free(sealed.vote.pk):
            piece = pieces.take(pk)
            assert piece
            pieces.do(piece)
        assert tasks._tally(sealed.vote)
        with workers.worker_process(connection.settings_dict["NAME"], redis_url) as pid:
            comes_true(lambda: bool(celery_app.control.ping(timeout=2)))
            with transaction.atomic():
                vote_locked(sealed.vote.pk)  # which the worker waits for, its shuffle made
                tasks.opening_work.delay(str(sealed.vote.pk))
                comes_true(somebody_waits)
                os.kill(pid, signal.SIGKILL)
        assert not shuffles_of(sealed.vote)
        with workers.worker():
            assert tasks.openings_look() == 1
            comes_true(lambda: sealed.vote.stage == SealedStage.RESULT)
    assert len(shuffles_of(sealed.vote)) == 2
    assert booth.count(sealed.vote.ballot).elected


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        (waits,) = cursor.fetchone()
    return bool(waits)
