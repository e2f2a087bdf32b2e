"""The desk of whoever reads the log in an office: what is theirs to see and take, until when."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit import selectors
from audit.browsing import desks, subjects
from audit.browsing.readers import Reader, reader_of
from audit.browsing.reading import named_in, read
from audit.services.access import SEEN, access_record
from audit.views.browse import by_day
from audit.views.heads import standing

MOST_SHOWN = 30


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Show a returning officer, scrutineer or auditor what is theirs to read."""
    reader = _trusted(request)
    waiting = selectors.unplaced_entries()[:MOST_SHOWN]
    leaves = [bytes(one.leaf) for one in waiting]
    names = subjects.named(name for leaf in leaves for name in named_in(leaf))
    context = {
        "reader": reader,
        "links": list(_links(request, reader)),
        "unplaced": [read(leaf, names) for leaf in leaves],
        "looks": by_day(selectors.placed_entries(kind=SEEN)[:MOST_SHOWN]),
        **standing(),
    }
    return render(request, "audit/desk.html", context)


@require_http_methods(["POST"])
@login_required
def find_person(request: HttpRequest) -> HttpResponse:
    """Find the pseudonym of somebody by membership number; the log keeps who asked, and why."""
    reader = _trusted(request)
    words, why = (request.POST.get(name, "").strip()[:200] for name in ("who", "why"))
    pseudonym = next(filter(None, (finder(words) for finder in desks.person_finders)), "")
    if not pseudonym or not why or not reader.opens:
        wrong = _("Say why.") if not why else _("There is nobody with that membership number.")
        if not reader.opens:
            wrong = _("Your office reads the log by pseudonym only.")
        context = {"reader": reader, "who": words, "why": why, "wrong": wrong}
        return render(request, "audit/find_person.html", context, status=422)
    access_record(
        actor=request.user,  # type: ignore[arg-type] # signed in
        office=reader.office,
        what="pseudonym of a member",
        subject=f"member:{pseudonym}",
        why=why,
    )
    return redirect("audit:person", pseudonym)


def _trusted(request: HttpRequest) -> Reader:
    reader = reader_of(request)
    if not reader.is_trusted:
        raise PermissionDenied
    return reader


def _links(request: HttpRequest, reader: Reader) -> Iterator[desks.Link]:
    for offered in desks.links:
        yield from offered(request.user, reader)
