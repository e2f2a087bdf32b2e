"""Taking the items of the order of business, and ending them: the clock of the day.

The chair takes formal items, reports, speakers and breaks by a button. A motion's call takes its
item, and the decision on its last motion ends it: motions.steps tells us of both. Conference does
one thing at a time, so taking an item ends whichever was open.
"""

from audit.refusal import Refusal
from conferences.enums import AgendaKind, FloorPhase
from conferences.hall import Part, show
from conferences.models import AgendaItem, Conference, Floor
from conferences.rules import acting
from conferences.running.clock import item_begin, item_finish
from conferences.running.showing import plan_publish
from conferences.services.floor import floor_set
from members.models import Member


def item_take(*, item: AgendaItem, actor: Member) -> AgendaItem:
    """Take an item of the order of business: a report, a speaker, a break."""
    conference = item.session.conference
    with acting(actor, conference, "agenda_item.take") as log:
        _refuse_under_business(conference)
        item = _held(item)
        if item.session.opened_at is None or item.session.closed_at is not None:
            raise Refusal("not-sitting", f"Session {item.session.number} is not sitting.")
        if item.ended_at:
            raise Refusal("item-over", f"{item.title} has been taken already.")
        if getattr(item, "carried_to", None) is not None:
            to = item.carried_to.session.number
            raise Refusal("item-carried", f"{item.title} was carried to session {to}.")
        if item.taken_at:
            raise Refusal("item-under-way", f"{item.title} is under way already.")
        item_begin(log, item)
        floor_set(
            conference=conference, item=item, subject=item.log_name, heading=item.title,
            note=_until(item),
        )  # fmt: skip
        plan_publish(conference)
    return item


def item_end(*, item: AgendaItem, actor: Member) -> AgendaItem:
    """Record that an item is over; conference is between items then."""
    conference = item.session.conference
    with acting(actor, conference, "agenda_item.end") as log:
        phase = _refuse_under_business(conference)
        item = _held(item)
        if item.taken_at is None or item.ended_at:
            raise Refusal("item-not-under-way", f"{item.title} is not under way.")
        item_finish(log, item)
        if phase == FloorPhase.IDLE:  # what was just declared stays to be read
            floor_set(conference=conference, item=None)
        else:
            show(conference, Part.DESK)
        plan_publish(conference)
    return item


def _held(item: AgendaItem) -> AgendaItem:
    held = AgendaItem.objects.select_for_update(of=("self",)).select_related(
        "session__conference", "carried_to__session"
    )
    return held.get(pk=item.pk)


def _refuse_under_business(conference: Conference) -> FloorPhase:
    phase = FloorPhase(Floor.objects.select_for_update().get(conference=conference).phase)
    if phase not in (FloorPhase.IDLE, FloorPhase.DECLARED):
        raise Refusal("business-unfinished", "Finish the business under way first.")
    return phase


def _until(item: AgendaItem) -> str:
    """Say when conference resumes after a break: at the time of what comes next."""
    if item.kind != AgendaKind.BREAK:
        return ""
    after = item.session.items.filter(starts_at__gt=item.starts_at, taken_at=None).first()
    return (
        f"{item.session.conference.named.begins} resumes at {after.starts_at:%H:%M}."
        if after
        else ""
    )
