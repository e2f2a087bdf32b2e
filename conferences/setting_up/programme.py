"""The programme: sessions and the items in them, arranged until a session has opened."""

from datetime import date, time

from django.db.models import Max, ProtectedError

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference, Session
from conferences.rules import acting
from members.models import Member


def session_arrange(*, conference: Conference, actor: Member, held_on: date) -> Session:
    """Add a sitting on a day of the conference."""
    with acting(actor, conference, "session.arrange") as log:
        Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
        if not conference.starts_on <= held_on <= conference.ends_on:
            raise Refusal(
                "outside-the-conference",
                f"Conference sits from {conference.starts_on:%-d %B} to "
                f"{conference.ends_on:%-d %B %Y}.",
            )
        last = conference.sessions.order_by("number").last()
        if last and held_on < last.held_on:
            raise Refusal("out-of-order", f"{_named(last)} is on a later day: add this one first.")
        session = Session.objects.create(
            conference=conference, number=last.number + 1 if last else 1, held_on=held_on
        )
        log.record("session.arranged", subject=session, held_on=held_on.isoformat())
    return session


def session_drop(*, session: Session, actor: Member) -> None:
    """Drop the last sitting of the programme, while nothing is in it."""
    with acting(actor, session.conference, "session.arrange") as log:
        session = _held(session)
        if session.conference.sessions.filter(number__gt=session.number).exists():
            raise Refusal("not-the-last", "The last session is dropped first: they are numbered.")
        if session.items.exists():
            raise Refusal("not-empty", f"{_named(session)} has items: move or drop them first.")
        log.record("session.dropped", subject=session, held_on=session.held_on.isoformat())
        session.delete()


def item_arrange(
    *,
    session: Session,
    actor: Member,
    title: str,
    kind: AgendaKind,
    starts_at: time,
    keeps_time: bool | None = None,
) -> AgendaItem:
    """Add an item to a session. It finds its place by the time at which it starts.

    A break keeps its time, unless it is said that it moves with the business before it.
    """
    with acting(actor, session.conference, "agenda_item.arrange") as log:
        session = _held(session)
        last = session.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(
            session=session,
            position=last + 1,
            title=_titled(title),
            kind=kind,
            starts_at=starts_at,
            keeps_time=kind == AgendaKind.BREAK if keeps_time is None else keeps_time,
        )
        _record(log, "agenda_item.arranged", item)
    return item


def item_change(
    *,
    item: AgendaItem,
    actor: Member,
    title: str,
    kind: AgendaKind,
    starts_at: time,
    keeps_time: bool | None = None,
) -> AgendaItem:
    """Change an item that has not been taken."""
    with acting(actor, item.session.conference, "agenda_item.arrange") as log:
        _held(item.session)
        item = _waiting(item)
        item.title, item.kind, item.starts_at = _titled(title), kind, starts_at
        item.keeps_time = item.keeps_time if keeps_time is None else keeps_time
        item.save()
        _record(log, "agenda_item.changed", item)
    return item


def item_drop(*, item: AgendaItem, actor: Member) -> None:
    """Take an item off the programme, while no motion stands in it."""
    with acting(actor, item.session.conference, "agenda_item.arrange") as log:
        _held(item.session)
        item = _waiting(item)
        _record(log, "agenda_item.dropped", item)
        try:
            item.delete()
        except ProtectedError as used:
            raise Refusal(
                "in-use", "Motions stand in this item: give them another place first."
            ) from used


def _held(session: Session) -> Session:
    """Lock a session that is still to come."""
    held = (
        Session.objects.select_for_update(of=("self",))
        .select_related("conference")
        .get(pk=session.pk)
    )
    if held.closed_at:
        raise Refusal("session-over", f"{_named(held)} is over: its programme stays as it was.")
    return held


def _waiting(item: AgendaItem) -> AgendaItem:
    held = AgendaItem.objects.select_for_update(of=("self",)).select_related("session").get(
        pk=item.pk
    )  # fmt: skip
    if held.taken_at:
        raise Refusal("item-taken", "This item has been taken: it stays as it was.")
    return held


def _titled(title: str) -> str:
    if not title.strip():
        raise Refusal("no-title", "An item needs a title.")
    return title.strip()


def _named(session: Session) -> str:
    return f"Session {session.number}"


def _record(log: OpenEntry, kind: str, item: AgendaItem) -> None:
    log.record(
        kind,
        subject=item,
        title=item.title,
        item_kind=item.kind,
        starts_at=item.starts_at.isoformat("minutes"),
        keeps_time=item.keeps_time,
    )
