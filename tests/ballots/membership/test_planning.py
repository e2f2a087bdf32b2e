"""Planning a ballot of the membership: the guard first, then whom and when, then the approval."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.guard import CLASSES, INDICATIVE_BANNER, Answer, Attestation, Verdict
from ballots.membership.planning import (
    membership_ballot_abandon,
    membership_ballot_approve,
    membership_ballot_replan,
)
from ballots.membership.roll import preview
from ballots.membership.words import CLASSES_HELD, LeftOffFor
from ballots.models import MembershipBallot
from ballots.services import ballot_review
from members.models import Contact, Member
from tests.factories.members import make_member
from tests.factories.memberships import NOW, OPENS, Membership, at, plan_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [code for code in CLASSES if code not in CLASSES_HELD])
def test_nothing_but_an_indicative_question_is_put_to_members(asked: Membership, code: str) -> None:
    with pytest.raises(Refusal) as no:
        asked.plan(class_code=code)
    blocked = CLASSES[code].verdict is Verdict.BLOCK
    assert no.value.code.startswith("guard-") is blocked
    assert not MembershipBallot.objects.exists()


def test_one_answer_that_is_not_no_stops_it(asked: Membership) -> None:
    answers = Attestation(Answer.NO, Answer.NO, Answer.NOT_SURE, Answer.NO)
    with pytest.raises(Refusal, match="You answered: not sure"):
        asked.plan(attestation=answers)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"opens_at": NOW - timedelta(days=1)}, "calendar-faulty"),
        ({"qualifying_on": (OPENS + timedelta(days=1)).date()}, "qualifying-late"),
        ({"rule": "  "}, "rule-missing"),
        ({"left_off": {LeftOffFor.ARREARS: ["L99999"]}}, "number-unknown"),
    ],
)
def test_plan_that_cannot_be_held_is_refused(
    asked: Membership, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as no:
        asked.plan(**given)
    assert no.value.code == code


def test_action_is_asked_about_only_when_a_second_person_lets_it_by(asked: Membership) -> None:
    plan = asked.plan(class_code="IA_CONSULT")
    assert "Nobody is being asked to take action." in plan.ballot.banners[0]
    with pytest.raises(Refusal) as no:
        membership_ballot_approve(plan=plan, actor=asked.returning_officer)
    assert no.value.code == "awaits-review"
    reviewer = asked.returning_officer
    ballot_review(ballot=plan.ballot, actor=reviewer, approve=True, reason="It asks for a view.")
    assert membership_ballot_approve(plan=plan, actor=reviewer).approved_at


def test_a_change_takes_the_approval_back(asked: Membership) -> None:
    plan = asked.approved()
    later = plan_of(opens_at=OPENS + timedelta(days=1), reminders=())
    plan = membership_ballot_replan(plan=plan, actor=asked.clerk, asked=later)
    assert plan.approved_at is None
    assert [one.due_at for one in plan.mailings.all()] == [later.opens_at]


def test_plan_that_is_left_or_open_is_not_changed(asked: Membership) -> None:
    left = membership_ballot_abandon(plan=asked.approved(), actor=asked.clerk)
    for plan, code in ((left, "plan-abandoned"), (asked.open(), "roll-frozen")):
        with pytest.raises(Refusal) as no:
            membership_ballot_replan(plan=plan, actor=asked.clerk, asked=plan_of())
        assert no.value.code == code


def test_plan_is_not_approved_after_its_time_or_for_nobody(asked: Membership) -> None:
    nobody = asked.plan(parts=["LANTERN-NONE"])
    with pytest.raises(Refusal) as empty:
        membership_ballot_approve(plan=nobody, actor=asked.returning_officer)
    assert empty.value.code == "empty-roll"
    plan = asked.plan()
    with at(OPENS), pytest.raises(Refusal) as late:
        membership_ballot_approve(plan=plan, actor=asked.returning_officer)
    assert late.value.code == "opening-has-passed"


def test_preview_counts_by_branch_who_is_asked_and_how_they_are_reached(
    asked: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    silent, later, off, posted = (
        asked.members[0],
        asked.members[1],
        asked.members[2],
        asked.members[3],
    )
    with entry(actor=None) as log:
        Contact.objects.filter(member=silent).delete()
        Contact.objects.filter(member=posted).update(kind="post")
        Member.objects.filter(pk=later.pk).update(joined_on=NOW.date() + timedelta(days=1))
        log.record("contact.changed", subject=silent)
    plan = asked.plan(
        parts=["B01", "B02"], left_off={LeftOffFor.ARREARS: [off.membership_number.lower()]}
    )
    with django_assert_num_queries(7):
        seen = preview(plan)
    assert [(body and body.code, line.members) for body, line in seen.bodies] == [
        ("B01", 2),
        ("B02", 2),
    ]
    total = seen.total
    assert (total.members, total.at_once, total.by_post, total.not_at_all) == (4, 2, 1, 1)
    assert (seen.left_off, seen.joined_later, seen.alike) == (1, 1, 0)


def test_preview_asks_no_more_of_a_longer_roll(
    asked: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_member(f"Sample Later {number}", branch=asked.branches[0])
    plan = asked.plan(parts=["B01", "B02"])
    with django_assert_num_queries(7):
        assert preview(plan).total.members == 11


def test_banner_is_in_the_log(asked: Membership) -> None:
    plan = asked.approved()
    leaves = Entry.objects.filter(subject=plan.log_name, kind__startswith="membership_ballot.")
    kept = [bytes(one.leaf).decode() for one in leaves]
    assert len(kept) == 2
    assert all(INDICATIVE_BANNER in leaf for leaf in kept)
    assert plan.ballot.state == BallotState.READY
