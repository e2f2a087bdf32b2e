"""What an election keeps of people: told to them, but never how they voted; destroyed in time."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from audit.personal_data import parts
from audit.services.deletions import deletion_ask, deletion_confirm
from ballots.election_paper import Nominee
from ballots.models import Ballot, Cast, CountRecord, Election, Paper, RollEntry
from ballots.retention import KEY
from ballots.selectors import count_of, is_withheld
from ballots.services import ballot_close, ballot_declare
from members.models import Member
from tests.factories.booths import Booth, cast_paper, make_booth

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

HELD_ON = datetime(2022, 6, 15, 10, tzinfo=UTC)
JUST_OVER = datetime(2024, 6, 16, 10, tzinfo=UTC)


def told(person: Member) -> str:
    said = {part.key: part.tell(person) for part in parts.values()}
    return json.dumps(said, default=str)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_voter_is_told_that_they_voted_and_never_how(state: str) -> None:
    booth = make_booth()
    ballot = booth.open()
    voter = booth.hall.delegates[0]
    cast_paper(voter, ballot, [3, 1, 2])
    if state == "closed":
        booth.close(ballot)
    said, kept = told(voter), Cast.objects.get()
    assert '"counts": true' in said
    assert not any(words in said for words in (kept.choice, kept.salt, "3 1 2", "Cass Devi"))


def test_candidate_and_officers_are_told_what_they_did() -> None:
    booth = make_booth()
    standing = booth.hall.delegates[0]
    nominees = [Nominee("Ada"), Nominee("Bo", statement="For all.", person=str(standing.pk))]
    booth.declared([1], candidates=nominees, seats=1)
    assert "For all." in told(standing)
    assert "made count 1" in told(booth.hall.teller)


@pytest.mark.parametrize("papers", [3, 6])
def test_records_are_destroyed_after_24_months_but_for_the_count_declared(papers: int) -> None:
    with time_machine.travel(HELD_ON) as clock:
        booth = make_booth()
        nominees = [Nominee("Ada Byrne", statement="Vote for me."), Nominee("Bill Oakes")]
        ballot = booth.open(candidates=nominees, seats=1)
        booth.cast(ballot, *[[1]] * papers)
        clock.shift(timedelta(seconds=91))
        ballot_close(ballot=ballot, actor=None)
        booth.count(ballot)
        booth.count(ballot)
        ballot_declare(ballot=ballot, actor=booth.hall.chair)
    with time_machine.travel(JUST_OVER):
        rows = destroyed(booth, ballot)
    kept = 1 if papers == 6 else 0
    assert (rows["papers"], rows["counts"]) == (papers, 2 - kept)
    assert not Paper.objects.exists()
    assert not RollEntry.objects.exists()
    assert CountRecord.objects.count() == kept
    ballot.refresh_from_db()
    assert is_withheld(ballot) is (papers == 3)
    assert (count_of(ballot) is None) is (papers == 3)
    election = Election.objects.get()
    assert election.names[:2] == ["Ada Byrne", "Bill Oakes"]
    assert "Vote for me." not in json.dumps(election.candidates)


def destroyed(booth: Booth, ballot: Ballot) -> dict[str, int]:
    asked = deletion_ask(
        actor=booth.hall.chair, office="general_secretary", rule=KEY, subject=ballot.log_name
    )
    done = deletion_confirm(
        actor=booth.hall.returning_officer, office="returning_officer", deletion=asked
    )
    assert done.certificate
    rows: dict[str, int] = done.certificate["rows"]
    return rows
