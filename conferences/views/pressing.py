"""Buttons of a page with several acts: done and gone back, or refused in plain words."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from audit.refusal import Refusal
from conferences.models import Registration
from conferences.views.frame import Frame
from members.models import Body


def pressed(
    request: HttpRequest, acts: dict[str, Callable[[], str]], back: str, *args: str
) -> HttpResponse | tuple[Refusal | None, HTTPStatus]:
    """Do what a button asks, then go back; or say why not."""
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404(_("There is no such act."))
    try:
        said = act()
    except Refusal as no:
        wrong = no.code == "not-filled-in"
        return no, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.CONFLICT
    messages.success(request, said)
    return redirect(back, *args)


def valid(form: Any) -> Any:
    """Refuse what is not filled in, in the words of the form."""
    if not form.is_valid():
        errors = [str(words) for each in form.errors.values() for words in each]
        raise Refusal("not-filled-in", " ".join(errors))
    return form


def number_posted(posted: Any) -> int:
    """Read the number of what a button is about."""
    number = posted.get("number", "")
    if not (number.isdecimal() and len(number) < 10):  # noqa: PLR2004 - more than fits the column
        raise Http404(_("There is no such number."))
    return int(number)


def registration_posted(page: Frame, posted: Any, branch: Body | None = None) -> Registration:
    """Find the registration that a button is about, of this branch where one is named."""
    found = Registration.objects.filter(conference=page.conference, number=number_posted(posted))
    if branch:
        found = found.filter(branch=branch)
    registration = found.select_related("conference", "branch").first()
    if registration is None:
        raise Http404(_("There is no such registration."))
    return registration
