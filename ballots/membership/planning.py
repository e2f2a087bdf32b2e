"""Planning a ballot of the membership: asked for, approved by the returning officer, or left.

The statutory guard judges it before it exists (guide 2.9). What it asks cannot be changed after
that, for the guard has read it; whom it asks and when can be, until the returning officer has
approved them, and a change takes the approval back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import BallotState, Majority, VotingForm
from ballots.guard import Attestation, Verdict, ballot_class
from ballots.membership.calendar import faults
from ballots.membership.preparing import preparation_begin
from ballots.membership.roll import MOST_SAID, electorate_of, find_numbers
from ballots.membership.rules import acting
from ballots.membership.words import (
    CLASSES_HELD,
    NOT_HELD_SO,
    LeftOffFor,
    MailingKind,
    asked_for,
)
from ballots.models import Ballot, LeftOff, Mailing, MembershipBallot
from ballots.papers import Option
from ballots.secret.choosing import sealing_for
from ballots.secret.making import Sealing
from ballots.secret.preparing import shares_drop
from ballots.services import ballot_create
from members.models import Body, Member

FORM: Final = VotingForm.SECRET_BALLOT
"""How it is voted on unless an officer chooses otherwise. Recorded, the system has it by name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom it asks and when, as an officer plans it."""

    qualifying_on: date
    opens_at: datetime
    closes_at: datetime
    rule: str
    reminders: Sequence[datetime] = ()
    parts: Sequence[str] = ()
    left_off: Mapping[LeftOffFor, Sequence[str]] = field(default_factory=dict)  # by number
    recommended_by: str = ""
    recommendation: str = ""


def membership_ballot_plan(
    *,
    actor: Member | None,
    body: Body,
    title: str,
    question: str,
    options: Sequence[Option],
    class_code: str,
    attestation: Attestation,
    asked: Asked,
    form: VotingForm = FORM,
    sealing: Sealing | None = None,
) -> MembershipBallot:
    """Plan an indicative ballot of the members of a body, if the guard allows it.

    A secret one is opened by the people of the body's newest board, unless `sealing` says who does;
    by the server alone where the body has no such board.
    """
    with acting(actor, "membership_ballot.plan", body, body.log_name) as log:
        _insist_on_indicative(class_code, body)
        _insist_on_calendar(asked)
        if form is VotingForm.SECRET_BALLOT and sealing is None:
            sealing = sealing_for(body)
        ballot = ballot_create(
            actor=actor,
            body=body,
            title=title,
            question=question,
            options=options,
            class_code=class_code,
            attestation=attestation,
            form=form,
            majority=Majority.NONE,
            asked_for=asked_for(body.code),
            member_ballot=True,
            steps_up=True,
            sealing=sealing,
        )
        plan = MembershipBallot(ballot=ballot)
        _enter(plan, asked, log)
    return plan


def membership_ballot_replan(
    *, plan: MembershipBallot, actor: Member, asked: Asked
) -> MembershipBallot:
    """Change whom it asks, or when, until it opens. It has to be approved anew."""
    body = _body(plan.ballot)
    with acting(actor, "membership_ballot.plan", body, plan.log_name) as log:
        plan = _locked(plan)
        _insist_on_calendar(asked)
        plan.approved_by, plan.approved_at = None, None
        plan.mailings.all().delete()
        if asked.left_off:
            plan.left_off.all().delete()
        _enter(plan, asked, log)
    return plan


def membership_ballot_approve(*, plan: MembershipBallot, actor: Member) -> MembershipBallot:
    """Approve roll, window and wording, as the returning officer: the clock opens it at its time.

    The log has how many would be on the roll now. It is frozen at the opening, not before.
    """
    body = _body(plan.ballot)
    with acting(actor, "membership_ballot.approve", body, plan.log_name) as log:
        plan = _locked(plan)
        if plan.ballot.state != BallotState.READY:
            raise Refusal("awaits-review", "A second person has to let it by first.")
        if plan.opens_at <= timezone.now():
            raise Refusal("opening-has-passed", "The time of its opening has passed: set another.")
        asked = electorate_of(plan).count()
        if not asked:
            raise Refusal("empty-roll", "Nobody would be on the roll.")
        plan.approved_by, plan.approved_at = actor, timezone.now()
        plan.save(update_fields=["approved_by", "approved_at"])
        log.record(
            "membership_ballot.approved",
            subject=plan,
            attested=True,
            roll_now=asked,
            banner=plan.ballot.ballot_class.banner,
            opens_at=plan.opens_at.isoformat(timespec="seconds"),
            closes_at=plan.closes_at.isoformat(timespec="seconds"),
        )
        if plan.ballot.is_sealed:
            preparation_begin(plan)
    return plan


def membership_ballot_abandon(*, plan: MembershipBallot, actor: Member) -> MembershipBallot:
    """Leave a plan that has not opened. Nobody was written to."""
    body = _body(plan.ballot)
    with acting(actor, "membership_ballot.abandon", body, plan.log_name) as log:
        plan = _locked(plan)
        plan.abandoned_at = timezone.now()
        plan.approved_by, plan.approved_at = None, None
        plan.save(update_fields=["abandoned_at", "approved_by", "approved_at"])
        shares_drop(plan.pk)
        log.record("membership_ballot.abandoned", subject=plan)
    return plan


def _enter(plan: MembershipBallot, asked: Asked, log: OpenEntry) -> None:
    plan.qualifying_on, plan.parts = asked.qualifying_on, list(asked.parts)
    plan.opens_at, plan.closes_at = asked.opens_at, asked.closes_at
    plan.rule = asked.rule.strip()
    plan.recommended_by = asked.recommended_by.strip()
    plan.recommendation = asked.recommendation.strip()
    plan.save()
    due = [(MailingKind.NOTICE, asked.opens_at)]
    due += [(MailingKind.REMINDER, each) for each in sorted(asked.reminders)]
    Mailing.objects.bulk_create(Mailing(plan=plan, kind=kind, due_at=at) for kind, at in due)
    off = _leave_off(plan, asked)
    log.record(
        "membership_ballot.planned",
        subject=plan,
        class_code=plan.ballot.class_code,
        banner=plan.ballot.ballot_class.banner,
        qualifying_on=plan.qualifying_on.isoformat(),
        parts=plan.parts,
        rule=plan.rule,
        opens_at=plan.opens_at.isoformat(timespec="seconds"),
        closes_at=plan.closes_at.isoformat(timespec="seconds"),
        reminders=len(asked.reminders),
        left_off=off,
        recommends=bool(plan.recommendation),
    )


def _leave_off(plan: MembershipBallot, asked: Asked) -> dict[str, int]:
    """Enter whom the rule leaves off; give how many for which reason."""
    rows: dict[Any, LeftOff] = {}
    for reason, numbers in asked.left_off.items():
        found, missing = find_numbers(numbers)
        if missing:
            raise Refusal(
                "number-unknown",
                f"Nobody in the register has: {', '.join(missing[:MOST_SAID])}"
                + (f", and {len(missing) - MOST_SAID} more." if len(missing) > MOST_SAID else "."),
            )
        for one in found:
            rows.setdefault(one.pk, LeftOff(plan=plan, member=one, reason=reason))
    LeftOff.objects.bulk_create(rows.values(), batch_size=2000)
    kept = plan.left_off.values_list("reason", flat=True)
    counts = {str(reason): 0 for reason in LeftOffFor}
    for each in kept:
        counts[each] += 1
    return counts


def _locked(plan: MembershipBallot) -> MembershipBallot:
    fresh = MembershipBallot.objects.select_for_update().get(pk=plan.pk)
    fresh.ballot = Ballot.objects.select_related("body").get(pk=plan.pk)
    if fresh.abandoned_at:
        raise Refusal("plan-abandoned", "This plan was left. Make a new one.")
    if fresh.ballot.opened_at or fresh.ballot.state not in {
        BallotState.READY,
        BallotState.UNDER_REVIEW,
    }:
        raise Refusal("roll-frozen", "It has been opened, or refused: its plan is fixed.")
    return fresh


def _insist_on_calendar(asked: Asked) -> None:
    zone = timezone.get_default_timezone()
    local = [at.astimezone(zone) for at in (asked.opens_at, asked.closes_at, *asked.reminders)]
    if wrong := faults(local[0], local[1], local[2:], timezone.now()):
        raise Refusal("calendar-faulty", " ".join(wrong))
    if asked.qualifying_on > local[0].date():
        raise Refusal("qualifying-late", "The qualifying date is the day of opening at the latest.")
    if not asked.rule.strip():
        raise Refusal("rule-missing", "Say by which rule of the union these members may vote.")


def _insist_on_indicative(class_code: str, body: Body) -> None:
    """Refuse what is allowed elsewhere. What is blocked, the guard refuses with its law."""
    chosen = ballot_class(class_code)
    if chosen.code not in CLASSES_HELD and chosen.verdict is not Verdict.BLOCK:
        raise Refusal(
            "not-indicative",
            NOT_HELD_SO,
            rule=chosen.law,
            record="ballot.refused",
            subject=body.log_name,
            facts={"act": "membership_ballot.plan", "class_code": class_code},
        )


def _body(ballot: Ballot) -> Body:
    if ballot.body is None:
        raise ValueError("A ballot of a membership has the body whose members it asks.")
    return ballot.body
