"""A large secret ballot is prepared from its approval on, and never missed in silence."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from audit.models import Entry
from audit.recording import entry
from ballots.enums import BallotState
from ballots.guard import INDICATIVE_BANNER
from ballots.membership import preparing as of_membership
from ballots.membership.duties import A_MOMENT, memberships_keep
from ballots.membership.holding_up import KIND, held_up
from ballots.membership.planning import membership_ballot_abandon, membership_ballot_replan
from ballots.membership.preparing import preparation_of, shares_work
from ballots.models import ArchiveRecord, MembershipBallot, OpeningPiece, SealedVote
from ballots.secret import pieces, preparing
from ballots.secret.preparing import Prepared
from config.celery import app as celery_app
from members.delivery.words import words_of
from members.enums import Channel
from members.models import Dispatch, Member
from tests.factories.members import make_member, signed_in
from tests.factories.memberships import CLOSES, OPENS, Membership, at, plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine are asked; three are a share, and more than two are prepared."""
    monkeypatch.setattr(preparing, "SHARE", 3)
    monkeypatch.setattr(preparing, "AT_ONCE", 2)
    monkeypatch.setattr(of_membership, "AT_ONCE", 2)


def take_all(plan: MembershipBallot) -> None:
    """Be a worker that takes everything and dies."""
    for pk in OpeningPiece.objects.filter(vote=plan.pk).values_list("pk", flat=True):
        pieces.take(pk)


def state_of(plan: MembershipBallot) -> str:
    plan.ballot.refresh_from_db()
    return plan.ballot.state


def code_of(plan: MembershipBallot) -> str:
    why = held_up(plan)
    return why.code if why else ""


def told(member: Member) -> list[Dispatch]:
    return list(Dispatch.objects.filter(member=member, what="opening-held-up"))


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give for which ballots workers are called, who do not come."""
    names: list[str] = []
    monkeypatch.setattr("ballots.membership.tasks.shares_work_task.delay", names.append)
    celery_app.conf.task_always_eager = False
    yield names
    celery_app.conf.task_always_eager = True


def test_approval_begins_it_and_workers_do_it_before_the_opening(
    asked: Membership, called: list[str]
) -> None:
    plan = asked.approved()
    assert preparation_of(plan) == Prepared(made=0, of=9)
    memberships_keep()  # what the approval called for is called for again while nobody comes
    memberships_keep()
    assert called == [str(plan.pk)] * 2
    assert shares_work(plan.pk) == 3
    page = signed_in(asked.returning_officer).get(f"/membership-ballots/{plan.pk}/").text
    assert "9 of 9 credentials are made" in page
    assert INDICATIVE_BANNER in page
    with at(OPENS):
        memberships_keep()
    assert state_of(plan) == BallotState.OPEN
    listed = ArchiveRecord.objects.get(vote=plan.pk, number=4).body
    assert listed.count('","') == 8
    assert not OpeningPiece.objects.exists()


def test_page_shows_how_far_it_is_and_asks_again_until_it_is_done(asked: Membership) -> None:
    plan = asked.approved()
    pk = OpeningPiece.objects.filter(vote=plan.pk).order_by("number")[0].pk
    preparing.share_make(pk, of_membership.voters_of(plan))
    page = signed_in(asked.returning_officer).get(f"/membership-ballots/{plan.pk}/").text
    assert "of 9 credentials are made" in page
    assert 'hx-trigger="every 5s"' in page
    assert "<progress" in page


def test_clock_does_in_the_last_hour_what_no_worker_did_and_says_so(asked: Membership) -> None:
    plan = asked.approved()
    with at(OPENS - timedelta(hours=2)):
        memberships_keep()
    assert preparation_of(plan) == Prepared(made=0, of=9)
    with at(OPENS - timedelta(minutes=50)):
        memberships_keep()
    assert preparation_of(plan) == Prepared(made=9, of=9)
    assert code_of(plan) == "preparation-late"
    (message,) = told(asked.returning_officer)
    message.channel = Channel.SMS
    words = words_of(message, "").text.casefold()
    assert not [word for word in ("union", "vote", "ballot", "member") if f" {word}" in words]
    with at(OPENS):
        memberships_keep()
    assert state_of(plan) == BallotState.OPEN
    assert code_of(plan) == ""


def test_members_who_come_and_go_before_the_opening_are_seen_to(asked: Membership) -> None:
    plan = asked.approved()
    shares_work(plan.pk)
    make_member("Sample Late", branch=asked.branches[0])
    with entry(actor=None) as log:
        Member.objects.filter(pk=asked.members[0].pk).update(is_active=False)
        log.record("member.left", subject=asked.members[0])
    with at(OPENS):
        for _ in range(3):
            memberships_keep()
    assert state_of(plan) == BallotState.OPEN
    assert plan.ballot.roll_size == 9
    listed = ArchiveRecord.objects.get(vote=plan.pk, number=4).body
    assert listed.count('","') == 8


def test_opening_waits_for_its_credentials_and_a_long_wait_is_told_once(asked: Membership) -> None:
    plan = asked.approved()
    with at(OPENS):
        take_all(plan)
        memberships_keep()
        assert state_of(plan) == BallotState.READY
        assert told(asked.returning_officer) == [], "a moment is nothing to write about"
    with at(OPENS + A_MOMENT + timedelta(seconds=1)):
        take_all(plan)
        memberships_keep()
        memberships_keep()
        assert len(told(asked.returning_officer)) == 1
        page = signed_in(asked.returning_officer).get(f"/membership-ballots/{plan.pk}/").text
        assert "Something is in the way of the opening" in page
        assert "It opens as soon as all are" in page
    with at(OPENS + timedelta(minutes=10)):  # whoever took them died
        memberships_keep()
        memberships_keep()
    assert state_of(plan) == BallotState.OPEN
    assert plan.ballot.closes_at == CLOSES, "the time that members were told"


@pytest.mark.parametrize(
    ("later", "code"), [(OPENS, "empty-roll"), (CLOSES + timedelta(hours=1), "opening-has-passed")]
)
def test_one_that_cannot_open_is_told_of_once(
    asked: Membership, later: datetime, code: str
) -> None:
    plan = asked.approved(parts=["B01"])
    with entry(actor=None) as log:
        Member.objects.filter(branch=asked.branches[0]).update(is_active=False)
        log.record("members.left", subject=plan)
    with at(later):
        memberships_keep()
        memberships_keep()
    assert code_of(plan) == code
    assert len(told(asked.returning_officer)) == 1
    assert Entry.objects.filter(kind=KIND, subject=plan.log_name).count() == 1


def test_plan_that_is_changed_or_left_keeps_no_credentials(asked: Membership) -> None:
    plan = asked.approved()
    shares_work(plan.pk)
    membership_ballot_replan(plan=plan, actor=asked.clerk, asked=plan_of(parts=["B01"]))
    with at(OPENS):
        memberships_keep()
    assert state_of(plan) == BallotState.READY, "nobody approved the change"
    membership_ballot_abandon(plan=plan, actor=asked.clerk)
    assert not OpeningPiece.objects.exists()
    assert SealedVote.objects.get(pk=plan.pk).credentials == ""
