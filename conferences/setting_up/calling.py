"""Calling a conference, and the standing orders it sits under.

Standing orders are settings that do not change while a conference sits: from its first session on
they are changed by conference itself, which suspends or amends them (guide 3.4, 3.5).
"""

import re
from datetime import date
from typing import Any, Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.delegates.entitlement import EntitlementRule
from conferences.models import Conference, Floor
from conferences.quorum import Quorum
from conferences.rules import acting
from conferences.standing_orders import StandingOrders
from members.models import Body, Member

CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
USUAL_SCALE: Final = EntitlementRule(first=250, step=500, cap=8)


def conference_call(
    *,
    body: Body,
    actor: Member,
    code: str,
    title: str,
    starts_on: date,
    ends_on: date,
    quorum: Quorum,
    is_sample: bool = False,
) -> Conference:
    """Call a conference of a body, with the usual standing orders until others are set."""
    orders = StandingOrders(quorum=quorum, entitlement=USUAL_SCALE)
    called = Conference(
        body=body,
        code=code.strip().upper(),
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        standing_orders=orders.to_document(),
        is_sample=is_sample,
    )
    with acting(actor, called, "conference.call") as log:
        _refuse_unless_called_well(called)
        called.save(force_insert=True)
        Floor.objects.create(conference=called)
        log.record(
            "conference.called",
            subject=called,
            body=body.log_name,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
            standing_orders=called.standing_orders,
        )
    return called


def standing_orders_set(
    *, conference: Conference, actor: Member, settings: dict[str, Any]
) -> Conference:
    """Set the standing orders, whole, before conference first meets. The log keeps what they were.

    `settings` is a document of `StandingOrders`; one that cannot be worked under is refused.
    """
    with acting(actor, conference, "standing_orders.set") as log:
        held = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
        if held.sessions.filter(opened_at__isnull=False).exists():
            raise Refusal(
                "conference-sits",
                "It has sat already: only those who meet can change its standing orders now.",
                rule="Standing orders",
                record="act.refused",
                subject=conference.log_name,
            )
        try:
            orders = StandingOrders.from_document(settings).to_document()
        except ValueError as fault:
            raise Refusal("unworkable", str(fault), rule="Standing orders") from fault
        was, held.standing_orders = held.standing_orders, orders
        changed = sorted(name for name in orders if orders[name] != was.get(name))
        if not changed:
            raise Refusal("nothing-changed", "These are the standing orders already.")
        held.save(update_fields=["standing_orders"])
        log.record(
            "standing_orders.set",
            subject=held,
            changed=changed,
            was={name: was.get(name) for name in changed},
            now={name: orders[name] for name in changed},
        )
    return held


def _refuse_unless_called_well(called: Conference) -> None:
    if not CODE.fullmatch(called.code):
        raise Refusal(
            "code-unfit",
            "The code is 2 to 20 capital letters, figures and hyphens, such as NDC28.",
        )
    if Conference.objects.filter(code__iexact=called.code).exists():
        raise Refusal("code-taken", f"There is a conference {called.code} already.")
    if not called.title:
        raise Refusal("no-title", "A conference needs a title.")
    if called.ends_on < called.starts_on:
        raise Refusal("ends-first", "A conference ends on the day it starts, or later.")
    if called.starts_on < timezone.localdate():
        raise Refusal("in-the-past", "A conference is called for a day to come.")
