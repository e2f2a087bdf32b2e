"""Credentials of a large roll, made in shares: by any worker, once, for the voters as they are."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots.enums import VotingForm
from ballots.models import Ballot, OpeningPiece, SealedVote
from ballots.sealing.credentials import published
from ballots.sealing.hashing import hexadecimal
from ballots.secret import preparing
from ballots.secret.credentials import publics_of
from ballots.secret.opening import secret_prepare
from ballots.secret.pieces import PATIENCE, take
from ballots.secret.preparing import (
    credentials_gather,
    is_at_work,
    prepared,
    share_make,
    shares_lay,
    shares_left,
)
from tests.factories.ballots import Hall, make_hall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four voters are a share, and more than two are prepared."""
    monkeypatch.setattr(preparing, "SHARE", 4)
    monkeypatch.setattr(preparing, "AT_ONCE", 2)


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=12)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.create(form=VotingForm.SECRET_BALLOT)


def vote_of(ballot: Ballot) -> SealedVote:
    return SealedVote.objects.get(pk=ballot.pk)


def test_shares_together_are_the_credentials_of_the_roll(hall: Hall, ballot: Ballot) -> None:
    vote, voters = vote_of(ballot), [each.pk for each in hall.delegates]
    assert shares_lay(vote, voters).left == 12
    assert [share_make(pk, voters) for pk in shares_left(vote)] == [True] * 3
    assert (prepared(vote).made, prepared(vote).is_enough) == (12, True)
    held = "".join(OpeningPiece.objects.values_list("outcome", flat=True))
    assert str(publics_of(vote, voters[:1])[0]) not in held, "encrypted until the opening"
    credentials_gather(ballot=ballot, voters=voters)
    vote.refresh_from_db()
    assert vote.credentials.encode() == published(publics_of(vote, voters))
    assert not OpeningPiece.objects.exists()


def test_worker_that_was_killed_leaves_one_share_for_another(hall: Hall, ballot: Ballot) -> None:
    vote, voters = vote_of(ballot), [each.pk for each in hall.delegates]
    shares_lay(vote, voters)
    lost, *others = shares_left(vote)
    take(lost)  # and nothing more is heard of whoever did
    assert [share_make(pk, voters) for pk in (lost, *others)] == [False, True, True]
    assert is_at_work(vote)
    with pytest.raises(Refusal) as refused:
        credentials_gather(ballot=ballot, voters=voters)
    assert refused.value.code == "not-prepared"
    assert "of 12 voters" in refused.value.message
    with time_machine.travel(timezone.now() + PATIENCE + timedelta(seconds=1)):
        assert not is_at_work(vote)
        assert share_make(lost, voters)
    assert not prepared(vote).left


def test_register_that_changed_spoils_the_shares_of_who_came_or_went_alone(
    hall: Hall, ballot: Ballot
) -> None:
    vote, voters = vote_of(ballot), [each.pk for each in hall.delegates]
    shares_lay(vote, voters)
    for pk in shares_left(vote):
        share_make(pk, voters)
    made = dict(OpeningPiece.objects.values_list("number", "outcome"))
    without = voters[:-1]
    shares_lay(vote, without)
    kept = dict(OpeningPiece.objects.exclude(outcome="").values_list("number", "outcome"))
    assert kept == {number: made[number] for number in kept}
    assert len(kept) == 2
    (left,) = shares_left(vote)
    assert not share_make(left, voters), "a worker with yesterday's register makes nothing"
    assert shares_left(vote) == [left]
    assert share_make(left, without)


def test_refused_when_a_share_was_written_by_somebody_else(hall: Hall, ballot: Ballot) -> None:
    vote, voters = vote_of(ballot), [each.pk for each in hall.delegates]
    shares_lay(vote, voters)
    for pk in shares_left(vote):
        share_make(pk, voters)
    one, other = OpeningPiece.objects.order_by("number")[:2]
    for forged in (other.outcome, "AAAA", "no base64 at all"):
        OpeningPiece.objects.filter(pk=one.pk).update(outcome=forged)
        with pytest.raises(Refusal) as refused:
            credentials_gather(ballot=ballot, voters=voters)
        assert refused.value.code == "not-as-prepared"
    assert vote_of(ballot).credentials == ""


def test_refused_when_the_vote_is_open(hall: Hall, ballot: Ballot) -> None:
    vote, voters = vote_of(ballot), [each.pk for each in hall.delegates]
    with recorded_writes():
        SealedVote.objects.filter(pk=vote.pk).update(stage="voting")
    with pytest.raises(Refusal) as refused:
        shares_lay(vote, voters)
    assert refused.value.code == "vote-opened"


def test_rolls_that_differ_by_one_tell_nobody_whose_that_credential_is(
    hall: Hall, ballot: Ballot
) -> None:
    """A list is prepared, somebody joins, it is prepared again; the last one is published."""
    voters = [each.pk for each in hall.delegates]
    secret_prepare(ballot=ballot, voters=voters[:-1])
    secret_prepare(ballot=ballot, voters=voters)
    credentials = json.loads(vote_of(ballot).credentials)
    guessed = {
        hexadecimal(published(int(each) for each in credentials if each != one))
        for one in credentials
    }
    log = b"".join(bytes(raw) for raw in Entry.objects.values_list("leaf", flat=True)).decode()
    assert log.count('"sealed_vote.prepared"') == 2
    assert not any(each in log for each in guessed)
