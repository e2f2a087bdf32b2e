"""A worker is killed while it adds ballots up: another takes its piece, and the sums are right."""

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
from config import celery_app
from tests import workers
from tests.factories.ballots import make_hall
from tests.factories.secret import make_sealed

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
