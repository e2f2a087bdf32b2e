from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from audit.formats.canonical import parse
from audit.formats.disclosure import salted_digest
from audit.holding import held
from audit.models import Disclosure, Entry, Position
from audit.refusal import Refusal
from audit.retention import due_now
from audit.services.deletions import deletion_ask, deletion_confirm
from audit.services.holds import hold_place
from ballots.models import Ballot, Cast, RollEntry, UnableReport
from ballots.retention import KEY
from ballots.services import ballot_close, ballot_declare, unable_report
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

HELD_ON = datetime(2022, 6, 15, 10, tzinfo=UTC)
JUST_OVER = datetime(2024, 6, 16, 10, tzinfo=UTC)


@pytest.fixture
def hall() -> Hall:
    with time_machine.travel(HELD_ON):
        return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    """A vote of long ago: two voted, one of them twice; the third could not."""
    with time_machine.travel(HELD_ON) as clock:
        ballot = hall.open()
        cast_by(hall.delegates[0], ballot, "for")
        cast_by(hall.delegates[0], ballot, "against")
        cast_by(hall.delegates[1], ballot, "for")
        unable_report(ballot=ballot, voter=hall.delegates[2], reason="The page never came up")
        clock.shift(timedelta(seconds=91))
        ballot = ballot_close(ballot=ballot, actor=hall.teller)
        return ballot_declare(ballot=ballot, actor=hall.chair)


def destroyed(hall: Hall, ballot: Ballot) -> dict[str, int]:
    deletion = deletion_ask(
        actor=hall.chair, office="general_secretary", rule=KEY, subject=ballot.log_name
    )
    deletion = deletion_confirm(
        actor=hall.returning_officer, office="returning_officer", deletion=deletion
    )
    assert deletion.certificate
    rows: dict[str, int] = deletion.certificate["rows"]
    return rows


@time_machine.travel(JUST_OVER)
def test_records_of_a_vote_are_due_after_24_months_and_destroyed_whole(
    hall: Hall, ballot: Ballot
) -> None:
    assert [due.subject for due in due_now(timezone.now()) if due.rule == KEY] == [ballot.log_name]
    salts = {
        entry: salted_digest(salt, "choice", choice)
        for entry, salt, choice in Cast.objects.values_list("entry_id", "salt", "choice")
    }
    assert destroyed(hall, ballot) == {
        "lines of the roll": 3,
        "votes": 3,
        "reports of inability": 1,
        "sealed words": 2,  # the question, and why one could not vote
    }
    assert not RollEntry.objects.filter(ballot=ballot).exists()
    assert not Cast.objects.exists()
    assert not UnableReport.objects.exists()
    assert not Disclosure.objects.filter(entry__subject=ballot.log_name).exists()
    (leaf,) = Entry.objects.filter(kind="erasure.performed").values_list("leaf", flat=True)
    named = {(place, digest) for place, digest in parse(bytes(leaf))["erased"]}
    places = dict(Position.objects.filter(entry__in=salts).values_list("entry_id", "seq"))
    assert {(places[entry], digest) for entry, digest in salts.items()} <= named
    assert not any(due.rule == KEY for due in due_now(timezone.now()))


@time_machine.travel(JUST_OVER)
def test_declared_figures_and_entries_stay(hall: Hall, ballot: Ballot) -> None:
    entries = Entry.objects.filter(subject=ballot.log_name).count()
    destroyed(hall, ballot)
    ballot.refresh_from_db()
    assert ballot.result
    assert ballot.result["figures"] == {"for": 1, "against": 1, "abstain": 0}
    assert Entry.objects.filter(subject=ballot.log_name, kind="vote.cast").count() == 3
    assert Entry.objects.filter(subject=ballot.log_name).count() > entries


def test_records_are_not_due_before(hall: Hall, ballot: Ballot) -> None:
    with time_machine.travel(JUST_OVER - timedelta(days=2)):
        assert not any(due.rule == KEY for due in due_now(timezone.now()))
        with pytest.raises(Refusal, match="24 months"):
            destroyed(hall, ballot)
    assert RollEntry.objects.filter(ballot=ballot).count() == 3


@time_machine.travel(JUST_OVER)
@pytest.mark.parametrize("what", ["ballot", "motion", "union"])
def test_records_are_held_with_what_they_belong_to(hall: Hall, ballot: Ballot, what: str) -> None:
    subject = {"ballot": ballot.log_name, "motion": ballot.asked_for, "union": hall.union.log_name}
    hold_place(actor=hall.chair, subject=subject[what], reason="Complaint 3")
    with pytest.raises(Refusal, match="while a complaint is live"):
        destroyed(hall, ballot)
    assert RollEntry.objects.filter(ballot=ballot).count() == 3


@time_machine.travel(JUST_OVER)
def test_voters_are_held_with_a_vote_on_whose_roll_they_stand(hall: Hall, ballot: Ballot) -> None:
    hold_place(actor=hall.chair, subject=ballot.log_name, reason="Complaint 3")
    assert held(hall.delegates[0])
    assert not held(make_member("Somebody Else"))


@time_machine.travel(JUST_OVER)
@pytest.mark.parametrize("subject", ["ballot:no-such", "motion:NDC27/M9"])
def test_destroying_what_is_no_vote_is_refused(hall: Hall, ballot: Ballot, subject: str) -> None:
    with pytest.raises(Refusal) as refusal:
        deletion_ask(actor=hall.chair, office="general_secretary", rule=KEY, subject=subject)
    assert refusal.value.code == "not-due"


@time_machine.travel(JUST_OVER)
def test_ballot_that_was_never_opened_has_its_words_erased_too(hall: Hall) -> None:
    with time_machine.travel(HELD_ON):
        ballot = hall.create()
    assert [due.subject for due in due_now(timezone.now()) if due.rule == KEY] == [ballot.log_name]
    assert destroyed(hall, ballot)["sealed words"] == 1
    assert not any(due.rule == KEY for due in due_now(timezone.now()))


@time_machine.travel(JUST_OVER)
def test_declared_result_is_still_shown_when_its_records_are_gone(
    hall: Hall, ballot: Ballot
) -> None:
    destroyed(hall, ballot)
    page = Client().get(f"/ballots/{ballot.pk}/")
    assert page.status_code == 200
    assert "turnout of 66.67%" in page.content.decode()
