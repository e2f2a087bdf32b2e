"""When an item was taken and when it was over, noted in the entry of whatever act did it."""

from django.utils import timezone

from audit.recording import OpenEntry
from conferences.models import AgendaItem, Conference, Session
from conferences.selectors import quorum_now


def item_begin(log: OpenEntry, item: AgendaItem) -> None:
    """Note in the entry of another act that an item is taken, or taken up again."""
    if item.taken_at and item.ended_at is None:
        return
    conference = item.session.conference
    items_finish(log, conference)
    quorum = quorum_now(conference)
    item.taken_at, item.ended_at = item.taken_at or timezone.now(), None
    item.save(update_fields=["taken_at", "ended_at"])
    log.record(
        "agenda_item.taken",
        subject=item,
        present=quorum.present.delegates,
        branches=quorum.present.branches,
        quorate=quorum.is_met,
    )


def item_finish(log: OpenEntry, item: AgendaItem) -> None:
    """Note in the entry of another act that an item under way is over."""
    item.ended_at = timezone.now()
    item.save(update_fields=["ended_at"])
    log.record("agenda_item.ended", subject=item)


def items_finish(log: OpenEntry, conference: Conference, session: Session | None = None) -> None:
    """Note that whatever is under way is over: of a session that closes, or of conference."""
    under_way = AgendaItem.objects.filter(
        session__conference=conference, taken_at__isnull=False, ended_at=None
    )
    if session:
        under_way = under_way.filter(session=session)
    for item in under_way.select_related("session__conference"):
        item_finish(log, item)
