"""The pages of a ballot of the membership: an officer plans and conducts it, members vote in it."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from audit.models import Entry
from audit.services.access import SEEN
from ballots.booth_pass import booth_pass_token, cookie_of
from ballots.enums import VotingForm
from ballots.guard import INDICATIVE_BANNER
from ballots.membership.planning import membership_ballot_approve
from ballots.models import MembershipBallot, NoReminders, RollEntry
from ballots.services import ballot_declare
from ballots.services.booth import booth_enter
from config.timekeeper import close_ballots
from members.enums import Channel
from members.models import Dispatch, Member
from members.services.passcodes import passcode_issue
from tests.factories.members import make_body, make_member, signed_in
from tests.factories.memberships import CLOSES, OPENS, Membership, at, votes

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Consultation on the offer",
    "question": "Do you wish to accept or to reject the offer?",
    "options": "Accept\nReject",
    "blank": "on",
    "class_code": "PAY_CONSULT",
    "executive_seat": "no",
    "principal_officer": "no",
    "industrial_action": "no",
    "statutory_question": "no",
    "qualifying_on": "2027-09-01",
    "rule": "Rule 8.2",
    "branches": "B01, b02",
    "opens_at": "2027-09-06T10:00",
    "closes_at": "2027-09-24T12:00",
    "reminding": "usual",
    "form": "show_of_hands",
}


def desk(plan: MembershipBallot, more: str = "") -> str:
    return f"/membership-ballots/{plan.pk}/{more}"


def test_officer_plans_it_sees_whom_it_asks_and_the_returning_officer_approves(
    asked: Membership,
) -> None:
    answer = signed_in(asked.clerk).post("/membership-ballots/new/", TYPED, follow=True)
    assert "6 members would be asked" in answer.text
    assert INDICATIVE_BANNER in answer.text
    plan = MembershipBallot.objects.get()
    assert "Approve: ask" not in answer.text  # not the clerk's to press
    officer = signed_in(asked.returning_officer)
    assert "Approve: ask 6 members" in officer.get(desk(plan)).text
    assert "Approved." in officer.post(desk(plan, "act/"), {"act": "approve"}, follow=True).text


@pytest.mark.parametrize(
    ("typed", "words", "status"),
    [
        ({"class_code": "S226_IA"}, "it cannot be held here, by anyone", 409),
        ({"industrial_action": "yes"}, "You answered: yes", 409),
        ({"branches": "B77"}, "There is no body with the code B77", 422),
        ({"reminding": "own", "reminders": "soon"}, "This is not one: soon", 422),
        ({"reminding": "own", "reminders": ""}, "Write the days", 422),
        ({"opens_at": "2027-13-45T10:00"}, "There is a problem", 422),
        ({"arrears": "L00000"}, "Nobody in the register has: L00000", 409),
        ({"title": "x" * 1000}, "There is a problem", 422),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_given_back(
    asked: Membership, typed: dict[str, str], words: str, status: int
) -> None:
    clerk = signed_in(asked.clerk)
    answer = clerk.post("/membership-ballots/new/", {**TYPED, **typed})
    assert answer.status_code == status
    assert words in answer.text
    assert TYPED["question"] in answer.text
    assert not MembershipBallot.objects.exists()


def test_desk_is_for_the_officers_of_that_body(asked: Membership) -> None:
    plan = asked.approved()
    for path in (desk(plan), desk(plan, "unreached/"), "/membership-ballots/"):
        assert signed_in(asked.members[0]).get(path).status_code == 403
        assert signed_in(asked.chair).get(path).status_code == 200
    stranger = make_member("Sample Stranger", branch=make_body("B99"))
    assert signed_in(stranger).post(desk(plan, "act/"), {"act": "approve"}).status_code == 403


def test_list_marks_what_should_be_open_by_now(asked: Membership) -> None:
    asked.approved()
    with at(OPENS - timedelta(seconds=1)):
        assert "Approved" in signed_in(asked.chair).get("/membership-ballots/").text
    with at(OPENS):  # and the clock has not come
        page = signed_in(asked.chair).get("/membership-ballots/").text
    assert "Late: not open yet" in page
    assert "Approved" not in page


@pytest.mark.parametrize("members", [1, 4])
def test_lists_ask_no_more_of_more(
    asked: Membership, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plans = [asked.open(title=f"Consultation {number}") for number in range(members)]
    with at(OPENS):
        officer, voter = signed_in(asked.returning_officer), signed_in(asked.members[0])
        officer.get(desk(plans[0])), voter.get("/me/")
        with django_assert_num_queries(5):
            officer.get("/membership-ballots/")
        with django_assert_num_queries(20):
            assert "0 of 9 have voted" in " ".join(
                officer.get(desk(plans[0])).text.split()
            ).replace("<strong>0</strong>", "0")


def test_member_finds_it_votes_and_is_told(
    asked: Membership, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    plan = asked.open(form=VotingForm.SHOW_OF_HANDS)
    voter = asked.members[0]
    with at(OPENS + timedelta(hours=1)):
        client = signed_in(voter)
        mine = client.get("/me/").text
        assert "My ballots" in mine
        assert INDICATIVE_BANNER in mine
        page = client.get(f"/asked/{plan.pk}/").text
        assert "You have not voted yet" in page
        assert "Go to the paper" in page
        refused = client.post(f"/ballots/{plan.pk}/cast/", {"choice": "option-1"})
        assert refused.status_code == 403, "the paper asks for a passcode of its own"
        enter_booth(client, plan, voter)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/ballots/{plan.pk}/cast/", {"choice": "option-1"})
        assert RollEntry.objects.get(ballot=plan.pk, voter=voter).voted
        told = Dispatch.objects.get(member=voter, what="answer-recorded")
        assert "option" not in str(told.facts)
        assert INDICATIVE_BANNER in client.get(f"/ballots/{plan.pk}/receipt/").text
        assert "You have voted" in client.get(f"/asked/{plan.pk}/").text


def test_nobody_is_shown_how_it_is_going_and_all_members_the_result(
    asked: Membership, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    plan = asked.open()
    with at(OPENS + timedelta(days=1)):
        client, officer = signed_in(asked.members[5]), signed_in(asked.returning_officer)
        for voter in asked.members:
            votes(plan, voter, "option-2")
        for one, path in ((client, f"/asked/{plan.pk}/"), (officer, desk(plan))):
            assert "option-2" not in one.get(path).text
            assert "Indicative: the figures decide nothing" not in one.get(path).text
    with at(CLOSES):
        with django_capture_on_commit_callbacks(execute=True):
            close_ballots()
        client, officer = signed_in(asked.members[5]), signed_in(asked.returning_officer)
        assert "Count, and declare" in officer.get(desk(plan)).text
        ballot_declare(ballot=plan.ballot, actor=asked.returning_officer)
        said = client.get(f"/asked/{plan.pk}/").text
        assert "Indicative: the figures decide nothing" in said
        assert INDICATIVE_BANNER in said
        assert Client().get(f"/ballots/{plan.pk}/").status_code == 404, "it is for members"
        assert signed_in(asked.members[0]).get(f"/ballots/{plan.pk}/").status_code == 200


def test_recommendation_stands_on_a_page_of_its_own(asked: Membership) -> None:
    words = "Three per cent is below the rise in prices."
    plan = asked.open(recommended_by="The executive", recommendation=words)
    with at(OPENS):
        client = signed_in(asked.members[0])
        assert words not in client.get(f"/asked/{plan.pk}/").text
        assert words not in client.get(f"/ballots/{plan.pk}/").text
        own = client.get(f"/asked/{plan.pk}/recommendation/").text
    assert words in own
    assert INDICATIVE_BANNER in own


def test_plan_that_is_not_approved_is_no_members_to_see(asked: Membership) -> None:
    plan = asked.plan()
    assert signed_in(asked.members[0]).get(f"/asked/{plan.pk}/").status_code == 404
    membership_ballot_approve(plan=plan, actor=asked.returning_officer)
    assert "It opens on" in signed_in(asked.members[0]).get(f"/asked/{plan.pk}/").text


def test_member_wants_no_reminders_and_then_does(asked: Membership) -> None:
    client = signed_in(asked.members[0])
    assert (
        "No more reminders." in client.post("/asked/reminders/", {"wanted": "no"}, follow=True).text
    )
    assert NoReminders.objects.filter(member=asked.members[0]).exists()
    client.post("/asked/reminders/", {"wanted": "yes", "next": "https://elsewhere.example/"})
    assert not NoReminders.objects.exists()


def test_looking_up_who_was_not_reached_is_recorded(asked: Membership) -> None:
    plan = asked.open()
    Dispatch.objects.filter(member=asked.members[0]).update(state="bounced", reason="bounced")
    with at(OPENS):
        page = signed_in(asked.returning_officer).get(desk(plan, "unreached/")).text
    assert asked.members[0].name in page
    assert Entry.objects.filter(kind=SEEN, subject=plan.log_name).exists()


def test_button_with_no_reason_or_no_sense_is_answered_plainly(asked: Membership) -> None:
    plan = asked.open()
    with at(OPENS):
        officer = signed_in(asked.returning_officer)
        empty = officer.post(desk(plan, "act/"), {"act": "recommend_void", "reason": ""})
        never = officer.post(desk(plan, "act/"), {"act": "extend", "hours": "-5"})
        declared = officer.post(desk(plan, "act/"), {"act": "declare"})
        assert officer.post(desk(plan, "act/"), {"act": "explode"}).status_code == 404
    assert (empty.status_code, "Give the reason in words." in empty.text) == (422, True)
    assert (never.status_code, "It is never shortened" in never.text) == (422, True)
    assert (declared.status_code, "This cannot be done now" in declared.text) == (409, True)


def enter_booth(client: Client, plan: MembershipBallot, voter: Member) -> None:
    """Enter the booth with a passcode, as a browser keeps it."""
    passcode = passcode_issue(member=voter, purpose=plan.log_name)
    held = booth_enter(
        ballot=plan.ballot,
        voter=voter,
        channel=Channel.EMAIL,
        passcode=passcode,
    )
    client.cookies[cookie_of(plan.pk)] = booth_pass_token(held)
