"""What the log's pages may say of conferences, and what they lay on the desks of its readers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.browsing import desks, subjects
from audit.browsing.desks import Link
from audit.browsing.readers import Reader
from audit.browsing.subjects import Named, Subjects
from conferences.models import AgendaItem, Conference, Credential, Session


def make_known() -> None:
    """Tell the log's room of this one's subjects."""
    subjects.kinds["conference"] = Subjects(_conferences, _conferences_found)
    subjects.kinds["session"] = Subjects(_sessions)
    subjects.kinds["agenda"] = Subjects(_items, _items_found)
    subjects.kinds["credential"] = Subjects(_credentials, _credentials_found)
    subjects.tellers["member"].append(_credentials_of)
    desks.links.append(_registers)


def _conferences(codes: Collection[str]) -> Mapping[str, Named]:
    found = Conference.objects.filter(code__in=codes).values_list("code", "title")
    return {code: Named(title, reverse("conferences:home", args=[code])) for code, title in found}


def _conferences_found(words: str) -> Iterable[str]:
    which = Q(code__iexact=words) | Q(title__icontains=words)
    return Conference.objects.filter(which).values_list("code", flat=True)[:20]


def _sessions(names: Collection[str]) -> Mapping[str, Named]:
    numbered = [name for name in names if name.partition("/")[2].isdecimal()]
    found = Session.objects.filter(_either(numbered))
    return {
        f"{one.conference.code}/{one.number}": Named(
            _("session %(number)s, %(day)s")
            % {"number": one.number, "day": f"{one.held_on:%-d %B %Y}"}
        )
        for one in found.select_related("conference")
    }


def _items(names: Collection[str]) -> Mapping[str, Named]:
    which = Q()
    for name in names:
        code, _slash, place = name.partition("/")
        session, _point, position = place.partition(".")
        if session.isdecimal() and position.isdecimal():
            which |= Q(session__conference__code=code, session__number=session, position=position)
    if not which:
        return {}
    found = AgendaItem.objects.filter(which).select_related("session__conference")
    return {one.log_name.partition(":")[2]: Named(one.title) for one in found}


def _items_found(words: str) -> Iterator[str]:
    found = AgendaItem.objects.filter(title__icontains=words)
    for one in found.select_related("session__conference")[:20]:
        yield one.log_name.partition(":")[2]


def _credentials(names: Collection[str]) -> Mapping[str, Named]:
    """Name the number and the body: whose it is, the log does not say."""
    found = Credential.objects.filter(_either(names))
    return {
        f"{one.conference.code}/{one.number}": Named(f"{one.number}, {one.body.name}")
        for one in found.select_related("conference", "body")
    }


def _credentials_found(words: str) -> Iterator[str]:
    found = Credential.objects.filter(number__iexact=words).select_related("conference")
    for one in found[:20]:
        yield one.log_name.partition(":")[2]


def _credentials_of(pseudonym: str) -> Iterator[str]:
    held = Credential.objects.filter(member__pseudonym=pseudonym).select_related("conference")
    for one in held:
        yield one.log_name


def _registers(_user: Any, _reader: Reader) -> Iterator[Link]:
    """Lead to the registers of each conference; each page asks for itself who may open it."""
    for conference in Conference.objects.order_by("-starts_on")[:5]:
        yield Link(
            _("Registers of %(conference)s") % {"conference": conference.title},
            reverse("conferences:registers", args=[conference.code]),
            _("Incidents, departures from rule, complaints, and who saw what"),
        )


def _either(names: Collection[str]) -> Q:
    """Find by any of these names, each a conference's code and a number in it."""
    which = Q(pk__in=[])
    for name in names:
        code, _slash, number = name.partition("/")
        which |= Q(conference__code=code, number=number)
    return which
