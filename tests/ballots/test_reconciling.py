"""Somebody with the database changes a vote; nobody can declare the result."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from audit.formats.canonical import canonical
from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from audit.store import triggers
from ballots.declaring.counts import reconciliation_of
from ballots.enums import BallotState, Choice, Majority
from ballots.models import Ballot, Cast, RollEntry
from ballots.reconciling import discrepancies, roll_sha256
from ballots.services import ballot_close, ballot_declare
from tests.factories.ballots import Hall, cast_by, make_hall

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    """A vote in which everyone has voted, and one has changed theirs."""
    ballot = hall.open()
    for delegate in hall.delegates:
        cast_by(delegate, ballot, Choice.AGAINST)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        cast_by(hall.delegates[0], ballot, Choice.FOR)
    return ballot_close(ballot=ballot, actor=hall.teller)


def test_votes_as_cast_agree_with_the_log(hall: Hall, ballot: Ballot) -> None:
    assert discrepancies(ballot) == []
    assert ballot_declare(ballot=ballot, actor=hall.chair).state == BallotState.DECLARED


@pytest.mark.parametrize("leaf", [b"nonsense", b"[]", canonical({"of": "another", "t": "a.b"})])
def test_entries_that_somebody_wrote_past_the_program_stop_no_count(
    leaf: bytes, hall: Hall, ballot: Ballot
) -> None:
    for kind in ("ballot.created", "ballot.opened", "vote.cast", "ballot.declared"):
        at = timezone.now() - timedelta(days=1)
        Entry.objects.create(at=at, kind=kind, subject=ballot.log_name, leaf=leaf)
    assert discrepancies(ballot) == []
    declared = ballot_declare(ballot=ballot, actor=hall.chair)
    assert reconciliation_of(declared).balances


def test_two_votes_sent_at_once_stop_no_count_whichever_came_first(
    hall: Hall, ballot: Ballot
) -> None:
    again = hall.open()
    for choice in (Choice.FOR, Choice.AGAINST):
        cast_by(hall.delegates[1], again, choice)
    first = Cast.objects.filter(roll_entry__ballot=again).earliest("at")
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        RollEntry.objects.filter(pk=first.roll_entry_id).update(cast=first)
    assert discrepancies(again) == discrepancies(ballot) == []


def turn_a_vote(ballot: Ballot) -> None:
    connection.check_constraints()
    triggers.remove(connection)
    Cast.objects.filter(choice="against").update(choice="for")


def count_an_earlier_vote_of_another(ballot: Ballot) -> None:
    first, second = RollEntry.objects.filter(ballot=ballot).order_by("pk")[:2]
    RollEntry.objects.filter(pk=second.pk).update(cast=first.cast_id)


def count_what_a_voter_changed(ballot: Ballot) -> None:
    changed = RollEntry.objects.filter(ballot=ballot).earliest("pk")
    first = Cast.objects.filter(roll_entry=changed).earliest("at")
    RollEntry.objects.filter(pk=changed.pk).update(cast=first)


def strike_a_vote(ballot: Ballot) -> None:
    RollEntry.objects.filter(ballot=ballot, cast__choice="against").update(cast=None)


def shift_weight(ballot: Ballot) -> None:
    first = RollEntry.objects.filter(ballot=ballot).earliest("pk")
    RollEntry.objects.filter(pk=first.pk).update(weight=5)


def change_the_test(ballot: Ballot) -> None:
    Ballot.objects.filter(pk=ballot.pk).update(majority=Majority.TWO_THIRDS_CAST)


def change_the_class(ballot: Ballot) -> None:
    Ballot.objects.filter(pk=ballot.pk).update(class_code="CONF_RULES")


def change_the_question(ballot: Ballot) -> None:
    Ballot.objects.filter(pk=ballot.pk).update(question="That motion 9 be lost")


def swap_the_names_on_the_paper(ballot: Ballot) -> None:
    first, second, *rest = ballot.options
    swapped = [first | {"label": second["label"]}, second | {"label": first["label"]}, *rest]
    Ballot.objects.filter(pk=ballot.pk).update(options=swapped)


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (turn_a_vote, ["credential:NDC27/B01-2", "credential:NDC27/B01-3"]),
        (count_an_earlier_vote_of_another, ["credential:NDC27/B01-2"]),
        (count_what_a_voter_changed, ["credential:NDC27/B01-1"]),
        (strike_a_vote, ["credential:NDC27/B01-2", "credential:NDC27/B01-3"]),
        (shift_weight, ["roll"]),
        (change_the_test, ["ballot"]),
        (change_the_class, ["ballot"]),
        (change_the_question, ["ballot"]),
        (swap_the_names_on_the_paper, ["ballot"]),
    ],
)
def test_declaring_refused_when_the_tables_were_changed(
    hall: Hall, ballot: Ballot, tamper: Callable[[Ballot], None], what: list[str]
) -> None:
    with entry(actor=None) as log:  # as from a console: an entry, and a change it says nothing of
        log.record("test.prepared", subject="test")
        tamper(ballot)
    ballot.refresh_from_db()
    assert sorted(discrepancies(ballot)) == what
    with pytest.raises(Refusal) as refusal:
        ballot_declare(ballot=ballot, actor=hall.chair)
    assert refusal.value.code == "not-as-logged"
    assert Entry.objects.filter(kind="ballot.refused", subject=ballot.log_name).exists()


def test_a_roll_has_one_hash_in_any_order() -> None:
    lines = [("credential:A", "p_1", 3), ("credential:B", "p_2", 1)]
    assert roll_sha256(lines) == roll_sha256(reversed(lines))
    assert roll_sha256(lines) != roll_sha256([("credential:A", "p_1", 4), lines[1]])
