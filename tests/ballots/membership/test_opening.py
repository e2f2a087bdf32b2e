"""The clock opens it, writes to the roll, reminds who has not voted, and stops."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from pytest_django import DjangoCaptureOnCommitCallbacks

from audit.models import Entry
from audit.recording import entry
from ballots.enums import BallotState, VotingForm
from ballots.guard import INDICATIVE_BANNER
from ballots.membership.desk import unreached
from ballots.membership.duties import memberships_keep
from ballots.membership.mailing import reminders_choose, told_of_cast
from ballots.membership.standing import ballots_of, standing_of
from ballots.membership.turnout import points_of, turnout_by_body
from ballots.membership.words import NEUTRAL_BANNER, LeftOffFor
from ballots.models import Cast, Mailing
from ballots.reconciling import discrepancies
from ballots.selectors import turnout
from ballots.services import ballot_declare
from config.timekeeper import close_ballots
from members.delivery.pump import pump
from members.delivery.words import words_of
from members.enums import Channel, DispatchState
from members.models import Contact, Dispatch, Member
from tests.factories.members import make_member
from tests.factories.memberships import CLOSES, NOW, OPENS, Membership, at, votes

pytestmark = pytest.mark.django_db

TELLTALE = ("union", "vote", "ballot", "member", "accept", "reject", "offer", "strike")
"""What would tell somebody else at the telephone what a message is about."""


def test_roll_is_frozen_at_its_time_and_closes_at_the_time_that_was_told(asked: Membership) -> None:
    plan = asked.approved()
    memberships_keep()
    plan.ballot.refresh_from_db()
    assert plan.ballot.state == BallotState.READY, "its time has not come"
    with at(OPENS + timedelta(minutes=20)):  # a clock that was stopped
        memberships_keep()
        memberships_keep()
    plan.ballot.refresh_from_db()
    assert plan.ballot.state == BallotState.OPEN
    assert plan.ballot.closes_at == CLOSES
    assert plan.ballot.roll_size == 9  # three officers are members too
    assert discrepancies(plan.ballot) == []


def test_plan_that_nobody_approved_is_not_opened(asked: Membership) -> None:
    plan = asked.plan()
    with at(OPENS):
        memberships_keep()
    plan.ballot.refresh_from_db()
    assert plan.ballot.state == BallotState.READY


def test_whoever_is_not_on_the_roll_is_told_why(asked: Membership) -> None:
    late = make_member("Sample Late", branch=asked.branches[0])
    elsewhere = make_member("Sample Elsewhere", branch=asked.branches[1])
    with entry(actor=None) as log:
        Member.objects.filter(pk=late.pk).update(joined_on=NOW.date() + timedelta(days=2))
        log.record("member.entered", subject=late)
    late.refresh_from_db()
    owing = asked.members[0]
    plan = asked.open(parts=["B01"], left_off={LeftOffFor.ARREARS: [owing.membership_number]})
    new = make_member("Sample New", branch=asked.branches[0])
    said = [str(standing_of(plan, one).why_not) for one in (late, elsewhere, owing, new)]
    assert [words.split()[1] for words in said] == ["joined", "asks", "register", "were"]
    assert standing_of(plan, asked.members[2]).why_not == ""
    assert ballots_of(new) == []


def test_notice_goes_to_all_and_a_reminder_only_to_who_has_not_voted(asked: Membership) -> None:
    plan = asked.open()
    voted, wants_none, silent = asked.members[:3]
    notices = Dispatch.objects.filter(what="answer-asked")
    assert notices.count() == 9
    with at(OPENS + timedelta(days=1)):
        votes(plan, voted)
        reminders_choose(member=wants_none, wanted=False)
    with at(plan.mailings.all()[1].due_at):
        memberships_keep()
    reminded = Dispatch.objects.filter(what="answer-awaited").values_list("member", flat=True)
    assert silent.pk in reminded
    assert {voted.pk, wants_none.pk} & set(reminded) == set()
    laid = Mailing.objects.get(plan=plan, laid_at__isnull=False, kind="reminder")
    assert (laid.addressed, laid.voted, laid.declined) == (7, 1, 1)
    (leaf,) = Entry.objects.filter(kind="mailing.laid").order_by("-at")[:1]
    assert b'"addressed":7' in bytes(leaf.leaf)
    assert INDICATIVE_BANNER.encode() in bytes(leaf.leaf)


def test_clock_that_was_stopped_sends_one_reminder_and_not_three(asked: Membership) -> None:
    plan = asked.open()
    with at(CLOSES - timedelta(hours=5)):
        memberships_keep()
    laid = list(plan.mailings.filter(kind="reminder").order_by("due_at"))
    assert [one.addressed for one in laid] == [0, 0, 9]


def test_reminder_that_waits_is_called_off_by_a_vote_and_by_the_close(asked: Membership) -> None:
    plan = asked.open()
    with at(plan.mailings.all()[1].due_at):
        memberships_keep()
        votes(plan, asked.members[0])
        told_of_cast(plan=plan, voter=asked.members[0])
    waiting = Dispatch.objects.filter(state=DispatchState.WAITING, what="answer-awaited")
    assert asked.members[0].pk not in waiting.values_list("member", flat=True)
    assert waiting.count() == 8
    with at(CLOSES):
        close_ballots()
        memberships_keep()
    assert not waiting.exists()


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS, Channel.VOICE])
@pytest.mark.parametrize("what", ["answer-asked", "answer-awaited", "answer-recorded"])
def test_messages_give_nothing_away(asked: Membership, what: str, channel: Channel) -> None:
    plan = asked.open()
    with at(plan.mailings.all()[1].due_at):
        memberships_keep()
        told_of_cast(plan=plan, voter=asked.members[0])
        dispatch = Dispatch.objects.filter(what=what, member=asked.members[0]).latest("made_at")
    dispatch.channel = channel
    words = words_of(dispatch, "")
    said = f"{words.subject} {words.text}".replace("/asked/", "/").casefold()
    assert not [word for word in TELLTALE if word in said.replace("member 0", "")]
    if what != "answer-recorded":
        assert NEUTRAL_BANNER in words.text
        assert "until 12:00 on Friday 24 September" in words.text
        assert len(words.text) <= 459 or channel != Channel.SMS


def test_union_that_names_itself_in_messages_says_the_banner_in_full(
    asked: Membership, settings: LazySettings
) -> None:
    settings.MESSAGE_NAME = "Lantern"
    asked.open()
    words = words_of(Dispatch.objects.filter(what="answer-asked")[0], "")
    assert "Lantern asks its members a question." in words.text
    assert INDICATIVE_BANNER in words.text


def test_unreachable_and_bounced_are_shown_with_the_reason(
    asked: Membership, mailoutbox: list[object]
) -> None:
    nobody, posted, bounced = asked.members[:3]
    with entry(actor=None) as log:
        Contact.objects.filter(member=nobody).delete()
        Contact.objects.filter(member=posted).update(kind="post")
        log.record("contact.changed", subject=nobody)
    plan = asked.open()
    with at(OPENS):
        pump(Channel.EMAIL)
    assert len(mailoutbox) == 7
    Dispatch.objects.filter(member=bounced).update(state=DispatchState.BOUNCED, reason="bounced")
    found = {one.member_id: one.reason for one in unreached(plan)}
    assert found == {nobody.pk: "no-channel", posted.pk: "post-only", bounced.pk: "bounced"}


def test_turnout_is_shown_above_the_floor_and_grows_by_the_hour(asked: Membership) -> None:
    for number in range(6):
        asked.members.append(make_member(f"Sample More {number}", branch=asked.branches[0]))
    plan = asked.open()
    with at(OPENS + timedelta(hours=1)):
        for voter in asked.members[:1] + asked.members[6:]:
            votes(plan, voter)
        memberships_keep()
        memberships_keep()
    assert [one.voted for one in plan.turnout_points.all()] == [0, 7]
    with at(OPENS + timedelta(hours=2)):
        assert [voted for _at, voted in points_of(plan, 7)] == [0, 7, 7]
    shown = {one.body and one.body.code: one.voted for one in turnout_by_body(plan)}
    assert shown["B02"] is None
    assert None in shown  # the officers are in no branch


@pytest.mark.parametrize("form", [VotingForm.SECRET_BALLOT, VotingForm.SHOW_OF_HANDS])
def test_it_closes_by_the_clock_is_declared_and_decides_nothing(
    asked: Membership,
    form: VotingForm,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    plan = asked.open(form=form)
    with at(OPENS + timedelta(days=1)):
        for number, voter in enumerate(asked.members):
            votes(plan, voter, "option-2" if number else "blank")
    with at(CLOSES):
        with django_capture_on_commit_callbacks(execute=True):
            close_ballots()
        ballot = ballot_declare(ballot=plan.ballot, actor=asked.returning_officer)
    assert ballot.result is not None
    assert ballot.result["figures"] == {"option-1": 0, "option-2": 5, "blank": 1}
    assert ballot.result["verdict"] == "INDICATIVE"
    assert turnout(ballot).voted == 6
    assert Cast.objects.count() == (0 if ballot.is_sealed else 6)
    assert discrepancies(ballot) == []
