"""Trials of acts on passcodes, contact details, the helpdesk and the registration of delegates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.utils import timezone

from audit.refusal import Refusal
from ballots.models import Assistance
from ballots.services.assisting import assistance_confirm, assistance_open
from conferences.delegates.entitlement import EntitlementRule
from conferences.models import Registration, RegistrationQuery
from conferences.services import entitlements, registering, registration_queries, sharing
from conferences.services.readiness import readiness_decide
from members.enums import Channel, ContactKind
from members.models import ContactChange, ContactFreeze, Dispatch, Member
from members.services import contact_changes, contact_checks, contact_freezes, dispatching
from members.services import employer_domains as domains
from members.services.helpdesk import Help, helpdesk_act, member_look_up
from members.services.passcodes import passcode_unlock
from members.services.rolls.arriving import roll_receive
from members.services.second_proofs import second_proof_reset_ask, second_proof_reset_decide
from members.services.sheets import sheets_make
from members.services.test_sends import test_send as send_test
from tests.factories.members import signed_in

if TYPE_CHECKING:
    from tests.factories.trials import Stage

REASON: Final = "Said in words, for the record"
Trial = Callable[["Stage", Member], object]


def page(actor: Member, address: str) -> None:
    """Open a page as somebody; what it refuses is a refusal."""
    if signed_in(actor).get(address).status_code in {403, 404}:
        raise Refusal("not-your-office", "The page was refused.")


def _caller(stage: Stage) -> Member:
    return stage.nomination.nominee  # who acts in no trial: what is their own they may do


def _helped(act: Help) -> Trial:
    return lambda stage, who: helpdesk_act(
        actor=who,
        member=_caller(stage),
        act=act,
        checked=["name", "branch"],
        reason=REASON,
    )


def _change(stage: Stage) -> ContactChange:
    return ContactChange(member=_caller(stage), kind=ContactKind.EMAIL)


CODES: Final[Mapping[str, Trial]] = {
    "roll.import": lambda _, who: roll_receive(actor=who, name="roll.csv", chunks=[b"x"]),
    "passcodes.post": lambda _, who: dispatching.passcodes_post(
        actor=who,
        purpose="ballot:none",
        members=Member.objects.none(),
        label="None",
        lifetime=timedelta(hours=1),
    ),
    "passcode.reissue": lambda stage, who: dispatching.passcode_reissue(
        actor=who, member=_caller(stage), purpose="sign-in", reason=REASON
    ),
    "passcode.cancel": lambda stage, who: dispatching.dispatch_cancel(
        actor=who, dispatch=Dispatch(member=_caller(stage)), reason=REASON
    ),
    "passcode.put_in_post": lambda stage, who: dispatching.dispatch_mark_posted(
        actor=who, dispatch=Dispatch(member=_caller(stage))
    ),
    "printed_codes.issue": lambda stage, who: sheets_make(actor=who, members=[_caller(stage)]),
    "delivery.test": lambda _, who: send_test(actor=who, channel=Channel.POST),
    "contact.change": lambda stage, who: contact_changes.contact_change(
        actor=who,
        member=stage.leaver,
        kind=ContactKind.EMAIL,
        text="new@example.org",
        reason=REASON,
    ),
    "contact_change.decide": lambda stage, who: contact_changes.contact_change_decide(
        actor=who, change=_change(stage), approve=True, reason=REASON
    ),
    "contact_freeze.set": lambda _, who: contact_freezes.contact_freeze_set(
        actor=who,
        subject="conference:NDC27",
        label="Conference",
        begins_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=2),
        reason=REASON,
    ),
    "contact_freeze.end": lambda _, who: contact_freezes.contact_freeze_end(
        actor=who, freeze=ContactFreeze(), reason=REASON
    ),
    "contact_check.open": lambda _, who: contact_checks.contact_check_open(
        actor=who,
        label="Conference",
        opens_at=timezone.now(),
        closes_at=timezone.now() + timedelta(days=2),
    ),
    "employer_domain.add": lambda _, who: domains.employer_domains_add(
        actor=who, text="work.example"
    ),
    "employer_domain.remove": lambda _, who: domains.employer_domain_remove(
        actor=who, domain="work.example"
    ),
    "contacts.report": lambda _, who: page(who, "/officers/contacts/reports/"),
    "member.look_up": lambda stage, who: member_look_up(
        actor=who, number=_caller(stage).membership_number
    ),
    "identity.check": _helped(Help.NOTE),
    "call.note": _helped(Help.NOTE),
    "passcode.unlock": lambda stage, who: passcode_unlock(
        actor=who, member=_caller(stage), reason=REASON
    ),
    "second_proof_reset.ask": lambda stage, who: second_proof_reset_ask(
        actor=who, member=_caller(stage), checked=["name", "branch"], reason=REASON
    ),
    "second_proof_reset.decide": lambda _, who: second_proof_reset_decide(
        actor=who, pk=uuid4(), confirm=True
    ),
    "assistance.open": lambda stage, who: assistance_open(
        ballot=stage.ballot, member=_caller(stage), actor=who, identity_checked=True
    ),
    "assistance.confirm": lambda stage, who: assistance_confirm(
        assistance=Assistance(ballot=stage.ballot, member=_caller(stage)), actor=who
    ),
}


def _registration(stage: Stage) -> Registration:
    return Registration(conference=stage.sitting.conference, branch=stage.branch)


DELEGATES: Final[Mapping[str, Trial]] = {
    "readiness.decide": lambda stage, who: readiness_decide(
        conference=stage.sitting.conference, actor=who, is_go=True, seen="", reason=REASON
    ),
    "entitlement.set": lambda stage, who: entitlements.entitlement_set(
        conference=stage.sitting.conference,
        actor=who,
        scale=EntitlementRule(first=250, step=500),
        qualifying_on=timezone.localdate(),
    ),
    "entitlements.fix": lambda stage, who: entitlements.entitlements_fix(
        conference=stage.sitting.conference, actor=who
    ),
    "registration.enter": lambda stage, who: registering.registration_enter(
        conference=stage.sitting.conference,
        branch=stage.branch,
        actor=who,
        membership_number=_caller(stage).membership_number,
    ),
    "registration.confirm": lambda stage, who: registering.registration_confirm(
        registration=_registration(stage), actor=who
    ),
    "registration.withdraw": lambda stage, who: registering.registration_withdraw(
        registration=_registration(stage), actor=who
    ),
    "registration.decide": lambda stage, who: registering.registration_decide(
        registration=_registration(stage), actor=who, allow=True, reason=REASON
    ),
    "registration.clear_seat": lambda stage, who: registering.registration_clear_seat(
        registration=Registration(
            conference=stage.sitting.conference, branch=stage.branch, member=stage.leaver
        ),
        actor=who,
    ),
    "registration_query.raise": lambda stage, who: registration_queries.registration_query_raise(
        conference=stage.sitting.conference,
        branch=stage.branch,
        actor=who,
        membership_number="X",
        why="no-such-number",
        words=REASON,
    ),
    "registration_query.answer": lambda stage, who: registration_queries.registration_query_answer(
        query=RegistrationQuery(conference=stage.sitting.conference, branch=stage.branch),
        actor=who,
        answer=REASON,
    ),
    "visitor.admit": lambda stage, who: registering.visitor_admit(
        conference=stage.sitting.conference,
        body=stage.branch,
        actor=who,
        membership_number=_caller(stage).membership_number,
        kind="visitor",
    ),
    "credential.hand_over": lambda stage, who: sharing.credential_hand_over(
        credential=stage.sitting.credential("B11-1"), actor=who
    ),
    "sharers.convert": lambda stage, who: sharing.sharers_convert(
        conference=stage.sitting.conference, actor=who, reason=REASON
    ),
}
