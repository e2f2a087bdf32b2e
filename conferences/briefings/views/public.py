"""What anyone may open: which briefings there are, each of them, and taking a place."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from conferences.briefings.ceilings import too_many_from_here, too_many_to
from conferences.briefings.consents import FOR_GUESTS, FOR_MEMBERS, wording
from conferences.briefings.figures import briefings_ahead
from conferences.briefings.forms import ConsentsForm, GuestForm
from conferences.briefings.links import BadLink, Wish, guest_link, open_wish, seal_wish
from conferences.briefings.registering import guest_register, member_register, registration_of
from conferences.briefings.rules import bodies_organised, organising_office
from conferences.briefings.tasks import ask_to_confirm
from conferences.models import Briefing
from conferences.running.icalendars import CalendarEntry, as_icalendar
from members.models import Member

UNREADABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
def briefings(request: HttpRequest) -> HttpResponse:
    """List what is to come."""
    user = request.user if request.user.is_authenticated else None
    context = {
        "briefings": briefings_ahead(),
        "organises": bool(user and bodies_organised(user).exists()),
    }
    return render(request, "briefings/briefings.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one briefing, and take a place at it: a member in one tap, a guest by a message."""
    found = _briefing(slug)
    member = request.user if request.user.is_authenticated else None
    if member is not None:
        return _for_member(request, found, member)
    return _for_guest(request, found)


@require_safe
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """Say where to look next: the same whoever asked, and whether anything was sent or not."""
    return render(request, "briefings/sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """Take the place of a guest who presses the button. Opening the link alone does nothing."""
    try:
        wish = open_wish(link)
        found = _briefing(wish.briefing)
    except BadLink:
        return render(request, "briefings/stale.html", status=HTTPStatus.GONE)
    refusal = None
    if request.method == "POST":
        try:
            registration = guest_register(wish=wish)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("You have a place."))
            return redirect("briefings:guest", guest_link(registration.person.pseudonym))
    context = {"briefing": found, "wish": wish, "refusal": refusal}
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "briefings/confirm.html", context, status=status)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the times as a file for a calendar. The joining link is not in it."""
    found = _briefing(slug)
    page = request.build_absolute_uri(reverse("briefings:briefing", args=[slug]))
    entry = CalendarEntry(
        uid=str(found.pk),
        sequence=found.edition,
        stamped_at=timezone.now(),
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        title=found.title,
        words=_("How to join: %(page)s") % {"page": page},
        url=page,
        is_cancelled=found.is_cancelled,
    )
    return HttpResponse(
        as_icalendar(entry),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.ics"'},
    )


def _for_member(request: HttpRequest, found: Briefing, member: Member) -> HttpResponse:
    form = ConsentsForm(request.POST if request.method == "POST" else None, purposes=FOR_MEMBERS)
    refusal = None
    if request.method == "POST":
        form.is_valid()
        try:
            member_register(actor=member, briefing=found, purposes=form.ticked)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("You have a place."))
            return redirect("briefings:briefing", found.slug)
    context = {
        "registration": registration_of(found, member),
        "organises": organising_office(member, found.body),
        "form": form,
        "refusal": refusal,
    }
    return _page(request, found, context, HTTPStatus.CONFLICT if refusal else HTTPStatus.OK)


def _for_guest(request: HttpRequest, found: Briefing) -> HttpResponse:
    form = GuestForm(request.POST if request.method == "POST" else None, purposes=FOR_GUESTS)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST":
        return _page(request, found, context, HTTPStatus.OK)
    if not found.takes_guests or found.is_over or found.is_cancelled:
        return _page(request, found, context, HTTPStatus.CONFLICT)
    if not form.is_valid():
        return _page(request, found, context, UNREADABLE)
    if too_many_from_here(request):
        context["busy"] = True
        return _page(request, found, context, HTTPStatus.TOO_MANY_REQUESTS)
    email = form.cleaned_data["email"]
    if not form.is_from_a_machine and not too_many_to(email):
        wish = seal_wish(
            Wish(
                found.slug,
                form.cleaned_data["name"],
                email,
                [each.value for each in form.ticked],
                [wording(each).version for each in form.ticked],
            )
        )
        page = reverse("briefings:confirm", args=[wish])
        ask_to_confirm(wish, request.build_absolute_uri(page))
    return redirect("briefings:sent")


def _page(
    request: HttpRequest, found: Briefing, context: dict[str, Any], status: int
) -> HttpResponse:
    held = found.registrations.filter(cancelled_at=None).count() if found.capacity else 0
    left = max(0, found.capacity - held) if found.capacity is not None else None
    more = {"briefing": found, "places_left": left}
    return render(request, "briefings/briefing.html", more | context, status=status)


def _briefing(slug: str) -> Briefing:
    found = Briefing.objects.select_related("body", "conference").filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such briefing."))
    return found
