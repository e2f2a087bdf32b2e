"""Branches register by two officers: the rules, the three edge cases, and every refusal."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from conferences.enums import CredentialKind, RegistrationState
from conferences.models import Credential, Registration
from conferences.selectors import credential_of, quorum_now, voters_present
from conferences.services import (
    check_in,
    registration_clear_seat,
    registration_confirm,
    registration_decide,
    registration_decline,
    registration_query_answer,
    registration_query_raise,
    registration_withdraw,
    visitor_admit,
)
from members.enums import Office
from members.models import Body
from members.services import appointment_make, member_create
from motions.debate import questions
from tests.conferences.delegates.conftest import Branch
from tests.factories.ballots import cast_by
from tests.factories.conferences import refused

pytestmark = pytest.mark.django_db


def kinds(subject: str) -> list[str]:
    return list(Entry.objects.filter(subject=subject).order_by("at").values_list("kind", flat=True))


def test_two_officers_register_a_delegate_who_can_then_vote(branch: Branch) -> None:
    waiting = branch.enter("new-1 ")
    assert waiting.state == RegistrationState.WAITING
    assert credential_of(waiting.member, branch.conference) is None
    done = registration_confirm(registration=waiting, actor=branch.chair)
    credential = credential_of(waiting.member, branch.conference)
    assert credential is not None
    assert credential.number == "B05-3"
    assert (credential.kind, credential.may_vote, credential.is_leader) == ("delegate", True, False)
    assert done.state == RegistrationState.REGISTERED
    assert kinds(done.log_name) == ["registration.entered", "registration.confirmed"]
    assert kinds(credential.log_name) == ["credential.issued"]
    check_in(credential=credential, actor=credential.member)
    assert credential in voters_present(branch.conference, "show_of_hands")


def test_confirm_refused_to_who_entered_it(branch: Branch) -> None:
    waiting = branch.enter("NEW-1")
    with refused("own-submission"):
        registration_confirm(registration=waiting, actor=branch.secretary)
    with refused("own-submission"):
        registration_decline(registration=waiting, actor=branch.secretary, reason="Not this one.")
    with pytest.raises(IntegrityError, match="two_officers"), entry(actor=None):
        Registration.objects.filter(pk=waiting.pk).update(confirmed_by=branch.secretary)
    assert "act.refused" in kinds(waiting.log_name)


def test_register_refused_to_an_officer_of_another_branch(branch: Branch) -> None:
    other = Body.objects.get(code="B06")
    branch.body, mine = other, branch.body
    with refused("not-your-office"):
        branch.enter("NEW-1")
    branch.body = mine


def test_register_refused_beyond_the_entitlement_and_what_waits_counts(branch: Branch) -> None:
    branch.enter("NEW-1")
    with refused("no-seat-left"):
        branch.enter("NEW-2")
    assert branch.enter("NEW-2", kind=CredentialKind.VISITOR).kind == "visitor"


def test_two_branches_same_person(branch: Branch) -> None:
    """Edge case: one credential only, by the branch of record; the attempt is in the log."""
    lindsay = member_create(
        actor=None,
        membership_number="LG-12",
        name="Lindsay Garrowby",
        branch=Body.objects.get(code="B12"),
    )
    with refused("not-of-this-branch"):
        branch.enter("LG-12")
    leaf = json.loads(bytes(Entry.objects.get(kind="registration.refused").leaf))
    assert (leaf["member"], leaf["branch"]) == (lindsay.log_name, "body:B05")
    with refused("not-of-this-branch") as nobody:
        branch.enter("NO-SUCH")
    assert "Nobody with that number" in str(nobody.value)


def test_same_person_refused_a_second_registration_and_a_second_credential(branch: Branch) -> None:
    branch.allow(5)
    waiting = branch.enter("NEW-1")
    with refused("already-registered"):
        branch.enter("NEW-1")
    registration_confirm(registration=waiting, actor=branch.chair)
    with refused("already-registered"):
        branch.enter("NEW-1", kind=CredentialKind.VISITOR)
    assert Entry.objects.filter(kind="registration.refused").count() == 2


def test_joined_after_qualifying_date(branch: Branch) -> None:
    """Edge case: not a delegate, told why and how to query it; the query is logged."""
    corin = branch.member("CE-5", joined_on=date(2027, 1, 1))
    with refused("joined-after") as said:
        branch.enter("CE-5")
    assert "31 December 2026" in said.value.message
    assert "query it" in said.value.message
    query = registration_query_raise(
        conference=branch.conference,
        branch=branch.body,
        actor=branch.secretary,
        membership_number="CE-5",
        why="joined-after",
        words="He joined in November; the form was entered late.",
    )
    assert query.member == corin
    with refused("not-your-office"):
        registration_query_answer(query=query, actor=branch.chair, answer="The register is right.")
    answered = registration_query_answer(
        query=query, actor=branch.sitting.clerk, answer="The form is dated 4 January."
    )
    assert answered.answered_at
    with refused("answered-already"):
        registration_query_answer(query=query, actor=branch.sitting.clerk, answer="Once more, no.")
    assert kinds(query.log_name) == ["registration_query.raised", "registration_query.answered"]
    branch.member("OK-5", joined_on=date(2026, 12, 31))
    assert branch.enter("OK-5").state == RegistrationState.WAITING


def test_substitute_takes_the_place_and_the_lead_in_one_step(branch: Branch) -> None:
    leader = branch.sitting.credential("B05-1")
    strength = leader.card_strength
    before = quorum_now(branch.conference)
    taken = branch.register("NEW-1", replaces=leader)
    leader.refresh_from_db()
    assert (taken.is_leader, taken.card_strength, taken.may_vote) == (True, strength, True)
    assert (leader.may_vote, leader.is_leader, leader.card_strength) == (False, False, 0)
    assert leader.revoked_at
    assert not leader.is_present
    assert kinds(leader.log_name)[-1] == "credential.revoked"
    after = quorum_now(branch.conference)
    assert (after.entitled, after.present.delegates) == (
        before.entitled,
        before.present.delegates - 1,
    )
    with refused("revoked"):
        check_in(credential=leader, actor=leader.member)
    with refused("not-replaceable"):
        branch.enter("NEW-2", replaces=leader)


def test_substitute_after_deadline(branch: Branch) -> None:
    """Edge case: needs the committee's decision; the replaced credential goes in the same step."""
    branch.terms(substitute_by=timezone.now() - timedelta(minutes=1))
    replaced = branch.sitting.credential("B05-2")
    late = registration_confirm(
        registration=branch.enter("NEW-1", replaces=replaced), actor=branch.chair
    )
    replaced.refresh_from_db()
    assert late.state == RegistrationState.LATE
    assert late.credential is None
    assert replaced.may_vote
    with refused("not-your-office"):
        registration_decide(
            registration=late, actor=branch.chair, allow=True, reason="It is only fair."
        )
    decided = registration_decide(
        registration=late,
        actor=branch.sitting.clerk,
        allow=True,
        reason="Report 4: the delegate is in hospital.",
    )
    assert decided.credential
    assert decided.credential.may_vote
    revoked = Credential.objects.get(pk=replaced.pk)
    assert (revoked.may_vote, revoked.revoked_at is None) == (False, False)
    assert kinds(late.log_name)[-1] == "registration.decided"


def test_late_registration_refused_by_the_committee_changes_nothing(branch: Branch) -> None:
    branch.terms(register_by=timezone.now() - timedelta(minutes=1))
    late = registration_confirm(registration=branch.enter("NEW-1"), actor=branch.chair)
    held = Credential.objects.count()
    decided = registration_decide(
        registration=late, actor=branch.sitting.clerk, allow=False, reason="A month late."
    )
    assert decided.state == RegistrationState.REFUSED
    assert Credential.objects.count() == held
    with refused("decided-already"):
        registration_decide(
            registration=late, actor=branch.sitting.clerk, allow=True, reason="After all."
        )


def test_committee_member_refused_a_decision_for_their_own_branch(branch: Branch) -> None:
    branch.terms(register_by=timezone.now() - timedelta(minutes=1))
    late = registration_confirm(registration=branch.enter("NEW-1"), actor=branch.chair)
    own = branch.member("SOC-9")
    appointment_make(actor=None, member=own, office=Office.SOC_MEMBER, body=branch.conference.body)
    with refused("own-branch"):
        registration_decide(registration=late, actor=own, allow=True, reason="They are good.")


def test_declined_and_withdrawn_leave_the_seat_free(branch: Branch) -> None:
    registration_decline(
        registration=branch.enter("NEW-1"), actor=branch.chair, reason="Not chosen by the branch."
    )
    registration_withdraw(registration=branch.enter("NEW-2"), actor=branch.secretary)
    assert branch.register("NEW-1").may_vote


def test_second_leader_refused(branch: Branch) -> None:
    with refused("has-a-leader"):
        branch.enter("NEW-1", is_leader=True)


@pytest.mark.parametrize("kind", ["visitor", "observer", "press"])
def test_visitors_never_vote_by_trying(branch: Branch, kind: str) -> None:
    visitor = visitor_admit(
        conference=branch.conference,
        body=branch.body,
        actor=branch.sitting.clerk,
        membership_number="NEW-1",
        kind=kind,
    )
    check_in(credential=visitor, actor=visitor.member)
    question = questions.motion_put(
        motion=branch.sitting.into_debate("M6"), actor=branch.sitting.chair
    )
    ballot = branch.sitting.open_vote(question)
    with refused("not-on-the-roll"):
        cast_by(visitor.member, ballot, "for")
    with pytest.raises(IntegrityError, match="only_delegates_vote"), entry(actor=None):
        Credential.objects.filter(pk=visitor.pk).update(may_vote=True)


def test_visitor_refused_from_anyone_but_the_clerk(branch: Branch) -> None:
    given = {"conference": branch.conference, "body": branch.body, "membership_number": "NEW-1"}
    with refused("not-your-office"):
        visitor_admit(actor=branch.secretary, kind="visitor", **given)  # type: ignore[arg-type]
    with refused("not-a-visitor"):
        visitor_admit(actor=branch.sitting.clerk, kind="delegate", **given)  # type: ignore[arg-type]


def test_seat_is_cleared_by_its_holder_only(branch: Branch) -> None:
    waiting = branch.enter("NEW-1", seat_for="young")
    with refused("not-your-seat"):
        registration_clear_seat(registration=waiting, actor=branch.chair)
    assert registration_clear_seat(registration=waiting, actor=waiting.member).seat_for == ""
