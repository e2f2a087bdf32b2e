"""A branch or committee calls a meeting, and its members come to it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry
from audit.store.write_guard import recorded_writes
from conferences.enums import AgendaKind, CredentialKind, MeetingKind
from conferences.meetings.agenda import AgendaError, read_agenda
from conferences.meetings.joining import meeting_join
from conferences.models import Conference
from conferences.selectors import quorum_now
from members.enums import BodyKind, Office
from members.models import Body
from tests.factories.conferences import refused
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in
from tests.factories.trials_of_meetings import AGENDA, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Body:
    return make_body(parent=make_union())


def typed(branch: Body, **changed: str) -> dict[str, str]:
    return {
        "body": str(branch.pk),
        "title": "General meeting",
        "held_on": timezone.localdate().isoformat(),
        "quorum": "2",
        "enabling_rule": "Branch rule 7",
        "agenda": AGENDA,
        "within": "",
        "delegated_by": "",
        **changed,
    }


def test_secretary_calls_a_meeting_and_its_members_see_it(branch: Body) -> None:
    secretary = make_officer(Office.BRANCH_SECRETARY, branch)
    member, stranger = make_member(branch=branch), make_member(branch=make_body())
    answer = signed_in(secretary).post("/meetings/new/", typed(branch), follow=True)
    assert answer.status_code == 200
    meeting = Conference.objects.get()
    assert meeting.kind == MeetingKind.BRANCH
    assert [item.kind for item in meeting.sessions.get().items.all()] == [
        "formal",
        "motion",
        "formal",
    ]
    assert Entry.objects.filter(kind="meeting.called").count() == 1
    assert "General meeting" in signed_in(member).get("/meetings/").content.decode()
    assert "General meeting" not in signed_in(stranger).get("/meetings/").content.decode()
    assert "General meeting" not in Client().get("/").content.decode()


@pytest.mark.parametrize("address", ["", "now/", "motions/", "hall/", "papers/"])
def test_meeting_is_not_shown_to_strangers(branch: Body, address: str) -> None:
    meeting = make_meeting(branch)
    stranger = signed_in(make_member(branch=make_body()))
    assert stranger.get(f"/c/{meeting.code}/{address}").status_code == 403
    assert (
        signed_in(make_member(branch=branch)).get(f"/c/{meeting.code}/{address}").status_code == 200
    )


@pytest.mark.parametrize("address", ["", "agenda/", "floor/", "motions/"])
def test_meeting_is_not_in_the_api(branch: Body, address: str) -> None:
    meeting = make_meeting(branch)
    assert Client().get(f"/api/v1/conferences/{meeting.code}/{address}").status_code == 404
    assert meeting.code not in Client().get("/api/v1/conferences/").content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"agenda": "Opening"}, "has no time"),
        ({"agenda": "19:00 Opening\n18:00 Close"}, "put them in order"),
        ({"agenda": "25:00 Opening"}, "no time of day"),
        ({"agenda": "19:00 " + "x" * 201}, "too long"),
        ({"quorum": "0"}, "greater than or equal to 1"),
        ({"held_on": "31 February"}, "valid date"),
        ({"delegated_by": "Rule 8"}, "choose the conference as well"),
        ({"enabling_rule": ""}, "required"),
    ],
)
def test_call_says_what_is_wrong_and_keeps_what_was_typed(
    branch: Body, changed: dict[str, str], says: str
) -> None:
    secretary = make_officer(Office.BRANCH_SECRETARY, branch)
    answer = signed_in(secretary).post("/meetings/new/", typed(branch, **changed))
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert says in page
    assert "19:00" in page or "25:00" in page or "Opening" in page
    assert not Conference.objects.exists()


def test_meeting_refused_of_the_union_itself(branch: Body) -> None:
    union = branch.parent
    assert union
    with refused("not-a-meeting"):
        make_meeting(union)


def test_nobody_calls_a_meeting_of_another_branch(branch: Body) -> None:
    secretary = make_officer(Office.BRANCH_SECRETARY, make_body())
    answer = signed_in(secretary).post("/meetings/new/", typed(branch))
    assert answer.status_code == 422
    assert signed_in(make_member(branch=branch)).get("/meetings/new/").status_code == 403


def test_second_meeting_of_a_day_has_a_name_of_its_own(branch: Body) -> None:
    first, second = make_meeting(branch), make_meeting(branch)
    assert second.code == f"{first.code}B"


def test_members_take_their_seats_and_make_the_quorum(branch: Body) -> None:
    meeting = make_meeting(branch)
    first, second = make_member(branch=branch), make_member(branch=branch)
    answer = signed_in(first).post(f"/c/{meeting.code}/join/", follow=True)
    assert "You are here, with seat 1." in answer.content.decode()
    assert not quorum_now(meeting).is_met
    seat = meeting_join(meeting=meeting, actor=second)
    assert (seat.number, seat.kind, seat.may_vote) == ("2", CredentialKind.MEMBER, True)
    assert quorum_now(meeting).is_met
    with refused("already-here"):
        meeting_join(meeting=meeting, actor=second)


def test_join_refused_to_strangers_on_other_days_and_at_a_conference(branch: Body) -> None:
    member = make_member(branch=branch)
    with refused("not-of-this-body"):
        meeting_join(meeting=make_meeting(branch), actor=make_member(branch=make_body()))
    tomorrow = make_meeting(branch, on=timezone.localdate() + timedelta(days=1))
    with refused("not-today"):
        meeting_join(meeting=tomorrow, actor=member)
    over = make_meeting(branch)
    with recorded_writes():
        Conference.objects.filter(pk=over.pk).update(kind=MeetingKind.CONFERENCE)
    over.refresh_from_db()
    with refused("by-credential"):
        meeting_join(meeting=over, actor=member)


def test_committee_is_joined_by_those_who_hold_an_office_in_it(branch: Body) -> None:
    committee = make_body(kind=BodyKind.COMMITTEE, parent=branch.parent)
    meeting = make_meeting(committee)
    assert meeting.kind == MeetingKind.COMMITTEE
    meeting_join(meeting=meeting, actor=make_officer(Office.SOC_MEMBER, committee))
    with refused("not-of-this-body"):
        meeting_join(meeting=meeting, actor=make_member(branch=branch))


@pytest.mark.parametrize("office", [Office.TELLER, Office.SCRUTINEER])
def test_who_counts_or_watches_has_no_seat_by_that(branch: Body, office: Office) -> None:
    committee = make_body(kind=BodyKind.COMMITTEE, parent=branch.parent)
    meeting, officer = make_meeting(committee), make_officer(office, committee)
    with refused("not-of-this-body"):
        meeting_join(meeting=meeting, actor=officer)
    assert signed_in(officer).get(f"/c/{meeting.code}/").status_code == 200


@given(st.text(max_size=300))
def test_any_words_are_an_agenda_or_are_told_why_not(words: str) -> None:
    try:
        lines = read_agenda(words)
    except AgendaError:  # the one way in which it says no
        return
    assert all(line.title for line in lines)
    assert list(lines) == sorted(lines, key=lambda line: line.starts_at)


def test_agenda_tells_what_sort_of_item_each_line_is() -> None:
    lines = read_agenda("19.00 Opening\n19:10 Treasurer's report\n\n19:20 Motions\n19:50 Tea break")
    assert [line.kind for line in lines] == [
        AgendaKind.FORMAL,
        AgendaKind.REPORT,
        AgendaKind.MOTION,
        AgendaKind.BREAK,
    ]
