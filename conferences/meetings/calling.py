"""Calling a meeting of a branch or committee: its day, its quorum, its agenda, its power.

A meeting is a small conference: the same floor, quorum, debate, votes, log and minutes. Branches
answer for theirs with a record: numbers, quorum, result (guide 4, L23).
"""

from collections.abc import Sequence
from datetime import date

from audit.refusal import Refusal
from conferences.delegates.entitlement import EntitlementRule
from conferences.enums import MeetingKind
from conferences.meetings.agenda import Line
from conferences.meetings.belonging import KINDS
from conferences.models import AgendaItem, Conference, Floor, Session
from conferences.quorum import Quorum
from conferences.rules import acting, office_held
from conferences.standing_orders import StandingOrders
from members.enums import BodyKind
from members.models import Body, Member
from members.permissions import in_words, offices_for

LONGEST = 200


def meeting_call(
    *,
    body: Body,
    actor: Member | None,
    title: str,
    held_on: date,
    quorum: int,
    enabling_rule: str,
    agenda: Sequence[Line],
    within: Conference | None = None,
    delegated_by: str = "",
) -> Conference:
    """Call a meeting of a body, with one sitting and its agenda.

    `quorum` is of members present. `enabling_rule` is what lets the body meet and vote online: some
    branches' rules do not (guide 4, L14, L23). `delegated_by` names the rule by which the meeting
    may decide what is conference's to decide, and then `within` is that conference (guide 3.1,
    DECIDED_BY_DELEGATED_BODY); `within` alone is a meeting beside a conference. That power is
    conference's to leave, so only an officer who could enter its use there gives it to a meeting.
    """
    called = Conference(
        body=body,
        code=_code(body, held_on),
        title=" ".join(title.split()),
        starts_on=held_on,
        ends_on=held_on,
        kind=KINDS.get(BodyKind(body.kind), MeetingKind.COMMITTEE),
        within=within,
        delegated_by=" ".join(delegated_by.split()),
        standing_orders=_orders(quorum, enabling_rule).to_document(),
        is_sample=bool(within and within.is_sample),
    )
    with acting(actor, called, "meeting.call") as log:
        _refuse_unless_called_well(called)
        _refuse_power_taken(called, actor)
        called.save(force_insert=True)
        Floor.objects.create(conference=called)
        session = Session.objects.create(conference=called, number=1, held_on=held_on)
        AgendaItem.objects.bulk_create(
            AgendaItem(
                session=session,
                position=position,
                starts_at=line.starts_at,
                title=line.title,
                kind=line.kind,
            )
            for position, line in enumerate(agenda, start=1)
        )
        log.record(
            "meeting.called",
            subject=called,
            body=body.log_name,
            held_on=held_on.isoformat(),
            quorum=quorum,
            items=len(agenda),
            within=within.log_name if within else None,
            delegated_by=called.delegated_by,
        )
    return called


def _orders(quorum: int, enabling_rule: str) -> StandingOrders:
    try:
        needed = Quorum(delegates=quorum, branches=0)
    except ValueError as no:
        raise Refusal("no-quorum", str(no)) from no
    return StandingOrders(
        quorum=needed,
        entitlement=EntitlementRule(first=1, step=1, cap=1),
        forms=("show_of_hands", "secret_ballot"),
        enabling_rule=" ".join(enabling_rule.split()),
        step_up="elections",
    )


def _code(body: Body, held_on: date) -> str:
    """Name a meeting after its body and its day; a second one on the day takes a letter."""
    plain = f"{body.code}-{held_on:%y%m%d}".upper()
    taken = set(Conference.objects.filter(code__startswith=plain).values_list("code", flat=True))
    names = [plain, *(f"{plain}{letter}" for letter in "BCDEFGH")]
    free = next((name for name in names if name not in taken), None)
    if free is None:
        raise Refusal("too-many-meetings", "This body meets too often on that day.")
    return free


def _refuse_unless_called_well(called: Conference) -> None:
    if called.body.kind == BodyKind.UNION:
        raise Refusal("not-a-meeting", "The union itself meets in conference: call a conference.")
    if not called.title or len(called.title) > LONGEST:
        raise Refusal("no-title", f"Give the meeting a title, of {LONGEST} letters at most.")
    if called.within and (
        called.within.kind != MeetingKind.CONFERENCE or called.within.rehearses_id
    ):
        raise Refusal("not-a-conference", "A meeting is held beside a conference, or by itself.")
    if called.delegated_by and called.within is None:
        raise Refusal(
            "no-conference", "Say whose business it may decide: choose the conference as well."
        )
    if len(called.delegated_by) > LONGEST:
        raise Refusal("rule-too-long", f"Name the rule in {LONGEST} letters at most.")


def _refuse_power_taken(called: Conference, actor: Member | None) -> None:
    """Let no body's own officers say that they may decide what is conference's."""
    offices = offices_for("motion.delegate")
    if not (called.delegated_by and called.within and actor):
        return
    if office_held(actor, called.within, *offices) is None:
        raise Refusal(
            "not-yours-to-give",
            f"Only the {in_words(offices)} of {called.within.title} may say that a meeting decides "
            "its business.",
            rule="Motion lifecycle: delegate_to_body",
            record="act.refused",
            subject=called.within.log_name,
            facts={"act": "motion.delegate"},
        )
