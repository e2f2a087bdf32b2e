"""Many workers at one opening: whoever comes second writes nothing, and nothing is an error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from audit.models import Entry
from ballots.enums import OpeningWork, SealedStage
from ballots.secret import pieces, tasks
from config import celery_app
from tests import workers
from tests.factories.ballots import make_hall
from tests.factories.secret import SealedHall, make_sealed

AT_ONCE = 8

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")


def all_go_on(sealed: SealedHall) -> None:
    """Have as many as there are go on with an opening at one moment."""
    together = Barrier(AT_ONCE)

    def one(_number: int) -> None:
        together.wait()
        try:
            tasks.opening_go_on(sealed.ballot.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(one, range(AT_ONCE)))


def do_pieces(sealed: SealedHall) -> None:
    """Do the pieces that are planned, and go no further."""
    for pk in pieces.free(sealed.ballot.pk):
        piece = pieces.take(pk)
        assert piece
        pieces.do(piece)


def test_sums_and_share_are_written_once(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    choices = ("for", "against", "for", "for", "abstain", "for")
    sealed = make_sealed(make_hall(delegates=len(choices)))
    for number, choice in enumerate(choices):
        sealed.cast(number, choice)
    monkeypatch.setattr("ballots.secret.closing.AT_ONCE", 0)  # left to workers, as many would be
    monkeypatch.setattr(pieces, "AT_ONCE", dict.fromkeys(OpeningWork, 2))
    with workers.broker(redis_url):
        sealed.close()
        pieces.plan(sealed.vote, OpeningWork.TALLY, len(choices))
        do_pieces(sealed)
        all_go_on(sealed)
        assert sealed.vote.stage == SealedStage.TALLIED
        do_pieces(sealed)
        all_go_on(sealed)
        celery_app.control.purge()
    assert sealed.vote.stage == SealedStage.RESULT
    for kind in ("sealed_vote.tallied", "partial_decryption.given", "sealed_vote.opened"):
        assert Entry.objects.filter(kind=kind).count() == 1, kind
    result = sealed.declare().result
    assert result
    assert result["figures"] == {"for": 4, "against": 1, "abstain": 1}


def test_vote_below_its_floor_is_left_sealed_once(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = make_sealed(make_hall(delegates=4))
    sealed.cast(0, "for")
    monkeypatch.setattr("ballots.secret.closing.AT_ONCE", 0)
    with workers.broker(redis_url):
        sealed.close()
        all_go_on(sealed)
        celery_app.control.purge()
    assert sealed.vote.stage == SealedStage.UNOPENED
    assert Entry.objects.filter(kind="sealed_vote.left_sealed").count() == 1
