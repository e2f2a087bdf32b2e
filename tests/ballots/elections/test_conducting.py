"""Conducting an election: the guard, the paper, its seed, withdrawals, the count, lots."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from audit.formats.canonical import parse
from audit.models import Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots import services
from ballots.counting.contest import Reserved
from ballots.election_paper import Nominee
from ballots.enums import OF_ELECTIONS, BallotAct, BallotState, Choice, VotingForm
from ballots.guard import CLASSES, Answer, Attestation, Verdict
from ballots.lifecycle import TRANSITIONS
from ballots.marking import RON_NAME
from ballots.models import Ballot, Cast, CountRecord, Election, Lot, Paper, RollEntry
from ballots.selectors import contest_of, count_of
from ballots.services import ballot_create
from members.enums import Office
from members.models import Member
from tests.factories.booths import NAMES, Booth, cast_paper, make_booth
from tests.factories.members import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

TIE = ([1], [1], [2], [2], [3])  # for one place
REASON = "I am moving to another branch"


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=6)


def refused(act: Callable[[], object]) -> str:
    with transaction.atomic(), pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def logged(kind: str) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(kind=kind).order_by("at", "id")
    return [parse(bytes(leaf)) for leaf in entries.values_list("leaf", flat=True)]


# --- asked for --------------------------------------------------------------------------------


def test_election_is_a_ballot_with_its_candidates_numbered_and_ron_last(booth: Booth) -> None:
    ballot = booth.create(
        candidates=[Nominee("Ada Byrne", tags=("women",)), *booth.nominees(3)[1:]],
        reserved=[Reserved("women", 1)],
    )
    assert (ballot.form, ballot.state) == (VotingForm.ELECTION, BallotState.READY)
    assert ballot.election.names == ["Ada Byrne", "Bill Oakes", "Cass Devi", RON_NAME]
    contest = contest_of(ballot)
    assert (contest.ron, contest.seats, contest.reserved) == (4, 2, (Reserved("women", 1),))
    assert contest.tags[0] == {"women"}
    (entry,) = logged("election.set_out")
    assert (entry["rule"], entry["seats"], entry["candidates"]) == ("scottish", 2, 4)
    assert not any(name in str(entry) for name in NAMES)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"rule": "first come"}, "election-faulty"),
        ({"rule": ""}, "election-faulty"),
        ({"seats": 0}, "election-faulty"),
        ({"candidates": []}, "election-faulty"),
        ({"candidates": [Nominee("Ada"), Nominee(" ada ")]}, "election-faulty"),
        ({"candidates": [Nominee("Ada"), Nominee("  ")]}, "election-faulty"),
        ({"candidates": [Nominee("Ada"), Nominee("3")]}, "election-faulty"),
        ({"candidates": [Nominee("Ada"), Nominee(RON_NAME)]}, "election-faulty"),
        ({"candidates": [Nominee(f"Candidate {n}") for n in range(201)]}, "election-faulty"),
        ({"candidates": [Nominee("Ada", tags=("young",)), Nominee("Bo")]}, "election-faulty"),
        ({"reserved": [Reserved("women", 3)]}, "election-faulty"),
        ({"reserved": [Reserved("women", 0)]}, "election-faulty"),
        ({"reserved": [Reserved("women", 1), Reserved("women", 1)]}, "election-faulty"),
        ({"ron": False, "seats": 4}, "election-faulty"),  # elected unopposed: no vote is held
        ({"class_code": "SURVEY"}, "class-not-of-an-election"),
        ({"class_code": "CONF_VOTE", "enabling_rule": "Rule 1"}, "class-not-of-an-election"),
        ({"question": " "}, "question-missing"),
    ],
)
def test_election_that_cannot_be_held_is_refused(
    booth: Booth, facts: dict[str, Any], code: str
) -> None:
    assert refused(lambda: booth.create(**facts)) == code
    assert not Election.objects.exists()


@pytest.mark.parametrize(
    "code", [each.code for each in CLASSES.values() if each.verdict is Verdict.BLOCK]
)
def test_statutory_election_is_refused_to_everyone_and_the_attempt_is_logged(
    booth: Booth, code: str
) -> None:
    for actor in (None, booth.hall.chair, booth.hall.returning_officer):
        assert refused(lambda actor=actor: booth.create(class_code=code, actor=actor)).startswith(  # type: ignore[misc]
            "guard-"
        )
    assert not Ballot.objects.exists()


def test_attestation_with_a_yes_is_refused_and_words_ask_for_a_second_person(
    booth: Booth,
) -> None:
    attested = Attestation(Answer.YES, Answer.NO, Answer.NO, Answer.NO)
    assert refused(lambda: booth.create(attestation=attested)) == "guard-attestation"
    held = booth.create(question="Elect two members of the executive.")
    assert held.state == BallotState.UNDER_REVIEW


def test_refused_when_people_would_be_elected_by_a_ballot_of_motions(booth: Booth) -> None:
    words = {"title": "General secretary", "question": "Whom do you elect?"}
    code = refused(lambda: booth.create(class_code="PRIORITY", **words))
    assert code == "motions-are-not-elected"
    motions = booth.create(class_code="PRIORITY", rule="priority", ron=False)
    assert motions.state == BallotState.READY


def test_ballot_create_makes_no_election_without_candidates(booth: Booth) -> None:
    assert refused(lambda: booth.hall.create(form=VotingForm.ELECTION)) == "not-set-out"
    assert ballot_create is services.ballot_create


def test_one_candidate_with_ron_is_put_to_confirm_or_re_open(booth: Booth) -> None:
    papers = ([2], [2], [1], [2], [2])
    ballot = booth.declared(*papers, candidates=booth.nominees(1), seats=1, rule="plurality")
    assert ballot.result
    assert (ballot.result["elected"], ballot.result["unfilled"]) == ([], 1)
    assert ballot.result["explanation"] == "Nobody is elected. 1 place stays unfilled."


def test_weighted_papers_are_refused(booth: Booth) -> None:
    ballot = booth.create()
    roll = booth.hall.roll([2, 1, 1, 1, 1, 1])
    code = refused(
        lambda: services.ballot_open(
            ballot=ballot, actor=booth.hall.teller, roll=roll, window_seconds=90
        )
    )
    assert code == "weighted-show"


# --- the seed ---------------------------------------------------------------------------------


def fix(booth: Booth, ballot: Ballot, seed: str = "4 6 2 1 5 3", source: str = "dice") -> Election:
    return services.seed_fix(ballot=ballot, actor=booth.hall.chair, seed=seed, source=source)


def test_seed_is_fixed_once_and_in_public(booth: Booth) -> None:
    ballot = booth.open()
    assert fix(booth, ballot).seed == "4 6 2 1 5 3"
    (entry,) = logged("seed.fixed")
    assert (entry["seed"], entry["source"]) == ("4 6 2 1 5 3", "dice")
    assert refused(lambda: fix(booth, ballot)) == "seed-fixed"


@pytest.mark.parametrize(
    ("seed", "source", "code"),
    [
        ("12", "dice", "seed-length"),
        ("1" * 201, "dice", "seed-length"),
        ("123456", " ", "seed-source"),
    ],
)
def test_seed_refused(booth: Booth, seed: str, source: str, code: str) -> None:
    ballot = booth.open()
    assert refused(lambda: fix(booth, ballot, seed, source)) == code


def test_seed_refused_once_the_time_is_up(booth: Booth) -> None:
    ballot = booth.open()
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        assert refused(lambda: fix(booth, ballot)) == "seed-too-late"
    booth.close(ballot)
    assert refused(lambda: fix(booth, ballot)) == "ballot-not-to-fix-seed"


def test_tie_is_decided_by_the_seed_the_same_way_each_time(booth: Booth) -> None:
    ballot = booth.open(seats=1, ron=False)
    fix(booth, ballot)
    booth.cast(ballot, *TIE)
    booth.close(ballot)
    first, second = booth.count(ballot), booth.count(ballot)
    assert first.ending == "complete"
    assert first.record == second.record
    assert (first.number, second.number) == (1, 2)


# --- withdrawn --------------------------------------------------------------------------------


def withdraw(ballot: Ballot, actor: Member, number: int = 2, reason: str = REASON) -> Election:
    return services.candidate_withdraw(ballot=ballot, actor=actor, number=number, reason=reason)


def test_withdrawn_candidate_is_passed_over_and_named_with_day_and_reason(booth: Booth) -> None:
    ballot = booth.open(seats=1)
    booth.cast(ballot, [2, 1], [2, 1], [2, 1], [3], [3], [1])
    election = withdraw(ballot, booth.hall.returning_officer)
    assert election.candidates[1]["withdrawn"].startswith("Withdrew on ")
    assert election.candidates[1]["withdrawn"].endswith(REASON)
    assert REASON not in str(logged("candidate.withdrawn"))
    booth.close(ballot)
    assert booth.count(ballot).elected == [1]


def test_candidate_may_withdraw_themselves_without_an_office(booth: Booth) -> None:
    standing = booth.hall.delegates[0]
    nominees = [Nominee("Ada"), Nominee("Bo", person=str(standing.pk)), Nominee("Cy")]
    ballot = booth.open(candidates=nominees)
    assert refused(lambda: withdraw(ballot, standing, 1)) == "not-your-office"
    assert withdraw(ballot, standing, 2).candidates[1]["withdrawn"]
    assert refused(lambda: withdraw(ballot, standing, 2)) == "already-withdrawn"


def test_withdrawal_refused(booth: Booth) -> None:
    ballot, officer = booth.open(), booth.hall.returning_officer
    assert refused(lambda: withdraw(ballot, officer, 9)) == "no-such-candidate"
    assert refused(lambda: withdraw(ballot, officer, 5)) == "no-such-candidate"  # RON is nobody
    assert refused(lambda: withdraw(ballot, officer, 1, "why")) == "reason-missing"
    assert refused(lambda: withdraw(ballot, booth.hall.delegates[0], 1)) == "not-your-office"
    assert refused(lambda: withdraw(booth.hall.open(), officer, 1)) == "not-an-election"
    booth.cast(ballot, [1])
    booth.close(ballot)
    booth.count(ballot)
    assert refused(lambda: withdraw(ballot, officer, 1)) == "already-counted"


# --- counted, and lots ------------------------------------------------------------------------


def draw(booth: Booth, ballot: Ballot, drawn: int = 2, witness: str = "Olive Hart") -> Lot:
    return services.lot_record(
        ballot=ballot, actor=booth.hall.teller, tied=[1, 2], drawn=drawn, witness=witness
    )


def test_count_stops_at_a_tie_until_a_lot_is_drawn_before_a_witness(booth: Booth) -> None:
    ballot = booth.closed(*TIE, seats=1, ron=False, rule="plurality")
    stopped = booth.count(ballot)
    assert (stopped.ending, stopped.tied) == ("lot_needed", [1, 2])
    declare = lambda: booth.declare(ballot)  # noqa: E731
    assert refused(declare) == "lot-needed"
    draw(booth, ballot)
    assert refused(lambda: draw(booth, ballot)) == "lot-recorded"
    assert "Olive" not in str(logged("lot.recorded"))
    counted = booth.count(ballot)
    assert (counted.ending, counted.elected) == ("complete", [2])
    assert "Olive Hart" in counted.record
    declared = booth.declare(ballot)
    assert declared.result
    assert declared.result["explanation"] == "Elected: Bill Oakes. A tie was decided by lot."
    assert [kept.number for kept in CountRecord.objects.all()] == [1, 2]


def test_lot_refused(booth: Booth) -> None:
    ballot = booth.closed(*TIE, seats=1, ron=False, rule="plurality")
    assert refused(lambda: draw(booth, ballot)) == "no-lot-needed"
    booth.count(ballot)
    assert refused(lambda: draw(booth, ballot, drawn=3)) == "drawn-not-tied"
    assert refused(lambda: draw(booth, ballot, witness=" ")) == "witness-missing"
    assert refused(lambda: draw(booth, ballot, witness="idris  penhale")) == "witness-yourself"
    assert refused(lambda: draw(booth, ballot, witness="Ada Byrne")) == "witness-stands"
    code = refused(
        lambda: services.lot_record(
            ballot=ballot, actor=booth.hall.teller, tied=[1, 3], drawn=1, witness="Olive Hart"
        )
    )
    assert code == "other-tie"


def test_count_refused_of_what_is_no_election(booth: Booth) -> None:
    ballot = booth.hall.open()
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        services.ballot_close(ballot=ballot, actor=None)
    assert refused(lambda: booth.count(ballot)) == "not-an-election"


def test_declaration_refused_before_a_count_and_with_a_casting_vote(booth: Booth) -> None:
    ballot = booth.closed([1])
    assert refused(lambda: booth.declare(ballot)) == "not-counted"
    booth.count(ballot)
    code = refused(
        lambda: services.ballot_declare(
            ballot=ballot, actor=booth.hall.chair, casting_vote=Choice.FOR
        )
    )
    assert code == "no-casting-vote"


def test_election_nobody_voted_in_elects_nobody_and_says_so(booth: Booth) -> None:
    ballot = booth.declared()
    assert ballot.result
    assert ballot.result["verdict"] == "NOBODY ELECTED"
    assert ballot.result["unfilled"] == 2


def test_table_says_who_does_what_to_elections(booth: Booth) -> None:
    ballot = booth.closed([1])
    clerk = make_officer(Office.CLERK, booth.hall.union, "Ines Cole")
    for actor in (clerk, booth.hall.chair, booth.hall.delegates[0]):
        assert (
            refused(lambda actor=actor: services.election_count(ballot=ballot, actor=actor))  # type: ignore[misc]
            == "not-your-office"
        )
    assert {row.act for row in TRANSITIONS} >= OF_ELECTIONS


def test_whoever_stands_has_no_office_in_the_election(booth: Booth) -> None:
    """Guide 3.8: neither tellers nor the returning officer, nor who presides, may be candidates."""
    hall = booth.hall
    nominees = [
        Nominee("M. Ashgrove", person=str(hall.chair.pk)),
        Nominee("Winifred Tarn"),  # whose id nobody gave
        Nominee("I. Penhale", person=str(hall.teller.pk)),
    ]
    ballot = booth.create(candidates=nominees)
    for officer in (hall.chair, hall.returning_officer, hall.teller):
        code = refused(
            lambda officer=officer: services.ballot_open(  # type: ignore[misc]
                ballot=ballot, actor=officer, roll=hall.roll(), window_seconds=90
            )
        )
        assert code == "candidate"
    other = make_officer(Office.TELLER, hall.union, "Nerys Vaughan")
    services.ballot_open(ballot=ballot, actor=other, roll=hall.roll(), window_seconds=90)
    ballot.refresh_from_db()
    booth.close(ballot)
    assert refused(lambda: booth.count(ballot)) == "candidate"
    assert {entry["code"] for entry in logged("ballot.refused")} == {"candidate"}
    assert services.election_count(ballot=ballot, actor=other).number == 1


# --- altered behind the log's back ------------------------------------------------------------


def change_a_name(ballot: Ballot) -> None:
    candidates = ballot.election.candidates
    candidates[0]["name"] = "Ada Byron"
    Election.objects.update(candidates=candidates)


def change_a_withdrawal(ballot: Ballot) -> None:
    candidates = ballot.election.candidates
    candidates[0]["withdrawn"] = "Withdrew on 1 June 2027: gone"
    Election.objects.update(candidates=candidates)


def change_the_places(_ballot: Ballot) -> None:
    Election.objects.update(seats=3)


def change_the_rule(_ballot: Ballot) -> None:
    Election.objects.update(rule="plurality")


def change_the_seed(_ballot: Ballot) -> None:
    Election.objects.update(seed="123456")


def add_a_paper(ballot: Ballot) -> None:
    assert ballot.closed_at
    Paper.objects.create(ballot=ballot, ranking="3", opened_at=ballot.closed_at)


def add_a_lot(ballot: Ballot) -> None:
    assert ballot.closed_at
    Lot.objects.create(
        ballot=ballot,
        number=1,
        tied=[1, 2],
        drawn=1,
        witness="-",
        salt="-",
        recorded_by=Member.objects.earliest("pk"),
        recorded_at=ballot.closed_at,
        entry_id=ballot.pk,
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (change_a_name, "candidates"),
        (change_a_withdrawal, "candidates"),
        (change_the_places, "election"),
        (change_the_rule, "election"),
        (change_the_seed, "seed"),
        (add_a_paper, "papers"),
        (add_a_lot, "lots"),
    ],
)
def test_nothing_is_counted_or_declared_that_the_log_does_not_have(
    booth: Booth, change: Callable[[Ballot], object], what: str
) -> None:
    ballot = booth.closed([1], [1, 2], [2])
    booth.count(ballot)
    with recorded_writes():
        change(ballot)
    assert refused(lambda: booth.count(ballot)) == "not-as-logged"
    assert refused(lambda: booth.declare(ballot)) == "not-as-logged"
    assert {tuple(entry["differs"]) for entry in logged("ballot.refused")} == {(what,)}


@pytest.mark.parametrize("opened", ["an earlier one", "none"])
def test_refused_when_the_roll_was_changed_for_the_close_and_put_right_after_it(
    booth: Booth, opened: str
) -> None:
    ballot, voter = booth.open(), booth.hall.delegates[0]
    cast_paper(voter, ballot, [1])
    first = Cast.objects.get()
    cast_paper(voter, ballot, [2])
    line = RollEntry.objects.filter(ballot=ballot, voter=voter)
    last = line.get().cast
    with recorded_writes():
        line.update(cast=first if opened == "an earlier one" else None)
    booth.close(ballot)
    with recorded_writes():
        line.update(cast=last)
    assert refused(lambda: booth.count(ballot)) == "not-as-logged"
    assert [entry["differs"] for entry in logged("ballot.refused")] == [["votes opened"]]


# --- void, and taken again --------------------------------------------------------------------


def test_void_election_shows_nothing_and_is_taken_again(booth: Booth) -> None:
    ballot = booth.closed([1], [2])
    booth.count(ballot)
    booth.hall.void(ballot)
    ballot.refresh_from_db()
    assert count_of(ballot) is None
    assert refused(lambda: booth.count(ballot)) == "ballot-not-to-count"
    again = booth.declared([1], [1], seats=1, replaces=ballot)
    assert again.state == BallotState.DECLARED
    assert again.replaces == ballot


def test_acts_of_elections_are_done_only_where_the_table_says(booth: Booth) -> None:
    acts: dict[BallotAct, Callable[[Ballot], object]] = {
        BallotAct.COUNT: booth.count,
        BallotAct.FIX_SEED: lambda ballot: fix(booth, ballot),
        BallotAct.WITHDRAW: lambda ballot: withdraw(ballot, booth.hall.returning_officer),
        BallotAct.RECORD_LOT: lambda ballot: draw(booth, ballot),
    }
    declared, void = booth.declared([1], [1], seats=1), booth.hall.void(booth.open())
    for ballot in (declared, void):
        for act, do in acts.items():
            code = refused(lambda do=do, ballot=ballot: do(ballot))  # type: ignore[misc]
            assert code == f"ballot-not-to-{act.replace('_', '-')}"
    assert set(acts) == OF_ELECTIONS
