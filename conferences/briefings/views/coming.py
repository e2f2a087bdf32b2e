"""What those who come may do: join, give a place up, take a consent back, be forgotten.

A member is known by their session, a guest by the link in their mail. Opening a page of either does
nothing by itself, because mail programs open links to look at them; each act is a button.
"""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from conferences.briefings.attending import briefing_join, recording_watch
from conferences.briefings.consenting import (
    BY_LINK,
    ON_MY_PAGE,
    consent_withdraw,
    consents_in_force,
)
from conferences.briefings.figures import places_of
from conferences.briefings.links import BadLink, guest_of
from conferences.briefings.registering import (
    guest_erase,
    registration_cancel,
    registration_of,
)
from conferences.models import Briefing, BriefingRegistration, Guest
from members.models import Member
from members.requests import SignedInRequest


@login_required
@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show a member the places they hold, and what they consented to."""
    places = list(places_of(request.user))
    context = {"places": places, "consents": consents_in_force(request.user)}
    return render(request, "briefings/mine.html", context)


@login_required
@require_POST
def withdraw(request: SignedInRequest) -> HttpResponse:
    """Take a member's consent back."""
    _withdraw(request, request.user, ON_MY_PAGE)
    return redirect("briefings:mine")


@login_required
@require_POST
def leave(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give a member's place up."""
    _leave(request, _place(request.user, slug))
    return redirect("briefings:briefing", slug)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a member the way in, and lead out to the meeting."""
    return _join(request, _place(request.user, slug), "")


@never_cache
@require_safe
def guest(request: HttpRequest, link: str) -> HttpResponse:
    """Show a guest the places they hold, and what they consented to."""
    person = _guest(link)
    if person is None:
        return render(request, "briefings/stale.html", status=HTTPStatus.GONE)
    held = person.registrations.filter(cancelled_at=None)
    context = {
        "guest": person,
        "link": link,
        "places": held.select_related("briefing__body").order_by("-briefing__starts_at"),
        "consents": consents_in_force(person),
    }
    return render(request, "briefings/mine.html", context)


@require_POST
def guest_withdraw(request: HttpRequest, link: str) -> HttpResponse:
    """Take a guest's consent back."""
    if person := _guest(link):
        _withdraw(request, person, BY_LINK)
    return redirect("briefings:guest", link)


@require_POST
def guest_leave(request: HttpRequest, link: str, slug: str) -> HttpResponse:
    """Give a guest's place up."""
    if person := _guest(link):
        _leave(request, _place(person, slug))
    return redirect("briefings:guest", link)


@require_POST
def guest_erased(request: HttpRequest, link: str) -> HttpResponse:
    """Forget a guest."""
    if person := _guest(link):
        guest_erase(guest=person)
    return render(request, "briefings/erased.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest_join(request: HttpRequest, link: str, slug: str) -> HttpResponse:
    """Show a guest the way in, and lead out to the meeting."""
    person = _guest(link)
    if person is None:
        return render(request, "briefings/stale.html", status=HTTPStatus.GONE)
    return _join(request, _place(person, slug), link)


def _guest(link: str) -> Guest | None:
    try:
        pseudonym = guest_of(link)
    except BadLink:
        return None
    return Guest.objects.filter(pseudonym=pseudonym, erased_at=None).first()


def _place(person: Member | Guest, slug: str) -> BriefingRegistration:
    found = Briefing.objects.filter(slug=slug).first()
    place = registration_of(found, person) if found else None
    if place is None:
        raise Http404(_("You hold no place at this briefing. Register first."))
    return place


def _withdraw(request: HttpRequest, person: Member | Guest, how: str) -> None:
    """Take back the purpose that was named, or every one where none was."""
    if consent_withdraw(person=person, how=how, purpose=request.POST.get("purpose") or None):
        messages.success(request, _("Taken back. We will not write to you about it."))
    else:
        messages.info(request, _("There was nothing to take back."))


def _leave(request: HttpRequest, place: BriefingRegistration) -> None:
    try:
        registration_cancel(registration=place)
    except Refusal as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("You have given your place up."))


def _join(request: HttpRequest, place: BriefingRegistration, link: str) -> HttpResponse:
    context = {"briefing": place.briefing, "place": place, "link": link}
    if request.method != "POST":
        return render(request, "briefings/join.html", context)
    act = recording_watch if request.POST.get("act") == "recording" else briefing_join
    try:
        onward = act(registration=place)
    except Refusal as no:
        context["refusal"] = no
        return render(request, "briefings/join.html", context, status=HTTPStatus.CONFLICT)
    response = render(request, "briefings/out.html", context | {"onward": onward})
    response["Referrer-Policy"] = "no-referrer"
    return response
