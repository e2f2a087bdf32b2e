"""Checking in and out, sittings, the floor, and what is asked about them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.recording import entry
from ballots.enums import VotingForm
from conferences.enums import FloorPhase
from conferences.quorum import QuorumLevel
from conferences.rules import office_held
from conferences.running.taking import item_end, item_take
from conferences.selectors import (
    conference_by_code,
    conferences_listed,
    credential_of,
    credentials_by_branch,
    delegation,
    floor_of,
    quorum_now,
    sessions_in_order,
    voters_present,
)
from conferences.services import (
    check_in,
    check_out,
    floor_set,
    session_close,
    session_open,
)
from live.models import Outbox
from members.enums import Office
from motions.debate import questions
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def test_presence_is_counted_in_delegates_and_branches(sitting: Sitting) -> None:
    now = quorum_now(sitting.conference)
    assert (now.present.delegates, now.present.branches, now.entitled) == (12, 7, 12)
    assert now.level == QuorumLevel.SAFE
    check_out(credential=sitting.credential("B11-1"), actor=sitting.chair)
    now = quorum_now(sitting.conference)
    assert (now.present.delegates, now.present.branches) == (11, 6)
    assert "11 delegates present, 6 needed" in now.sentence


def test_spells_of_presence_are_kept(sitting: Sitting) -> None:
    credential = sitting.credential("B11-1")
    credential = check_out(credential=credential, actor=credential.member)
    check_in(credential=credential, actor=credential.member)
    spells = credential.attendance.all()
    assert [spell.checked_out_at is None for spell in spells] == [False, True]
    kinds = Entry.objects.filter(subject=credential.log_name).order_by("at")
    assert [each.kind for each in kinds] == [
        "credential.issued",
        "credential.checked_in",
        "credential.checked_out",
        "credential.checked_in",
    ]


def test_check_in_refused_when_already_here(sitting: Sitting) -> None:
    credential = sitting.credential("B11-1")
    with refused("already-present"):
        check_in(credential=credential, actor=credential.member)


def test_check_out_refused_when_not_here(sitting: Sitting) -> None:
    credential = check_out(credential=sitting.credential("B11-1"), actor=sitting.chair)
    with refused("not-present"):
        check_out(credential=credential, actor=sitting.chair)


def test_check_in_refused_for_another_person(sitting: Sitting) -> None:
    stranger = sitting.credential("B05-1").member
    with refused("not-your-credential"):
        check_out(credential=sitting.credential("B11-1"), actor=stranger)


def test_the_desk_may_check_in_others(sitting: Sitting) -> None:
    credential = check_out(
        credential=sitting.credential("B11-1"), actor=sitting.officers[Office.TELLER]
    )
    assert check_in(credential=credential, actor=sitting.clerk).is_present


def test_sessions_open_one_after_another(sitting: Sitting) -> None:
    first, second = sitting.conference.sessions.all()
    with refused("already-open"):
        session_open(session=first, actor=sitting.chair)
    with refused("another-session-open"):
        session_open(session=second, actor=sitting.chair)
    session_close(session=first, actor=sitting.chair)
    with refused("not-open"):
        session_close(session=first, actor=sitting.chair)
    session_open(session=second, actor=sitting.chair)
    with refused("not-your-office"):
        session_close(session=second, actor=sitting.clerk)


def test_session_close_refused_when_business_is_unfinished(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    with refused("business-unfinished"):
        session_close(session=sitting.conference.sessions.get(number=1), actor=sitting.chair)


def test_item_is_taken_and_shown(sitting: Sitting) -> None:
    item = sitting.conference.sessions.get(number=1).items.get(position=2)
    item_take(item=item, actor=sitting.chair)
    floor = floor_of(sitting.conference)
    assert (floor.item, floor.heading, floor.phase) == (item, item.title, FloorPhase.IDLE)
    sitting.into_debate("M6")
    with refused("business-unfinished"):
        item_take(item=item, actor=sitting.chair)


def test_floor_clears_what_is_not_set_again_but_keeps_the_item(sitting: Sitting) -> None:
    item = sitting.conference.sessions.get(number=1).items.get(position=2)
    item_take(item=item, actor=sitting.chair)
    before = Outbox.objects.count()
    with entry(actor=None) as log:
        floor = floor_set(conference=sitting.conference, heading="A short break")
        log.record("test.prepared", subject="test")
    assert (floor.heading, floor.text, floor.item) == ("A short break", "", item)
    shown = Outbox.objects.order_by("id")[before:]
    assert [(each.channel, each.event) for each in shown] == [
        ("floor:NDC27", "now"),
        ("wall:NDC27", "hall"),
        ("desk:NDC27", "teller"),
        ("floor:NDC27", "speakers"),
        ("wall:NDC27", "wall-speaker"),
        ("desk:NDC27", "rostrum"),
        ("desk:NDC27", "chair"),
    ]
    assert "A short break" in shown[0].html


def test_a_roll_is_of_those_present(sitting: Sitting) -> None:
    sitting.leave(1)  # B05-1, a leader
    conference = sitting.conference
    assert voters_present(conference, VotingForm.SHOW_OF_HANDS).count() == 11
    assert voters_present(conference, VotingForm.CARD_VOTE).count() == 6


def test_delegation_shows_who_voted_and_never_how(sitting: Sitting) -> None:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    ballot = sitting.open_vote(question)
    mine = sitting.credential("B08-1")
    assert not any(each.has_voted for each in delegation(mine, ballot))
    sitting.cast(ballot, *["for"] * 12)
    colleagues = delegation(mine, ballot)
    assert [each.credential.number for each in colleagues] == ["B08-1", "B08-2", "B08-3"]
    assert all(each.has_voted and each.on_roll for each in colleagues)
    assert not any(each.on_roll for each in delegation(mine))


def test_teller_board_adds_up(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    ballot = sitting.open_vote(question)
    sitting.cast(ballot, "for", "for", "for")
    with django_assert_num_queries(3):
        board = credentials_by_branch(sitting.conference, ballot)
    assert sum(line.on_roll for line in board) == 12
    assert sum(line.voted or 0 for line in board) == 3
    assert sum(line.present for line in board) == 12


def test_selectors_take_a_fixed_number_of_queries(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        conference = conference_by_code("NDC27")
        assert conference.floor.phase
        assert conference.body.name
    with django_assert_num_queries(1):
        assert [each.body.code for each in conferences_listed()] == ["LANTERN-SAMPLE"]
    with django_assert_num_queries(2):
        assert [len(session.items.all()) for session in sessions_in_order(conference)] == [6, 0]
    with django_assert_num_queries(1):
        assert quorum_now(conference).is_met


def test_credential_is_found_by_its_holder(sitting: Sitting) -> None:
    credential = sitting.credential("B08-1")
    assert credential_of(credential.member, sitting.conference) == credential
    assert credential_of(sitting.chair, sitting.conference) is None


def test_office_is_held_in_the_conferring_body(sitting: Sitting) -> None:
    conference, branch = sitting.conference, sitting.credential("B08-1").body
    asked = (Office.VICE_CHAIR, Office.CHAIR)
    assert office_held(sitting.chair, conference, *asked) == Office.CHAIR
    assert office_held(sitting.chair, conference, *asked, body=branch) is None
    assert office_held(sitting.clerk, conference, *asked) is None


@pytest.mark.parametrize("act", ["open", "close", "take", "end"])
def test_chair_is_shown_every_change_of_the_day(sitting: Sitting, act: str) -> None:
    first, second = sitting.conference.sessions.order_by("number")
    item = first.items.get(position=2)
    if act == "open":
        session_close(session=first, actor=sitting.chair)
    if act == "end":
        item_take(item=item, actor=sitting.chair)
    before = Outbox.objects.count()
    match act:
        case "open":
            session_open(session=second, actor=sitting.chair)
        case "close":
            session_close(session=first, actor=sitting.chair)
        case "take":
            item_take(item=item, actor=sitting.chair)
        case "end":
            item_end(item=item, actor=sitting.chair)
    shown = [each.event for each in Outbox.objects.order_by("id")[before:]]
    assert shown.count("chair") == 1
