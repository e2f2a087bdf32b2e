"""Casting papers: sealed at once, the last one counts, and every refusal says why."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from pytest_django.fixtures import Settings

from audit.formats.canonical import parse
from audit.formats.disclosure import is_disclosed
from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots.casting import cast, paper_cast
from ballots.enums import VotingForm
from ballots.models import Ballot, Cast, Paper, RollEntry
from ballots.selectors import own_vote, paper_of, turnout
from members.claims import SessionClaim
from members.models import Member
from members.services import sessions_end
from tests.factories.ballots import cast_by
from tests.factories.booths import Booth, cast_paper, make_booth
from tests.factories.members import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=3)


@pytest.fixture
def ballot(booth: Booth) -> Ballot:
    return booth.open()


def refused(voter: Member | SessionClaim, ballot: Ballot, ranking: Any = (1,)) -> str:
    with pytest.raises(Refusal) as refusal:
        paper_cast(ballot_id=ballot.pk, voter=voter, ranking=ranking, request_id=uuid4())
    return refusal.value.code


def test_paper_is_sealed_and_the_log_has_a_digest_of_the_sealed_paper(
    booth: Booth, ballot: Ballot
) -> None:
    receipt = cast_paper(booth.hall.delegates[0], ballot, [3, 1, 2])
    kept = Cast.objects.get()
    entry = Entry.objects.get(kind="vote.cast")
    leaf = parse(bytes(entry.leaf))
    assert (receipt.choice, receipt.choice_label, receipt.counts) == ("", "Your paper", True)
    assert receipt == own_vote(ballot, booth.hall.delegates[0])
    assert set(leaf) == {"_sd", "at", "by", "id", "of", "t", "v"}
    assert is_disclosed(leaf["_sd"][0], salt=kept.salt, name="choice", value=kept.choice)
    assert not Disclosure.objects.filter(entry=entry).exists()


def test_papers_are_of_one_length_and_never_alike(booth: Booth, ballot: Ballot) -> None:
    booth.cast(ballot, [], [1], [4, 3, 2, 1, 5])
    booth.cast(ballot, [], [1], [4, 3, 2, 1, 5])
    sealed = list(Cast.objects.values_list("choice", flat=True))
    assert len(sealed) == len(set(sealed)) == 6
    assert len({len(each) for each in sealed}) == 1


def test_voter_sees_their_own_paper_and_may_change_it_until_the_close(
    booth: Booth, ballot: Ballot
) -> None:
    voter = booth.hall.delegates[0]
    first = cast_paper(voter, ballot, [1, 2])
    last = cast_paper(voter, ballot, [2, 1])
    assert paper_of(ballot, voter) == [2, 1]
    assert own_vote(ballot, voter) == last != first
    assert turnout(ballot).voted == 1
    booth.close(ballot)
    assert list(Paper.objects.values_list("ranking", flat=True)) == ["2 1"]
    assert paper_of(ballot, voter) is None


def test_crosses_are_kept_in_the_order_of_the_paper(booth: Booth) -> None:
    ballot = booth.open(rule="plurality", ron=False)
    booth.cast(ballot, [3, 1], [1, 3])
    booth.close(ballot)
    assert list(Paper.objects.values_list("ranking", flat=True)) == ["1 3", "1 3"]


def test_same_request_again_gives_the_same_receipt_before_and_after_the_close(
    booth: Booth, ballot: Ballot
) -> None:
    voter, request_id = booth.hall.delegates[0], uuid4()
    first = cast_paper(voter, ballot, [1, 2], request_id=request_id)
    assert cast_paper(voter, ballot, [1, 2], request_id=request_id) == first
    booth.close(ballot)
    assert cast_paper(voter, ballot, [1, 2], request_id=request_id) == first
    assert Cast.objects.count() == Entry.objects.filter(kind="vote.cast").count() == 1


def test_late_retry_of_an_older_paper_does_not_overwrite_a_newer_one(
    booth: Booth, ballot: Ballot
) -> None:
    voter, older = booth.hall.delegates[0], uuid4()
    cast_paper(voter, ballot, [1], request_id=older)
    cast_paper(voter, ballot, [2])
    assert cast_paper(voter, ballot, [1], request_id=older).counts is False
    assert paper_of(ballot, voter) == [2]


@pytest.mark.parametrize("changed", ["ranking", "voter", "ballot"])
def test_request_of_another_paper_is_refused(booth: Booth, ballot: Ballot, changed: str) -> None:
    request_id, (voter, other, _) = uuid4(), booth.hall.delegates
    cast_paper(voter, ballot, [1], request_id=request_id)
    with pytest.raises(Refusal) as refusal:
        cast_paper(
            other if changed == "voter" else voter,
            booth.open() if changed == "ballot" else ballot,
            [2] if changed == "ranking" else [1],
            request_id=request_id,
        )
    assert refusal.value.code == "paper-already-used"
    assert Cast.objects.count() == 1


@pytest.mark.parametrize("ranking", [[6], [0], [-1], [1, 1], [1, 2, 3, 4, 5, 5], [10**30]], ids=str)
def test_paper_that_would_be_spoilt_is_refused(
    booth: Booth, ballot: Ballot, ranking: list[int]
) -> None:
    assert refused(booth.hall.delegates[0], ballot, ranking) == "paper-faulty"
    assert not Cast.objects.exists()


def test_more_crosses_than_places_are_refused_with_both_numbers(booth: Booth) -> None:
    ballot = booth.open(rule="plurality", ron=False)
    with pytest.raises(Refusal, match=r"marked 3. The paper allows 2"):
        cast_paper(booth.hall.delegates[0], ballot, [1, 2, 3])


def test_paper_refused_when_the_time_is_up_and_the_attempt_is_logged_without_it(
    booth: Booth, ballot: Ballot
) -> None:
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        assert refused(booth.hall.delegates[0], ballot, [3, 1]) == "ballot-closed"
    leaf = parse(bytes(Entry.objects.get(kind="vote.refused").leaf))
    assert set(leaf) == {"at", "by", "closed_at", "code", "id", "of", "t", "v"}


def test_paper_refused_before_after_and_to_others(booth: Booth, ballot: Ballot) -> None:
    voter = booth.hall.delegates[0]
    assert refused(voter, booth.create()) == "ballot-not-open"
    assert refused(make_member("A stranger"), ballot) == "not-on-the-roll"
    assert refused(Member(pk=uuid4()), ballot) == "not-on-the-roll"
    assert refused(voter, Ballot(pk=UUID(int=1))) == "ballot-unknown"
    booth.close(ballot)
    assert refused(voter, ballot) == "ballot-closed"
    booth.hall.void(ballot)
    assert refused(voter, ballot) == "ballot-voided"


def test_paper_refused_when_the_session_has_ended(booth: Booth, ballot: Ballot) -> None:
    voter = booth.hall.delegates[0]
    cast_paper(SessionClaim(voter.pk, 0), ballot, [1])  # type: ignore[arg-type]
    sessions_end(member=voter)
    assert refused(SessionClaim(voter.pk, 0), ballot) == "signed-out"


def test_neither_way_of_casting_takes_what_belongs_to_the_other(
    booth: Booth, ballot: Ballot
) -> None:
    voter = booth.hall.delegates[0]
    with pytest.raises(Refusal) as refusal:
        cast(ballot_id=ballot.pk, voter=voter, choice="candidate-1", request_id=uuid4())
    assert refusal.value.code == "paper-of-an-election"
    assert refused(voter, booth.hall.open()) == "not-an-election"
    assert not Cast.objects.exists()


def test_server_with_another_secret_refuses_papers_and_the_close_and_loses_nothing(
    booth: Booth, ballot: Ballot, settings: Settings
) -> None:
    voter, secret = booth.hall.delegates[0], settings.PAPER_SECRET
    cast_paper(voter, ballot, [2, 1])
    settings.PAPER_SECRET = "another secret, as after a careless move of the server"
    assert refused(voter, ballot) == "papers-cannot-be-sealed"
    with pytest.raises(Refusal, match="its secret"):
        booth.close(ballot)
    settings.PAPER_SECRET = secret
    booth.close(ballot)
    assert Paper.objects.get().ranking == "2 1"


def test_sealed_paper_put_in_the_place_of_anothers_does_not_open_and_is_noticed(
    booth: Booth, ballot: Ballot
) -> None:
    booth.cast(ballot, [1], [2], [3])
    first, second, _ = RollEntry.objects.filter(ballot=ballot).order_by("pk")
    with recorded_writes():
        RollEntry.objects.filter(pk=first.pk).update(cast=second.cast)
    ballot = booth.close(ballot)
    assert sorted(Paper.objects.values_list("ranking", flat=True)) == ["2", "3"]
    leaf = parse(bytes(Entry.objects.get(kind="papers.opened").leaf))
    assert (leaf["papers"], leaf["set_aside"]) == (2, 1)
    with pytest.raises(Refusal) as refusal:
        booth.count(ballot)
    assert refusal.value.code == "not-as-logged"


def test_show_of_hands_is_still_cast_as_before(booth: Booth) -> None:
    ballot = booth.hall.open(form=VotingForm.SHOW_OF_HANDS)
    assert cast_by(booth.hall.delegates[0], ballot).choice == "for"
