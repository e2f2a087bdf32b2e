"""The chair's button that puts what a delegate asked for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from audit.refusal import Refusal
from conferences.views.frame import DESK, PRESIDING, frame, signed_in
from motions.debate.taking import procedure_take
from motions.procedure.views import asked_posted


@require_POST
@login_required
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Put it to conference, or say by which rule it cannot be."""
    page = frame(request, code, "motions:chair")
    page.require(DESK)
    try:
        procedure_take(
            asked=asked_posted(request, page.conference),
            actor=signed_in(request),
            mover_agrees=request.POST.get("mover_agrees") == "yes",
        )
    except Refusal as no:
        messages.error(request, no.message)
    return redirect("motions:chair" if page.offices & PRESIDING else "conferences:teller", code)
