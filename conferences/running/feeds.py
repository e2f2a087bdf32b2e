"""What stands in the calendars of a conference: everyone's, and each member's own.

Times are those of the agenda, as it was last moved; where conference has really got to is on the
agenda's page. Nobody is named in any of them.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.enums import AgendaKind
from conferences.meetings.belonging import meetings_of
from conferences.models import AgendaItem, Conference, KeyDate, Session
from conferences.running.editions import Editions, editions_of
from conferences.running.icalendars import CalendarEntry
from conferences.running.reading import SessionAsPlanned, moment, sessions_planned
from members.models import Member

own: list[Callable[[Member, Conference, Editions], Iterable[CalendarEntry]]] = []
"""Rooms above add what is a member's own: the motions of their branch."""


def conference_entries(conference: Conference) -> list[CalendarEntry]:
    """Give the whole of a conference: sessions, their items, and the dates before it."""
    editions = editions_of(conference)
    planned = sessions_planned(conference)
    return [
        *_sessions(conference, planned, editions),
        *_items(conference, planned, editions),
        *_dropped(conference, planned, editions),
        *_key_dates(conference, conference.key_dates.all(), editions),
    ]


def own_entries(conference: Conference, member: Member) -> list[CalendarEntry]:
    """Give a member's own: sessions, deadlines, what their branch moves, their bodies' meetings."""
    editions = editions_of(conference)
    deadlines = [each for each in conference.key_dates.all() if each.closes]
    found = [
        *_sessions(conference, sessions_planned(conference), editions),
        *_key_dates(conference, deadlines, editions),
    ]
    for meeting in meetings_of(member):
        if meeting.within_id in (None, conference.pk):
            found += _sessions(meeting, sessions_planned(meeting), editions_of(meeting))
    for tell in own:
        found += tell(member, conference, editions)
    return found


def entry_of(
    uid: str, edition: Any, starts_at: datetime | date, title: str, **more: Any
) -> CalendarEntry:
    """Write an entry whose edition the log tells."""
    return CalendarEntry(
        uid=f"{uid}@{settings.SITE_URL.partition('://')[2]}",
        sequence=edition.sequence,
        stamped_at=edition.changed_at,
        changed_at=edition.changed_at,
        starts_at=starts_at,
        title=title,
        **{"ends_at": None, "words": "", **more},
    )


def _sessions(
    conference: Conference, planned: Iterable[SessionAsPlanned], editions: Editions
) -> Iterator[CalendarEntry]:
    for each in planned:
        if each.plan is None:
            continue
        session = each.session
        first = _on_its_day(session, each.plan.items[0].slot.starts_at)
        closes_at = _on_its_day(session, each.plan.closes_at)
        yield entry_of(
            session.log_name,
            _with(editions, session.log_name, f"agenda:{conference.code}/{session.number}."),
            first,
            _("%(conference)s: session %(number)s")
            % {"conference": conference.title, "number": session.number},
            ends_at=closes_at if closes_at > first else None,
            words=_("How to follow and vote: %(page)s")
            % {"page": _page("conferences:now", conference)},
            url=_page("conferences:home", conference),
        )


def _items(
    conference: Conference, planned: Iterable[SessionAsPlanned], editions: Editions
) -> Iterator[CalendarEntry]:
    for each in planned:
        for expected in each.plan.items if each.plan else ():
            item = next(one for one in each.items if one.pk == expected.slot.key)
            names = _names(item)
            begins = _on_its_day(each.session, expected.slot.starts_at)
            due = _on_its_day(each.session, expected.due)
            yield entry_of(
                names[-1],
                editions.of(*names),
                begins,
                item.title,
                ends_at=due if due > begins else None,
                words=_moved_words(item),
                url=_page("conferences:home", conference),
                takes_up_time=False,
            )


def _dropped(
    conference: Conference, planned: Iterable[SessionAsPlanned], editions: Editions
) -> Iterator[CalendarEntry]:
    """Tell of items taken off the agenda: a calendar that holds them strikes them out."""
    held_on = {each.session.number: each.session.held_on for each in planned}
    there = {item.log_name for each in planned for item in each.items}
    for name, edition in editions.by_subject.items():
        if edition.kind != "agenda_item.dropped" or name in there:
            continue
        number = name.partition("/")[2].partition(".")[0]
        at = edition.facts.get("starts_at", "")
        if not number.isdecimal() or int(number) not in held_on or not at:
            continue
        yield entry_of(
            name,
            edition,
            timezone.localtime(moment(held_on[int(number)], time.fromisoformat(at))),
            str(edition.facts.get("title", "")),
            words=_("Taken off the agenda."),
            url=_page("conferences:home", conference),
            is_cancelled=True,
            takes_up_time=False,
        )


def _key_dates(
    conference: Conference, dates: Iterable[KeyDate], editions: Editions
) -> Iterator[CalendarEntry]:
    for each in dates:
        starts_at: datetime | date = timezone.localtime(each.at)
        ends_at: datetime | date | None = timezone.localtime(each.until) if each.until else None
        if each.is_day:
            starts_at = timezone.localtime(each.at).date()
            ends_at = timezone.localtime(each.until or each.at).date() + timedelta(days=1)
        yield entry_of(
            each.log_name,
            editions.of(each.log_name),
            starts_at,
            f"{each.what} ({conference.code})",
            ends_at=ends_at,
            words=each.note,
            url=_page("conferences:timetable", conference),
            takes_up_time=False,
        )


def _on_its_day(session: Session, at: datetime) -> datetime:
    """Give a time of the agenda on the day that it was announced for."""
    return timezone.localtime(moment(session.held_on, timezone.localtime(at).time()))


def _names(item: AgendaItem) -> list[str]:
    """Give the log's names of an item: its own, and that of each slot it was carried from."""
    names = [item.log_name]
    while item.carried_from is not None:
        item = item.carried_from
        names.append(item.log_name)
    return names


def _with(editions: Editions, name: str, prefix: str) -> Any:
    items = [each for each in editions.by_subject if each.startswith(prefix)]
    return editions.of(name, *items)


def _moved_words(item: AgendaItem) -> str:
    if item.carried_from is not None:
        number = item.carried_from.session.number
        return _("Carried from session %(number)s.") % {"number": number}
    if item.moved_from:
        return _("Moved from %(time)s.") % {"time": f"{item.moved_from:%H:%M}"}
    return _("A break.") if item.kind == AgendaKind.BREAK else ""


def _page(name: str, conference: Conference) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[conference.code])}"
