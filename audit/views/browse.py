"""The public log: what happened, in plain words, and how to check that nobody changed it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit import selectors
from audit.browsing import subjects
from audit.browsing.lookup import position_named
from audit.browsing.readers import reader_of
from audit.browsing.reading import event_words, named_in, read
from audit.browsing.searching import Search, day_in, events_in, is_pseudonym, is_subject, office_in
from audit.models import Position

ENTRIES_ON_A_PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the entries, the newest first; or go to the one that is asked for."""
    asked = request.GET.get("q", "").strip()[:200]
    search, reader = Search.read(request.GET), reader_of(request)
    if is_pseudonym(asked) and reader.is_trusted:
        return redirect("audit:person", asked.removeprefix("member:"))
    if asked and (found := position_named(asked)):
        return redirect("audit:entry", found.seq)
    kinds = selectors.kinds_of_entries()
    meant: list[str] = []
    entries, is_understood = None, True
    if asked:
        search, understood, meant = _understood(asked, search, kinds)
        entries, is_understood = understood, understood is not None
    if entries is None:
        entries = _asked_for(search)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        entries = entries.filter(seq__lt=int(before[:18]))
    page = list(entries[: ENTRIES_ON_A_PAGE + 1])
    shown = page[:ENTRIES_ON_A_PAGE]
    context = {
        "asked": asked,
        "refused": "" if is_understood else _not_found(asked, is_trusted=reader.is_trusted),
        "search": search,
        "reader": reader,
        "head": selectors.newest_head(),
        "waiting": selectors.unplaced_count(),
        "kinds": [(kind, event_words(kind)) for kind in kinds],
        "kind_words": event_words(search.kind) if search.kind else "",
        "offices": subjects.offices.items(),
        "office_words": subjects.offices.get(search.office, search.office),
        "meant": _named_stories(meant[:8]),
        "days": by_day(shown),
        "older": search.question(before=shown[-1].seq, q=asked) if len(page) > len(shown) else "",
        "is_newest": not before,
    }
    return render(request, "audit/log.html", context)


def by_day(page: Iterable[Position]) -> list[tuple[Any, list[tuple[Position, Any]]]]:
    """Tell entries in words, under the days on which they happened."""
    page = list(page)
    leaves = [bytes(one.entry.leaf) for one in page]
    names = subjects.named(name for leaf in leaves for name in named_in(leaf))
    told = [(one, read(leaf, names)) for one, leaf in zip(page, leaves, strict=True)]
    days = groupby(told, key=lambda line: timezone.localdate(line[1].at))
    return [(day, list(lines)) for day, lines in days]


def _asked_for(search: Search) -> QuerySet[Position]:
    return selectors.placed_entries(
        kind=search.kind,
        subject=search.subject,
        without=search.without,
        office=search.office,
        since=search.since,
        until=search.until,
    )


def _understood(
    asked: str, search: Search, kinds: list[str]
) -> tuple[Search, QuerySet[Position] | None, list[str]]:
    """Make a question of what somebody typed; give also the subjects that they may mean."""
    if day := day_in(asked):
        search = search.but(since=day, until=day)
    elif office := office_in(asked):
        search = search.but(office=office)
    elif is_subject(asked):
        search = search.but(subject=asked)
    elif asked in kinds or asked.endswith("."):
        search = search.but(kind=asked)
    else:
        meant, events = subjects.found(asked), events_in(asked, kinds)
        if not (meant or events):
            return search, None, []
        which = Q(entry__subject__in=meant) | Q(entry__kind__in=events)
        entries = selectors.newest_first(_asked_for(search).filter(which), is_narrow=True)
        return search, entries, meant
    return search, _asked_for(search), [search.subject] if search.subject else []


def _named_stories(meant: list[str]) -> list[tuple[str, str]]:
    names = subjects.named(meant)
    return [(each, names[each].title) for each in meant if each in names]


def _not_found(asked: str, *, is_trusted: bool) -> str:
    if is_pseudonym(asked) and not is_trusted:
        return _("Only the returning officer, the scrutineer and the auditor may look up a person.")
    return _("There is no entry with that receipt code, number or id, and nothing of that name.")
