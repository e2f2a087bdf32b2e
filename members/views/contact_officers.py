"""Who may open the pages of contact details, and the entry of the log that they did."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from audit.services.access import access_record
from members import rules
from members.requests import SignedInRequest

View = Callable[..., HttpResponse]
MOST_LISTED = 100


def for_officers(*acts: str) -> Callable[[View], View]:
    """Let in those who may do one of these acts of the permission table."""

    def guard(view: View) -> View:
        def guarded(request: SignedInRequest, **kwargs: Any) -> HttpResponse:
            if not any(rules.office_to(act, request.user) for act in acts):
                raise PermissionDenied(
                    _("Only officers who look after contact details before a vote see this.")
                )
            return view(request, **kwargs)

        return login_required(never_cache(guarded))

    return guard


def seen(request: SignedInRequest, what: str, *, is_copy: bool = False) -> None:
    """Enter that an officer looked, or took a copy away."""
    office = rules.office_to("contacts.report", request.user)
    access_record(
        actor=request.user, office=office or "", what=what, subject="contacts", is_copy=is_copy
    )
