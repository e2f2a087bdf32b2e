"""The life of a ballot: every transition of the table, and a refusal for every guard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from audit.formats.canonical import parse
from audit.models import Entry
from audit.refusal import Refusal
from ballots.enums import OF_ELECTIONS, BallotAct, BallotState, Choice, Majority, VotingForm
from ballots.guard import CLASSES, INDICATIVE_BANNER, Answer, Attestation, Verdict
from ballots.lifecycle import TRANSITIONS
from ballots.models import ADVISORY_BANNER, TEST_BANNER, Ballot, Cast, RollEntry
from ballots.papers import Option
from ballots.secret.making import Sealing
from ballots.services import (
    ballot_announce_close,
    ballot_close,
    ballot_declare,
    ballot_extend,
    ballot_open,
    ballot_recommend_void,
    ballot_review,
    ballot_uphold,
    ballot_void,
    unable_report,
)
from ballots.signals import ballot_changed
from members.enums import Office
from members.models import Member
from members.services import appointment_end, appointment_make
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_body, make_member, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

REASON = "Read with the general secretary: it asks for views only"
CONSULTATION: dict[str, Any] = {
    "title": "If talks fail",
    "question": "Would you support moving to a statutory ballot for action if talks fail?",
    "class_code": "IA_CONSULT",
    "majority": Majority.NONE,
    "member_ballot": True,
}


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


def logged(kind: str) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(kind=kind).order_by("at", "id")
    return [parse(bytes(leaf)) for leaf in entries.values_list("leaf", flat=True)]


def refused(act: Callable[[], object]) -> str:
    """Do what must be refused, check that nothing changed, and give the refusal's code."""
    before = list(Ballot.objects.order_by("pk").values())
    with pytest.raises(Refusal) as refusal:
        act()
    assert list(Ballot.objects.order_by("pk").values()) == before
    return refusal.value.code


def close(hall: Hall, ballot: Ballot) -> Ballot:
    """Close a vote when its time is up."""
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        return ballot_close(ballot=ballot, actor=None)


def voted(hall: Hall, *choices: str, **facts: Any) -> Ballot:
    """Open a vote, cast these votes, and close it."""
    ballot = hall.open(**facts)
    for voter, choice in zip(hall.delegates, choices, strict=False):
        cast_by(voter, ballot, choice)
    return close(hall, ballot)


# --- creating ---------------------------------------------------------------------------------


def test_create_is_ready_and_logged(hall: Hall) -> None:
    ballot = hall.create(text_sha256="ab" * 32)
    assert ballot.state == BallotState.READY
    (created,) = logged("ballot.created")
    assert created["of"] == ballot.log_name
    assert created["by"] == hall.teller.pseudonym
    assert (created["class_code"], created["verdict"]) == ("CONF_VOTE", "ALLOW")
    assert created["asked_for"] == "motion:NDC27/M9"
    assert created["text_sha256"] == "ab" * 32


@pytest.mark.parametrize(
    "code", sorted(code for code, row in CLASSES.items() if row.verdict is Verdict.BLOCK)
)
def test_create_refused_for_a_statutory_class_and_the_attempt_is_logged(
    hall: Hall, code: str
) -> None:
    for actor in (hall.chair, hall.returning_officer, hall.teller, None):
        assert (
            refused(lambda actor=actor: hall.create(class_code=code, actor=actor))[  # type: ignore[misc]
                :6
            ]
            == ("guard-")
        )
    attempts = logged("ballot.refused")
    assert [attempt["class_code"] for attempt in attempts] == [code] * 4
    assert all(attempt["verdict"] == "BLOCK" for attempt in attempts)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"class_code": "S46_PRESIDENT"}, "guard-statutory-ballot"),
        ({"class_code": ""}, "guard-no-class"),
        ({"attestation": Attestation()}, "guard-attestation"),
        ({"enabling_rule": ""}, "guard-no-enabling-rule"),
        ({"member_ballot": True}, "guard-not-a-conference"),
        ({"question": " "}, "question-missing"),
        ({"options": [Option("for", "For")]}, "paper-faulty"),
        ({"options": [Option("a", "Yes"), Option("b", "yes ")]}, "paper-faulty"),
        ({"options": [Option("a", "Yes"), Option("A!", "No")]}, "paper-faulty"),
        ({"options": [Option("a", "Yes"), Option("b", "No")]}, "paper-without-for-and-against"),
        ({"sealing": Sealing()}, "recorded-vote"),
        ({"class_code": "PAY_CONSULT"}, "indicative-decides-nothing"),
    ],
)
def test_create_refused(hall: Hall, facts: dict[str, Any], code: str) -> None:
    assert refused(lambda: hall.create(**facts)) == code


def test_create_refused_without_an_office_of_the_body(hall: Hall) -> None:
    assert refused(lambda: hall.create(actor=hall.delegates[0])) == "not-your-office"
    elsewhere = make_officer(Office.CHAIR, make_body())
    assert refused(lambda: hall.create(actor=elsewhere)) == "not-your-office"
    assert [attempt["code"] for attempt in logged("ballot.refused")] == ["not-your-office"] * 2


def test_test_vote_needs_no_enabling_rule_and_says_what_it_is(hall: Hall) -> None:
    ballot = hall.create(enabling_rule="", is_test=True)
    assert ballot.banners == [TEST_BANNER]


def test_indicative_ballot_bears_its_banner(hall: Hall) -> None:
    ballot = hall.create(
        class_code="PAY_CONSULT",
        majority=Majority.NONE,
        title="Pay 2027",
        question="Accept or reject?",
        options=[Option("accept", "Accept"), Option("reject", "Reject")],
    )
    assert ballot.banners == [INDICATIVE_BANNER]


# --- review -----------------------------------------------------------------------------------


def test_review_by_a_second_person_makes_it_ready(hall: Hall) -> None:
    ballot = hall.create(**CONSULTATION)
    assert ballot.state == BallotState.UNDER_REVIEW
    ballot = ballot_review(ballot=ballot, actor=hall.returning_officer, approve=True, reason=REASON)
    assert (ballot.state, ballot.reviewed_by) == (BallotState.READY, hall.returning_officer)
    assert ballot.banners == [f"{INDICATIVE_BANNER} Nobody is being asked to take action."]
    (approved,) = logged("ballot.approved")
    assert approved["by"] == hall.returning_officer.pseudonym
    assert REASON not in str(approved)  # a digest: what people write may name people


def test_review_can_refuse(hall: Hall) -> None:
    ballot = ballot_review(
        ballot=hall.create(**CONSULTATION),
        actor=hall.returning_officer,
        approve=False,
        reason=REASON,
    )
    assert ballot.state == BallotState.REFUSED
    assert refused(lambda: open_(hall, ballot)) == "ballot-not-to-open"


@pytest.mark.parametrize("approve", [True, False])
def test_review_refused(hall: Hall, *, approve: bool) -> None:
    ballot = hall.create(**CONSULTATION, actor=hall.returning_officer)
    second = make_officer(Office.GENERAL_SECRETARY, hall.union)

    def review(actor: Member, reason: str = REASON) -> str:
        return refused(
            lambda: ballot_review(ballot=ballot, actor=actor, approve=approve, reason=reason)
        )

    assert review(hall.returning_officer) == "own-review"
    assert review(hall.delegates[0]) == "not-your-office"
    assert review(second, reason=" ok ") == "reason-missing"
    assert refused(lambda: open_(hall, ballot)) == "ballot-not-to-open"
    assert len(logged("ballot.refused")) == 2  # the creator's and the delegate's attempts


def test_review_refused_of_a_ballot_that_needs_none(hall: Hall) -> None:
    ballot = hall.create()
    code = refused(
        lambda: ballot_review(
            ballot=ballot, actor=hall.returning_officer, approve=True, reason=REASON
        )
    )
    assert code == "ballot-not-to-approve"


# --- opening ----------------------------------------------------------------------------------


def open_(hall: Hall, ballot: Ballot, **facts: Any) -> Ballot:
    facts = {"actor": hall.teller, "roll": hall.roll(), "window_seconds": 90, **facts}
    return ballot_open(ballot=ballot, **facts)


def test_open_freezes_roll_and_weights(hall: Hall) -> None:
    ballot = hall.open(form=VotingForm.CARD_VOTE, weights=[1_190, 1_240, 860])
    roll = RollEntry.objects.filter(ballot=ballot).order_by("admitted")
    assert [line.weight for line in roll] == [1_190, 1_240, 860]
    assert (ballot.roll_size, ballot.roll_weight) == (3, 3_290)
    assert ballot.is_taking_votes
    (opened,) = logged("ballot.opened")
    assert (opened["roll"], opened["weight"], opened["class_code"]) == (3, 3_290, "CONF_VOTE")


def test_open_below_the_quorum_is_advisory(hall: Hall) -> None:
    assert open_(hall, hall.create(), advisory=True).banners == [ADVISORY_BANNER]


def test_open_refused(hall: Hall) -> None:
    ballot, roll = hall.create(), hall.roll()
    attempts: dict[str, dict[str, Any]] = {
        "empty-roll": {"roll": []},
        "twice-on-the-roll": {"roll": [*roll, roll[0]]},
        "weightless-card": {"roll": [replace(roll[0], weight=0)]},
        "weighted-show": {"roll": [replace(roll[0], weight=2)]},
        "no-window": {"window_seconds": 0},
        "not-your-office": {"actor": hall.delegates[0]},
    }
    for code, facts in attempts.items():
        assert refused(lambda facts=facts: open_(hall, ballot, **facts)) == code  # type: ignore[misc]
    assert not RollEntry.objects.exists()


# --- extending and closing --------------------------------------------------------------------


def test_extend_moves_the_one_closing_time(hall: Hall) -> None:
    ballot = hall.open()
    extended = ballot_extend(ballot=ballot, actor=hall.chair, seconds=30)
    assert ballot.closes_at
    assert extended.closes_at == ballot.closes_at + timedelta(seconds=30)
    (entry,) = logged("ballot.extended")
    assert entry["before"] < entry["closes_at"]


def test_extend_after_the_time_is_up_counts_from_now(hall: Hall) -> None:
    ballot = hall.open()
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=10), tick=False):
        extended = ballot_extend(ballot=ballot, actor=hall.chair, seconds=30)
        cast_by(hall.delegates[0], extended)
    assert extended.closes_at == ballot.closes_at + timedelta(seconds=40)


@pytest.mark.parametrize("seconds", [0, -30])
def test_extend_refused_when_it_would_shorten(hall: Hall, seconds: int) -> None:
    ballot = hall.open()
    code = refused(lambda: ballot_extend(ballot=ballot, actor=hall.chair, seconds=seconds))
    assert code == "never-shortened"


def test_extend_refused_without_an_office(hall: Hall) -> None:
    ballot = hall.open()
    code = refused(lambda: ballot_extend(ballot=ballot, actor=hall.delegates[0], seconds=30))
    assert code == "not-your-office"


def test_close_refused_while_somebody_may_still_vote(hall: Hall) -> None:
    ballot = hall.open()
    cast_by(hall.delegates[0], ballot)
    for actor in (hall.chair, hall.teller, None):
        code = refused(lambda actor=actor: ballot_close(ballot=ballot, actor=actor))  # type: ignore[misc]
        assert code == "still-voting"


def test_close_once_everyone_has_voted(hall: Hall) -> None:
    ballot = hall.open()
    for voter in hall.delegates:
        cast_by(voter, ballot)
    assert ballot_close(ballot=ballot, actor=hall.teller).state == BallotState.CLOSED
    (closed,) = logged("ballot.closed")
    assert (closed["voted"], closed["by"]) == (3, hall.teller.pseudonym)
    assert "for" not in closed  # no figures before the declaration


def test_close_by_the_clock(hall: Hall) -> None:
    assert close(hall, hall.open()).state == BallotState.CLOSED
    assert logged("ballot.closed")[0]["by"] == "system"


# --- declaring --------------------------------------------------------------------------------


def test_declare_explains_the_result(hall: Hall) -> None:
    ballot = voted(
        hall,
        "for",
        "against",
        form=VotingForm.CARD_VOTE,
        majority=Majority.TWO_THIRDS_CAST,
        weights=[12_717, 6_370, 1],
    )
    ballot = ballot_declare(ballot=ballot, actor=hall.chair)
    assert ballot.state == BallotState.DECLARED
    assert ballot.result == {
        "rule": "two_thirds_cast",
        "outcome": "lost",
        "verdict": "LOST",
        "explanation": (
            "Two thirds of votes cast for and against: 12,725 needed, 12,717 reached. LOST by 8."
        ),
        "needed": 12_725,
        "reached": 12_717,
        "base": 19_087,
        "margin": 8,
        "figures": {"for": 12_717, "against": 6_370, "abstain": 0},
        "papers": {"for": 1, "against": 1, "abstain": 0},
        "unit": "members",
        "roll": 3,
        "voted": 2,
        "unable": 0,
        "turnout": "66.67",
        "percent_for": "66.63",
    }
    (declared,) = logged("ballot.declared")
    assert declared["result"] == ballot.result
    assert declared["by"] == hall.chair.pseudonym


def test_declare_a_tie_is_not_carried(hall: Hall) -> None:
    ballot = ballot_declare(ballot=voted(hall, "for", "against", "abstain"), actor=hall.chair)
    assert ballot.result
    assert ballot.result["verdict"] == "NOT CARRIED"


def test_declare_with_a_casting_vote_names_the_act(hall: Hall) -> None:
    ballot = ballot_declare(
        ballot=voted(hall, "for", "against"), actor=hall.chair, casting_vote=Choice.AGAINST
    )
    assert ballot.result
    assert (ballot.result["outcome"], ballot.result["casting_vote"]) == ("lost", "against")
    (given,) = logged("casting_vote.given")
    assert (given["choice"], given["by"]) == ("against", hall.chair.pseudonym)


def test_declare_an_indicative_ballot_decides_nothing(hall: Hall) -> None:
    ballot = voted(
        hall,
        "accept",
        "reject",
        "reject",
        class_code="PAY_CONSULT",
        majority=Majority.NONE,
        question="Accept or reject?",
        options=[Option("accept", "Accept"), Option("reject", "Reject")],
    )
    result = ballot_declare(ballot=ballot, actor=hall.chair).result
    assert result
    assert result["explanation"] == "Accept 1, Reject 2. Indicative: the figures decide nothing."
    assert (result["outcome"], result["figures"]) == ("indicative", {"accept": 1, "reject": 2})


def test_declare_refused(hall: Hall) -> None:
    ballot = voted(hall, "for", "against", "for")

    def declare(actor: Member = hall.chair, casting_vote: Choice | None = None) -> str:
        return refused(
            lambda: ballot_declare(ballot=ballot, actor=actor, casting_vote=casting_vote)
        )

    assert declare(casting_vote=Choice.FOR) == "no-casting-vote"
    assert declare(actor=hall.teller) == "not-your-office"
    assert declare(hall.returning_officer, Choice.FOR) == "not-your-office"
    hall.create(replaces=ballot, form=VotingForm.CARD_VOTE)
    assert declare() == "vote-replaced"


# --- voiding ----------------------------------------------------------------------------------


def test_void_keeps_the_votes_and_hides_their_figures(hall: Hall) -> None:
    ballot = ballot_declare(ballot=voted(hall, "for", "for", "for"), actor=hall.chair)
    ballot = hall.void(ballot)
    assert (ballot.state, ballot.result) == (BallotState.VOIDED, None)
    assert Cast.objects.filter(choice="for").count() == 3
    (voided,) = logged("ballot.voided")
    assert voided["by"] == hall.chair.pseudonym
    assert voided["recommended_by"] == hall.returning_officer.log_name
    assert "for" not in voided


def test_recommendation_changes_nothing_until_it_is_ordered(hall: Hall) -> None:
    ballot = hall.recommend_void(hall.open())
    assert (ballot.state, ballot.awaits_void_order) == (BallotState.OPEN, True)
    (recommended,) = logged("ballot.void_recommended")
    assert recommended["by"] == hall.returning_officer.pseudonym
    assert "56 delegates" not in str(recommended)
    assert (
        ballot_void(ballot=ballot, actor=hall.chair).void_recommended_by == hall.returning_officer
    )


def test_recommendation_refused(hall: Hall) -> None:
    ballot = hall.open()

    def recommend(actor: Member, reason: str = "Seven of 56 could not vote") -> str:
        return refused(lambda: ballot_recommend_void(ballot=ballot, actor=actor, reason=reason))

    assert recommend(hall.chair) == "not-your-office"
    assert recommend(hall.teller) == "not-your-office"
    assert recommend(hall.delegates[0]) == "not-your-office"
    assert recommend(hall.returning_officer, "  ") == "reason-missing"
    hall.recommend_void(ballot)
    assert recommend(hall.returning_officer) == "already-recommended"


def test_void_refused_to_one_person_alone(hall: Hall) -> None:
    ballot = hall.open()

    def order(actor: Member) -> str:
        return refused(lambda: ballot_void(ballot=ballot, actor=actor))

    assert order(hall.chair) == "no-recommendation"
    hall.recommend_void(ballot)
    assert order(hall.returning_officer) == "not-your-office"
    assert order(hall.teller) == "not-your-office"


def test_void_refused_to_one_person_who_held_both_offices_in_turn(hall: Hall) -> None:
    ballot = hall.recommend_void(hall.open())
    both = hall.returning_officer
    appointment_end(actor=None, appointment=both.appointments.get())
    appointment_make(actor=None, member=both, office=Office.CHAIR, body=hall.union)
    assert refused(lambda: ballot_void(ballot=ballot, actor=both)) == "two-people"
    assert [attempt["code"] for attempt in logged("ballot.refused")] == ["two-people"]
    assert ballot_void(ballot=ballot, actor=hall.chair).state == BallotState.VOIDED


def test_recommendation_lapses_when_the_vote_is_upheld_or_declared(hall: Hall) -> None:
    ballot = hall.recommend_void(voted(hall, "for"))
    ballot_uphold(ballot=ballot, actor=hall.chair)
    assert refused(lambda: ballot_void(ballot=ballot, actor=hall.chair)) == "no-recommendation"
    assert refused(lambda: ballot_uphold(ballot=ballot, actor=hall.chair)) == "no-recommendation"
    hall.recommend_void(ballot)
    ballot_declare(ballot=ballot, actor=hall.chair)
    assert refused(lambda: ballot_void(ballot=ballot, actor=hall.chair)) == "no-recommendation"


# --- could not vote ---------------------------------------------------------------------------


def test_unable_report_is_kept_and_its_words_stay_out_of_the_log(hall: Hall) -> None:
    ballot = hall.open()
    report = unable_report(ballot=ballot, voter=hall.delegates[0], reason="The page froze")
    assert report.reason == "The page froze"
    (entry,) = logged("inability.reported")
    assert entry["by"] == hall.delegates[0].pseudonym
    assert "froze" not in str(entry)


def test_unable_report_refused(hall: Hall) -> None:
    ballot = hall.open()
    unwell, well, _ = hall.delegates
    unable_report(ballot=ballot, voter=unwell, reason="No signal")
    cast_by(well, ballot)

    def report(voter: Member) -> str:
        return refused(lambda: unable_report(ballot=ballot, voter=voter, reason="No signal"))

    assert report(unwell) == "already-reported"
    assert report(well) == "already-voted"
    assert report(make_member("A stranger")) == "not-on-the-roll"
    hall.void(ballot)
    assert report(hall.delegates[2]) == "vote-is-over"


# --- the table --------------------------------------------------------------------------------


def act_on(hall: Hall, act: BallotAct) -> Callable[[Ballot], object]:
    review = {"actor": make_officer(Office.GENERAL_SECRETARY, hall.union), "reason": REASON}
    acts: dict[BallotAct, Callable[[Ballot], object]] = {
        BallotAct.APPROVE: lambda ballot: ballot_review(ballot=ballot, approve=True, **review),  # type: ignore[arg-type]
        BallotAct.REFUSE: lambda ballot: ballot_review(ballot=ballot, approve=False, **review),  # type: ignore[arg-type]
        BallotAct.OPEN: lambda ballot: open_(hall, ballot),
        BallotAct.EXTEND: lambda ballot: ballot_extend(ballot=ballot, actor=hall.chair, seconds=30),
        BallotAct.ANNOUNCE_CLOSE: lambda ballot: ballot_announce_close(
            ballot=ballot, actor=hall.chair
        ),
        BallotAct.CLOSE: lambda ballot: ballot_close(ballot=ballot, actor=None),
        BallotAct.DECLARE: lambda ballot: ballot_declare(ballot=ballot, actor=hall.chair),
        BallotAct.SIGN: hall.sign,
        BallotAct.RECOMMEND_VOID: hall.recommend_void,
        BallotAct.UPHOLD: lambda ballot: ballot_uphold(ballot=ballot, actor=hall.chair),
        BallotAct.VOID: lambda ballot: ballot_void(ballot=ballot, actor=hall.chair),
    }
    return acts[act]


def in_state(hall: Hall, state: BallotState) -> Ballot:
    """Bring a ballot into a state by the acts that lead there."""
    if state in {BallotState.UNDER_REVIEW, BallotState.REFUSED}:
        ballot = hall.create(**CONSULTATION)
        if state is BallotState.REFUSED:
            act_on(hall, BallotAct.REFUSE)(ballot)
    elif state is BallotState.READY:
        ballot = hall.create()
    else:
        ballot = hall.open()
        if state in {BallotState.CLOSED, BallotState.DECLARED}:
            close(hall, ballot)
        if state is BallotState.DECLARED:
            ballot_declare(ballot=ballot, actor=hall.chair)
        if state is BallotState.VOIDED:
            hall.void(ballot)
    ballot.refresh_from_db()
    assert ballot.state == state
    return ballot


@pytest.mark.parametrize("state", [state for state in BallotState if state != "draft"])
@pytest.mark.parametrize(
    "act",
    [
        act
        for act in BallotAct
        if act not in OF_ELECTIONS | {BallotAct.CREATE, BallotAct.SEND_TO_REVIEW}
    ],
)
def test_acts_go_where_the_table_says_and_nowhere_else(
    hall: Hall, state: BallotState, act: BallotAct
) -> None:
    ballot = in_state(hall, state)
    later = (ballot.closes_at or ballot.created_at) + timedelta(seconds=1)
    row = next((row for row in TRANSITIONS if (row.source, row.act) == (state, act)), None)
    if row and act in {BallotAct.UPHOLD, BallotAct.VOID}:
        hall.recommend_void(ballot)
    if row and act is BallotAct.ANNOUNCE_CLOSE:  # of a vote that is open, and in which all voted
        for delegate in hall.delegates:
            cast_by(delegate, ballot)
        later -= timedelta(seconds=30)
    with time_machine.travel(later):
        if row is None:
            code = refused(lambda: act_on(hall, act)(ballot))
            assert code == f"ballot-not-to-{act.replace('_', '-')}"
        else:
            act_on(hall, act)(ballot)
            ballot.refresh_from_db()
            assert ballot.state == row.target


def test_news_goes_upward_in_the_order_of_the_acts(hall: Hall) -> None:
    heard: list[tuple[str, str]] = []

    def hear(ballot: Ballot, act: str, **_kwargs: Any) -> None:
        heard.append((act, ballot.state))

    ballot_changed.connect(hear)
    try:
        ballot = hall.open()
        ballot_extend(ballot=ballot, actor=hall.chair, seconds=30)
        ballot.refresh_from_db()
        ballot_declare(ballot=close(hall, ballot), actor=hall.chair)
        hall.void(ballot)
    finally:
        ballot_changed.disconnect(hear)
    assert heard == [
        ("opened", "open"),
        ("extended", "open"),
        ("closed", "closed"),
        ("declared", "declared"),
        ("void_recommended", "declared"),
        ("voided", "voided"),
    ]


def test_attestation_with_a_yes_is_blocked_by_the_service(hall: Hall) -> None:
    attestation = replace(Attestation.all_no(), industrial_action=Answer.YES)
    assert refused(lambda: hall.create(attestation=attestation)) == "guard-attestation"
