"""The readiness report, and the decision on it."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.readiness_checks import out_of_reach, quorum_forecast, report_on
from conferences.readiness_forms import ReadinessForm
from conferences.services.readiness import readiness_decide
from conferences.views.frame import READING, frame, signed_in
from members.permissions import MAY

SHOWN: Final = 50
MENDED_ON: Final = {  # by the code of a finding, the page that does something about it
    "roll": "members:import",
    "log": "audit:log",
}


@login_required
@require_http_methods(["GET", "POST"])
def readiness(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is in order and what is not; take the returning officer's decision."""
    page = frame(request, code, "conferences:readiness")
    page.require(READING)
    report = report_on(page.conference)
    form = ReadinessForm(request.POST or None, initial={"seen": report.sha256})
    if request.method == "POST" and form.is_valid():
        try:
            decision = readiness_decide(
                conference=page.conference, actor=signed_in(request), **form.decided()
            )
        except Refusal as refusal:
            form = ReadinessForm(form.again(report.sha256))
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request,
                _("Decided: conference goes ahead.")
                if decision.is_go
                else _("Decided: conference does not go ahead yet."),
            )
            return redirect("conferences:readiness", page.conference.code)
    away = list(out_of_reach(page.conference))
    return render(
        request,
        "conferences/readiness.html",
        page.context(
            report=report,
            findings=[(one, MENDED_ON.get(one.code, "")) for one in report.findings],
            forecast=quorum_forecast(page.conference),
            form=form,
            decides=bool(page.offices & MAY["readiness.decide"]),
            decisions=page.conference.readiness_decisions.select_related("decided_by"),
            away=away[:SHOWN],
            more_away=len(away[SHOWN:]),
        ),
    )
