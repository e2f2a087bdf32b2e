"""What somebody with the tables, a changed form or a flood of ballots gets out of a sealed vote."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots import services
from ballots.booth_pass import booth_pass_token, cookie_of
from ballots.enums import VotingForm
from ballots.models import (
    ArchiveRecord,
    Ballot,
    RollEntry,
    SealedBallot,
    SealedVote,
    TrusteeBoard,
)
from ballots.reconciling import discrepancies
from ballots.sealing.credentials import new_secret, public_credential, published
from ballots.sealing.events import EventType, read_event
from ballots.sealing.groups import BELENIOS_2048
from ballots.sealing.hashing import hexadecimal
from ballots.secret import casting
from ballots.secret.archive import served
from ballots.secret.opening import secret_prepare
from ballots.secret.proofs_pool import BUSY, Pool
from ballots.secret.result import insist_on_opening
from tests.factories.ballots import Hall, make_hall
from tests.factories.secret import SealedHall, make_sealed

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture
def sealed(db: None) -> SealedHall:
    return make_sealed(make_hall(delegates=6))


def booth(sealed: SealedHall, **kept: Any) -> Client:
    client = Client(**kept)
    client.force_login(sealed.hall.delegates[0])
    client.cookies[cookie_of(sealed.ballot.pk)] = booth_pass_token(sealed.passes(0))
    return client


# --- A voter ----------------------------------------------------------------------------------


def test_one_voter_has_one_ballot_checked_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a hundred at once from one session would take every place from everybody."""
    pool = Pool(workers=1)
    begun, may_end = Barrier(2), Barrier(2)

    def slow(_asked: dict[str, str]) -> dict[str, Any]:
        begun.wait(10)
        may_end.wait(10)
        return {"tracker": "t"}

    monkeypatch.setattr(pool, "_asked", slow)
    first = Thread(target=lambda: pool.check(election="", ballot="", credential=7))
    first.start()
    begun.wait(10)
    with pytest.raises(Refusal) as refused:
        pool.check(election="", ballot="", credential=7)
    assert refused.value.code == BUSY
    may_end.wait(10)
    first.join(10)
    monkeypatch.setattr(pool, "_asked", lambda _asked: {"tracker": "t"})
    assert pool.check(election="", ballot="", credential=7) == {"tracker": "t"}


def test_voter_who_changes_again_and_again_waits_and_is_never_kept_out(
    sealed: SealedHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casting, "CHANGES_AT_ONCE", 2)
    assert [sealed.cast(0, "for").height, sealed.cast(0, "against").height] == [1, 2]
    with pytest.raises(Refusal) as refused:
        sealed.cast(0, "for")
    assert refused.value.code == "changed-often"
    assert sealed.cast(1, "for").height == 3
    with time_machine.travel(timezone.now() + casting.BETWEEN_CHANGES):
        assert sealed.cast(0, "for").height == 4


def test_ballot_is_not_taken_from_a_form_of_another_site(sealed: SealedHall) -> None:
    client = booth(sealed, enforce_csrf_checks=True)
    answer = client.post(
        reverse("ballots:secret_cast", args=[sealed.ballot.pk]),
        sealed.sealed(0, "for").decode(),
        content_type="text/plain",
    )
    assert answer.status_code == 403
    assert not sealed.vote.ballots.exists()


def test_far_too_large_a_ballot_is_not_read(sealed: SealedHall) -> None:
    answer = booth(sealed).post(
        reverse("ballots:secret_cast", args=[sealed.ballot.pk]),
        "x",
        content_type="text/plain",
        headers={"Content-Length": "10000000"},
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_pages_of_the_booth_cannot_be_framed_opened_or_given_a_script(sealed: SealedHall) -> None:
    answer = booth(sealed).get(reverse("ballots:secret_booth", args=[sealed.ballot.pk]))
    policy = dict(each.split(" ", 1) for each in answer["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == policy["form-action"] == "'self'"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Integrity-Policy"] == "blocked-destinations=(script)"


def test_name_of_a_question_runs_nothing(db: None) -> None:
    sealed = make_sealed(make_hall(), title=SCRIPT, question=SCRIPT)
    client = booth(sealed)
    for address in (
        reverse("ballots:secret_booth", args=[sealed.ballot.pk]),
        reverse("ballots:sealed", args=[sealed.vote.uuid]),
    ):
        page = client.get(address, {"tracker": SCRIPT}).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


# --- Whoever has the tables -------------------------------------------------------------------


def take_a_ballot_out(sealed: SealedHall) -> None:
    """Give one voter's ballot the credential of another, and take the mark off one of them."""
    first, second = SealedBallot.objects.order_by("height")[:2]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ballots_sealedballot DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE ballots_sealedballot SET credential = %s WHERE id = %s",
            [second.credential, first.pk],
        )
        cursor.execute("ALTER TABLE ballots_sealedballot ENABLE TRIGGER USER")
    RollEntry.objects.filter(pk=sealed.line(0).pk).update(voted=False)


def test_ballot_put_under_another_credential_is_found(sealed: SealedHall) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("tampering past the triggers is written for PostgreSQL")
    for number in range(2):
        sealed.cast(number, "for")
    assert not discrepancies(sealed.ballot)
    with recorded_writes():
        take_a_ballot_out(sealed)
    assert discrepancies(sealed.ballot) == ["sealed ballots"]


def opened(hall: Hall, ballot: Ballot) -> Ballot:
    return services.ballot_open(
        ballot=ballot, actor=hall.teller, roll=hall.roll(), window_seconds=90
    )


def exchange_the_credentials(ballot: Ballot) -> None:
    vote = SealedVote.objects.get(pk=ballot.pk)
    own = [public_credential(new_secret(), vote.uuid, BELENIOS_2048) for _ in range(3)]
    SealedVote.objects.filter(pk=vote.pk).update(credentials=published(own).decode())


def exchange_the_key(ballot: Ballot) -> None:
    TrusteeBoard.objects.filter(votes=ballot.pk).update(document='[["Single",{}]]')


def exchange_the_board(ballot: Ballot) -> None:
    board = TrusteeBoard.objects.create(name="-", group=BELENIOS_2048.name, state="ready")
    SealedVote.objects.filter(pk=ballot.pk).update(board=board)


@pytest.mark.parametrize("tamper", [exchange_the_credentials, exchange_the_key, exchange_the_board])
def test_refused_when_what_was_prepared_was_changed_before_the_opening(
    db: None, tamper: Callable[[Ballot], None]
) -> None:
    hall = make_hall()
    ballot = hall.create(form=VotingForm.SECRET_BALLOT)
    secret_prepare(ballot=ballot, voters=[each.pk for each in hall.delegates])
    with recorded_writes():
        tamper(ballot)
    with pytest.raises(Refusal) as refused:
        opened(hall, ballot)
    assert refused.value.code == "not-as-logged"


def test_what_was_prepared_is_opened_as_it_was(db: None) -> None:
    hall = make_hall()
    ballot = hall.create(form=VotingForm.SECRET_BALLOT)
    vote = secret_prepare(ballot=ballot, voters=[each.pk for each in hall.delegates])
    opened(hall, ballot)
    assert ArchiveRecord.objects.get(vote=vote, number=4).body == vote.credentials


def test_close_leaves_no_number_that_ties_a_mark_to_its_ballot(sealed: SealedHall) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row versions are PostgreSQL's")
    for number in range(6):
        sealed.cast(number, "for")
    assert len(row_versions(sealed)) > 1
    sealed.close()
    assert len(row_versions(sealed)) == 1


def row_versions(sealed: SealedHall) -> set[str]:
    """Give the transactions that last wrote the marks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT xmin::text FROM ballots_rollentry WHERE ballot_id = %s AND voted",
            [sealed.ballot.pk],
        )
        return {found for (found,) in cursor.fetchall()}


def test_floor_that_was_lowered_in_the_tables_opens_nothing(sealed: SealedHall) -> None:
    for number in range(2):
        sealed.cast(number, "for")
    sealed.close()
    with recorded_writes():
        SealedVote.objects.filter(pk=sealed.ballot.pk).update(floor=1, stage="tallied")
    with pytest.raises(Refusal) as refused:
        insist_on_opening(sealed.vote)
    assert refused.value.code == "below-the-floor"


def test_running_vote_is_not_opened_by_any_stage(sealed: SealedHall) -> None:
    for number in range(6):
        sealed.cast(number, "for")
    with recorded_writes():
        SealedVote.objects.filter(pk=sealed.ballot.pk).update(stage="tallied")
    with pytest.raises(Refusal) as refused:
        insist_on_opening(sealed.vote)
    assert refused.value.code == "not-to-open"


def test_result_that_is_not_declared_cannot_be_guessed_from_the_log(
    sealed: SealedHall, django_capture_on_commit_callbacks
) -> None:
    """Its head is in the log, and is a hash of what little there can be: of that one part is kept.

    Else anybody who reads the log tries every result there can be until the hash fits.
    """
    for number in range(6):
        sealed.cast(number, ("for", "against")[number % 2])
    with django_capture_on_commit_callbacks(execute=True):
        sealed.close()
    told = [bytes(leaf).decode() for leaf in Entry.objects.values_list("leaf", flat=True)]
    vote = sealed.vote
    assert any(vote.head in leaf for leaf in told)
    result = read_event(ArchiveRecord.objects.get(vote=vote, number=vote.records).body.encode())
    assert result.type is EventType.RESULT
    assert result.payload == hexadecimal(b'{"result":[[3,3,0]]}')
    assert result.parent
    assert not any(result.parent in leaf for leaf in told)
    assert served(vote).head != result.parent
