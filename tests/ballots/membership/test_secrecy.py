"""Secret unless an officer chooses otherwise: planned, voted, told, checked, opened, declared."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.http import urlencode
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from ballots.enums import BallotState, VotingForm
from ballots.guard import INDICATIVE_BANNER
from ballots.membership.duties import memberships_keep
from ballots.membership.turnout import turnout_by_body
from ballots.models import Ballot, Cast, MembershipBallot, RollEntry, SealedBallot, SealedVote
from ballots.secret.telling import voters_tell
from ballots.selectors import figures_by_body
from ballots.services import ballot_declare
from config.timekeeper import close_ballots
from members.delivery.words import words_of
from members.enums import Channel, DispatchState
from members.models import Dispatch
from tests.api.asking import post
from tests.ballots.membership.test_opening import TELLTALE
from tests.ballots.membership.test_pages import TYPED, enter_booth
from tests.factories.members import make_member, signed_in
from tests.factories.memberships import CLOSES, OPENS, Membership, at, votes

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    return " ".join(client.get(path).text.split())


def test_officer_chooses_how_members_vote_and_reads_what_each_means(asked: Membership) -> None:
    clerk = signed_in(asked.clerk)
    shown = page(clerk, "/membership-ballots/new/")
    assert "encrypts the vote, and no single vote is ever opened" in shown
    assert "whoever runs the system could look" in shown
    assert 'value="secret_ballot" required checked' in shown
    unsaid = clerk.post("/membership-ballots/new/", TYPED | {"form": ""})
    assert (unsaid.status_code, "Choose how members vote." in unsaid.text) == (422, True)
    for form, said in (
        (VotingForm.SECRET_BALLOT, "Secret ballot: encrypted by each member"),
        (VotingForm.SHOW_OF_HANDS, "Recorded: the system keeps"),
    ):
        answer = clerk.post("/membership-ballots/new/", TYPED | {"form": form}, follow=True)
        assert said in answer.text
        plan = MembershipBallot.objects.latest("opens_at", "pk")
        assert Ballot.objects.filter(form=form, is_sealed=form == "secret_ballot").count() == 1
        assert plan.ballot.state == BallotState.READY


def test_member_before_in_between_and_after(
    asked: Membership, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    plan = asked.open()
    uuid = SealedVote.objects.get(pk=plan.pk).uuid
    with at(OPENS + timedelta(hours=1)):
        member = signed_in(asked.members[0])
        before = page(member, f"/asked/{plan.pk}/")
        assert "To the booth" in before
        assert f"/ballots/{plan.pk}/secret/" in before
        assert "your own device encrypts your vote" in before
        for voter in asked.members:
            votes(plan, voter, "option-2")
        after = page(member, f"/asked/{plan.pk}/")
        assert "You have voted" in after
        assert f"/sealed/{uuid}/" in after
    tracker = SealedBallot.objects.filter(vote=plan.pk)[0].tracker
    with at(CLOSES):
        with django_capture_on_commit_callbacks(execute=True):
            close_ballots()
        member, officer = signed_in(asked.members[0]), signed_in(asked.returning_officer)
        assert "Is your ballot counted?" in page(member, f"/asked/{plan.pk}/")
        desk = page(officer, f"/membership-ballots/{plan.pk}/")
        assert "All voted alike" in desk
        ballot_declare(ballot=plan.ballot, actor=asked.returning_officer)
        found = page(member, f"/sealed/{uuid}/?{urlencode({'tracker': tracker})}")
        assert "it counts" in found
        for shown in (found, page(member, f"/asked/{plan.pk}/")):
            assert INDICATIVE_BANNER in shown
        assert Client().get(f"/sealed/{uuid}/").status_code == 404, "it is for members"
    assert not Cast.objects.exists()


def test_no_command_tries_to_fetch_what_is_for_members(asked: Membership) -> None:
    """A program is not signed in: it would be told that there is no such vote."""
    plan = asked.open()
    uuid = SealedVote.objects.get(pk=plan.pk).uuid
    with at(OPENS + timedelta(hours=1)):
        member = signed_in(asked.members[0])
        enter_booth(member, plan, asked.members[0])
        for path in (f"/ballots/{plan.pk}/secret/", f"/sealed/{uuid}/"):
            shown = page(member, path)
            assert "belenios-tool election" in shown
            assert "--url" not in shown
            assert f'href="/sealed/{uuid}/{uuid}.bel"' in shown
        assert Client().get(f"/sealed/{uuid}/{uuid}.bel").status_code == 404


def test_desk_says_what_is_awaited_and_that_too_few_voted(
    asked: Membership, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    plan = asked.open()
    with at(OPENS + timedelta(hours=1)):
        for voter in asked.members[:4]:
            votes(plan, voter)
    with at(CLOSES):
        with django_capture_on_commit_callbacks() as opening:
            close_ballots()
        officer, path = signed_in(asked.returning_officer), f"/membership-ballots/{plan.pk}/"
        waiting = page(officer, path)
        assert "The sum is being opened" in waiting
        assert "Count, and declare" not in waiting
        for callback in opening:
            callback()
        left = page(officer, path)
        assert "Fewer than 5 voted" in left
        assert "Count, and declare" not in left
        assert "there is no result" in page(signed_in(asked.members[0]), f"/asked/{plan.pk}/")


def test_whoever_voted_is_told_by_the_hour_in_neutral_words_and_not_reminded(
    asked: Membership,
) -> None:
    plan = asked.open()
    with at(plan.mailings.all()[1].due_at):
        memberships_keep()
        votes(plan, asked.members[0])
        reminders = Dispatch.objects.filter(what="answer-awaited", state=DispatchState.WAITING)
        assert reminders.filter(member=asked.members[0]).exists(), "no row has the minute of a cast"
        assert voters_tell() == 1
        assert not reminders.filter(member=asked.members[0]).exists()
        assert reminders.count() == 8
        assert voters_tell() == 0
    told = Dispatch.objects.get(member=asked.members[0], what="answer-noted")
    for channel in (Channel.EMAIL, Channel.SMS, Channel.VOICE):
        told.channel = channel
        words = words_of(told, "")
        said = f"{words.subject} {words.text}".casefold().replace("member 0", "")
        assert not [word for word in TELLTALE if word in said]


def test_program_cannot_cast_an_open_vote_into_it(asked: Membership) -> None:
    plan = asked.open()
    with at(OPENS + timedelta(hours=1)):
        client = signed_in(asked.members[0])
        sent: dict[str, object] = {"choice": "option-1", "request_id": str(uuid4())}
        answer = post(client, f"ballots/{plan.pk}/casts/", sent)
        assert (answer.status_code, answer.json()["code"]) == (403, "booth-not-entered")
        enter_booth(client, plan, asked.members[0])
        by_page = client.post(f"/ballots/{plan.pk}/cast/", sent)
        assert by_page.status_code == 409
        assert "a vote in it is encrypted before it is sent" in by_page.text
    assert not RollEntry.objects.filter(ballot=plan.pk, voted=True).exists()


def test_turnout_by_branch_takes_two_queries_and_does_not_tell_of_who_is_in_none(
    asked: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        branch = asked.branches[number % 2]
        asked.members.append(make_member(f"Sample More {number}", branch=branch))
    plan = asked.open(form=VotingForm.SHOW_OF_HANDS)
    with at(OPENS + timedelta(hours=1)):
        for voter in (*asked.members, asked.chair):
            votes(plan, voter)
    with at(CLOSES):
        with django_capture_on_commit_callbacks(execute=True):
            close_ballots()
        ballot = ballot_declare(ballot=plan.ballot, actor=asked.returning_officer)
    with django_assert_num_queries(2):
        parts = figures_by_body(ballot)
    assert [(part.body.code, part.roll) for part in parts] == [("B01", 6), ("B02", 6)]
    voted = {part.body.code: part.voted for part in parts}
    assert set(voted.values()) == {6, None}, "the chair, in no branch, is one short of thirteen"
    by_branch = {one.body and one.body.code: one.voted for one in turnout_by_body(plan)}
    assert by_branch.pop(None) is None
    assert by_branch == voted, "two pages that withhold alike"
