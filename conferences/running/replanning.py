"""The day is planned anew while conference sits: items move, and what was not reached is carried.

Everyone who planned by the old time is told of it: the agenda keeps saying from where an item was
moved. An item carried to another session leaves its own slot behind, so that its name in the log
goes on meaning what it meant; a new slot refers back to it.
"""

from collections.abc import Callable
from datetime import time
from typing import Final

from django.db.models import Max

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.models import AgendaItem, Conference, Floor, Session
from conferences.rules import acting
from conferences.running.showing import plan_publish
from members.models import Member

RULE: Final = "Order of business"

carriers: list[Callable[[OpenEntry, AgendaItem, AgendaItem], None]] = []
"""What goes with an item into its new slot, in the same act: a room above gives its motions."""


def item_move(*, item: AgendaItem, actor: Member, starts_at: time) -> AgendaItem:
    """Move an item to another time of its session."""
    conference = item.session.conference
    with acting(actor, conference, "agenda_item.move") as log:
        item = _still_to_come(conference, item)
        if item.starts_at == starts_at:
            raise Refusal("same-time", f"{item.title} is down for {starts_at:%H:%M} already.")
        was = item.starts_at
        item.starts_at = starts_at
        item.moved_from = None if item.moved_from == starts_at else item.moved_from or was
        item.save(update_fields=["starts_at", "moved_from"])
        log.record(
            "agenda_item.moved",
            subject=item,
            was=was.isoformat("minutes"),
            starts_at=starts_at.isoformat("minutes"),
        )
        plan_publish(conference)
    return item


def item_carry(
    *, item: AgendaItem, actor: Member, session: Session, starts_at: time, reason: str = ""
) -> AgendaItem:
    """Carry an item that was not taken to another session: also once its own has closed."""
    conference = item.session.conference
    with acting(actor, conference, "agenda_item.carry") as log:
        item = _still_to_come(conference, item, also_when_closed=True)
        if session.conference_id != conference.pk:
            raise Refusal("foreign-session", "That session is another conference's.", rule=RULE)
        to = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if to.pk == item.session_id:
            raise Refusal("same-session", "It is in that session: give it another time there.")
        if to.closed_at:
            raise Refusal("session-over", f"Session {to.number} is over: choose another.")
        last = to.items.aggregate(last=Max("position"))["last"] or 0
        carried = AgendaItem.objects.create(
            session=to,
            position=last + 1,
            starts_at=starts_at,
            title=item.title,
            kind=item.kind,
            keeps_time=item.keeps_time,
            carried_from=item,
        )
        log.record(
            "agenda_item.carried",
            subject=item,
            to=carried.log_name,
            starts_at=starts_at.isoformat("minutes"),
            reason=reason.strip()[:300],
        )
        for carry in carriers:
            carry(log, item, carried)
        plan_publish(conference)
    return carried


def _still_to_come(
    conference: Conference, item: AgendaItem, *, also_when_closed: bool = False
) -> AgendaItem:
    """Read an item afresh: behind the floor's lock, as whoever takes it does."""
    Floor.objects.select_for_update().get(conference=conference)
    held = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("session__conference", "carried_to__session")
        .get(pk=item.pk)
    )
    if held.taken_at:
        raise Refusal("item-taken", "This item has been taken: it stays where it was.")
    if getattr(held, "carried_to", None) is not None:
        to = held.carried_to.session.number
        raise Refusal("item-carried", f"{held.title} was carried to session {to} already.")
    if held.session.closed_at and not also_when_closed:
        raise Refusal("session-over", f"Session {held.session.number} is over: carry it instead.")
    return held
