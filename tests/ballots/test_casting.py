"""Casting: one vote each, the last one counts, and every refusal says why."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from audit.formats.canonical import parse
from audit.formats.disclosure import is_disclosed
from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots.casting import cast
from ballots.enums import Choice, Majority
from ballots.models import Ballot, Cast, RollEntry
from ballots.papers import Option
from ballots.receipts import leaf_hash_range, receipt_code
from ballots.selectors import own_vote, turnout
from ballots.services import ballot_close, ballot_declare, ballot_extend
from members.claims import SessionClaim
from members.models import Member
from members.services import sessions_end
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.open()


def choices(ballot: Ballot) -> list[str | None]:
    """The votes that count, in the order of the roll."""
    return list(
        RollEntry.objects.filter(ballot=ballot)
        .order_by("pk")
        .values_list("cast__choice", flat=True)
    )


def logged(kind: str) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(kind=kind).order_by("at", "id")
    return [parse(bytes(leaf)) for leaf in entries.values_list("leaf", flat=True)]


def test_cast_records_the_vote_the_mark_and_the_entry(hall: Hall, ballot: Ballot) -> None:
    receipt = cast_by(hall.delegates[0], ballot, Choice.AGAINST)
    assert choices(ballot) == ["against", None, None]
    entry = Entry.objects.get(kind="vote.cast")
    assert (receipt.entry_id, receipt.ballot_id) == (entry.pk, ballot.pk)
    assert (receipt.choice, receipt.choice_label, receipt.counts) == ("against", "Against", True)
    assert receipt.code == receipt_code(bytes(entry.leaf))
    assert Cast.objects.get().at == entry.at == receipt.at


def test_cast_logs_the_choice_as_a_salted_digest_only(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    cast_by(voter, ballot, Choice.AGAINST)
    entry = Entry.objects.get(kind="vote.cast")
    (leaf,) = logged("vote.cast")
    assert set(leaf) == {"_sd", "at", "by", "id", "of", "t", "v"}
    assert (leaf["by"], leaf["of"]) == (voter.pseudonym, ballot.log_name)
    assert leaf["id"] == str(entry.pk)
    assert entry.subject == ballot.log_name
    assert b"against" not in bytes(entry.leaf)
    (digest,) = leaf["_sd"]
    salt = Cast.objects.get().salt
    assert is_disclosed(digest, salt=salt, name="choice", value="against")
    assert not is_disclosed(digest, salt=salt, name="choice", value="for")
    assert not Disclosure.objects.filter(entry=entry).exists()


def test_receipt_code_leads_to_the_entry(hall: Hall, ballot: Ballot) -> None:
    receipt = cast_by(hall.delegates[0], ballot)
    found = leaf_hash_range(receipt.code)
    assert found is not None
    leaf = bytes(Entry.objects.get(pk=receipt.entry_id).leaf)
    assert found[0] <= hashlib.sha256(b"\0" + leaf).digest() <= found[1]


def test_same_request_again_gives_the_same_receipt(hall: Hall, ballot: Ballot) -> None:
    request_id = uuid4()
    first = cast_by(hall.delegates[0], ballot, request_id=request_id)
    assert cast_by(hall.delegates[0], ballot, request_id=request_id) == first
    assert Cast.objects.count() == len(logged("vote.cast")) == 1


def test_same_request_after_the_close_gives_the_same_receipt(hall: Hall) -> None:
    ballot = hall.open()
    request_id = uuid4()
    first = cast_by(hall.delegates[0], ballot, request_id=request_id)
    with time_machine.travel(ballot.closes_at + timedelta(hours=1)):  # type: ignore[operator]
        ballot_close(ballot=ballot, actor=None)
        assert cast_by(hall.delegates[0], ballot, request_id=request_id) == first
    assert not logged("vote.refused")


def test_changed_vote_the_last_counts_and_the_first_is_kept(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    cast_by(voter, ballot, Choice.FOR)
    last = cast_by(voter, ballot, Choice.AGAINST)
    assert choices(ballot) == ["against", None, None]
    assert turnout(ballot).voted == 1
    assert Cast.objects.filter(roll_entry__voter=voter).count() == 2
    assert own_vote(ballot, voter) == last


def test_late_retry_of_an_older_request_does_not_overwrite_a_newer_vote(
    hall: Hall, ballot: Ballot
) -> None:
    voter, older = hall.delegates[0], uuid4()
    first = cast_by(voter, ballot, Choice.FOR, request_id=older)
    cast_by(voter, ballot, Choice.AGAINST)
    retried = cast_by(voter, ballot, Choice.FOR, request_id=older)
    assert choices(ballot) == ["against", None, None]
    assert (retried.code, retried.counts) == (first.code, False)


def test_vote_during_an_extension_counts(hall: Hall, ballot: Ballot) -> None:
    extended = ballot_extend(ballot=ballot, actor=hall.chair, seconds=60)
    with time_machine.travel(ballot.closes_at + timedelta(seconds=30)):  # type: ignore[operator]
        cast_by(hall.delegates[0], extended)
    assert choices(ballot)[0] == "for"


def close_in_time(hall: Hall, ballot: Ballot) -> None:
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):  # type: ignore[operator]
        ballot_close(ballot=ballot, actor=None)


def declare(hall: Hall, ballot: Ballot) -> None:
    close_in_time(hall, ballot)
    ballot_declare(ballot=ballot, actor=hall.chair)


def void(hall: Hall, ballot: Ballot) -> None:
    hall.void(ballot)


@pytest.mark.parametrize(
    ("end", "code"),
    [(close_in_time, "ballot-closed"), (declare, "ballot-closed"), (void, "ballot-voided")],
)
def test_cast_refused_when_the_vote_is_over(
    hall: Hall, ballot: Ballot, end: Callable[[Hall, Ballot], None], code: str
) -> None:
    end(hall, ballot)
    with pytest.raises(Refusal) as refused:
        cast_by(hall.delegates[0], ballot)
    assert refused.value.code == code
    assert not Cast.objects.exists()


def test_cast_refused_when_the_time_is_up_and_the_attempt_is_logged(
    hall: Hall, ballot: Ballot
) -> None:
    with (
        time_machine.travel(ballot.closes_at + timedelta(seconds=1)),  # type: ignore[operator]
        pytest.raises(Refusal, match=r"Voting closed at .* was not counted"),
    ):
        cast_by(hall.delegates[0], ballot, Choice.AGAINST)
    assert choices(ballot) == [None, None, None]
    (late,) = logged("vote.refused")
    assert (late["code"], late["by"]) == ("ballot-closed", hall.delegates[0].pseudonym)
    assert late["of"] == ballot.log_name
    assert "against" not in str(late)


def test_late_attempts_of_one_voter_are_logged_once_for_each_ballot(hall: Hall) -> None:
    answers = []
    for _ in range(2):
        ballot = hall.open()
        assert ballot.closes_at
        with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
            for voter in (*hall.delegates[:2], *hall.delegates[:2]):
                with pytest.raises(Refusal) as refused:
                    cast_by(voter, ballot)
                answers.append(refused.value.code)
    assert answers == ["ballot-closed"] * 8
    late = [(entry["of"], entry["by"]) for entry in logged("vote.refused")]
    assert len(late) == len(set(late)) == 4


def test_cast_refused_when_not_open_yet(hall: Hall) -> None:
    with pytest.raises(Refusal) as refused:
        cast_by(hall.delegates[0], hall.create())
    assert refused.value.code == "ballot-not-open"


def test_cast_refused_when_not_on_the_roll(ballot: Ballot) -> None:
    with pytest.raises(Refusal) as refused:
        cast_by(make_member("A stranger"), ballot)
    assert refused.value.code == "not-on-the-roll"


def test_cast_refused_for_nobody(ballot: Ballot) -> None:
    with pytest.raises(Refusal) as refused:
        cast_by(Member(pk=uuid4()), ballot)
    assert refused.value.code == "not-on-the-roll"


@pytest.mark.parametrize(
    "choice", ["maybe", "", "FOR", "for ", 'for"}]', "\x00", "f" * 41, "fór", "'; --", "%(voter)s"]
)
def test_cast_refused_when_the_option_is_not_on_the_paper(
    hall: Hall, ballot: Ballot, choice: str
) -> None:
    with pytest.raises(Refusal) as refused:
        cast_by(hall.delegates[0], ballot, choice)
    assert refused.value.code == "option-not-on-the-paper"
    assert choices(ballot) == [None, None, None]


def test_cast_refused_when_there_is_no_such_ballot(hall: Hall) -> None:
    with pytest.raises(Refusal) as refused:
        cast(ballot_id=UUID(int=1), voter=hall.delegates[0], choice="for", request_id=uuid4())
    assert refused.value.code == "ballot-unknown"


@pytest.mark.parametrize("changed", ["choice", "voter", "ballot"])
def test_cast_refused_when_a_request_id_is_used_for_another_vote(
    hall: Hall, ballot: Ballot, changed: str
) -> None:
    request_id, (voter, other, _) = uuid4(), hall.delegates
    cast_by(voter, ballot, request_id=request_id)
    with pytest.raises(Refusal) as refused:
        cast_by(
            other if changed == "voter" else voter,
            hall.open() if changed == "ballot" else ballot,
            "against" if changed == "choice" else "for",
            request_id=request_id,
        )
    assert refused.value.code == "paper-already-used"
    assert Cast.objects.count() == 1


def test_cast_takes_the_options_of_the_paper(hall: Hall) -> None:
    ballot = hall.open(
        class_code="PAY_CONSULT",
        majority=Majority.NONE,
        options=[Option("accept", "Accept"), Option("reject", "Reject")],
        question="Accept or reject the offer?",
    )
    assert cast_by(hall.delegates[0], ballot, "reject").choice_label == "Reject"
    with pytest.raises(Refusal):
        cast_by(hall.delegates[1], ballot, "for")


def test_cast_by_the_claim_of_a_session(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    cast(ballot_id=ballot.pk, voter=SessionClaim(voter.pk, 0), choice="for", request_id=uuid4())
    sessions_end(member=voter)
    claim = SessionClaim(voter.pk, 1)
    cast(ballot_id=ballot.pk, voter=claim, choice="abstain", request_id=uuid4())
    assert choices(ballot) == ["abstain", None, None]


def test_cast_refused_when_the_session_has_ended(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    sessions_end(member=voter)
    with pytest.raises(Refusal) as refused:
        cast(ballot_id=ballot.pk, voter=SessionClaim(voter.pk, 0), choice="for", request_id=uuid4())
    assert refused.value.code == "signed-out"
    assert choices(ballot) == [None, None, None]


def test_cast_refused_for_someone_off_the_register(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    with recorded_writes():
        Member.objects.filter(pk=voter.pk).update(is_active=False)
    for claim in (SessionClaim(voter.pk, 0), voter):
        with pytest.raises(Refusal):
            cast(ballot_id=ballot.pk, voter=claim, choice="for", request_id=uuid4())
    assert choices(ballot) == [None, None, None]
