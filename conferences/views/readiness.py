"""The readiness report, and the decision on it."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.readiness.checks import out_of_reach, quorum_forecast, report_on
from conferences.readiness.forms import ReadinessForm
from conferences.services.days import day_codes_post, day_next
from conferences.services.readiness import readiness_decide
from conferences.views.frame import READING, Frame, frame, signed_in
from members.days import day_purpose
from members.models import Member, Posting
from members.permissions import MAY
from members.rules import may

HERE: Final = "conferences:readiness"
SHOWN: Final = 50
MENDED_HERE: Final = {  # by the code of a finding, the page of the conference that mends it
    "breaks": "conferences:programme",
    "broadcast": "conferences:screens",
    "screens": "conferences:screens",
    "test": "conferences:check_in_picture",
    "told": "conferences:check_in_room",
    "rule": "conferences:standing_orders",
    "delegates": "conferences:delegates",
    "fairness": "conferences:delegates",
    "rehearsal": "motions:rehearsals",
}
MENDED_ON: Final = {  # and the pages of the union
    "freeze": "members:contacts_desk",
    "reach": "members:contact_reports",
    "roll": "members:import",
    "log": "audit:log",
}


@login_required
@require_http_methods(["GET", "POST"])
def readiness(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is in order and what is not; take the returning officer's decision."""
    page = frame(request, code, HERE)
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
            return redirect(HERE, page.conference.code)
    away = list(out_of_reach(page.conference))
    return render(
        request,
        "conferences/readiness.html",
        page.context(
            report=report,
            findings=[(one, _mended(page.conference, one.code)) for one in report.gravest_first],
            forecast=quorum_forecast(page.conference),
            form=form,
            decides=bool(page.offices & MAY["readiness.decide"]),
            decisions=page.conference.readiness_decisions.select_related("decided_by"),
            away=away[:SHOWN],
            more_away=len(away[SHOWN:]),
            **_day_codes(page, signed_in(request)),
        ),
    )


def _mended(conference: Conference, code: str) -> str:
    """Give the page on which something is done about a finding, if there is one."""
    if here := MENDED_HERE.get(code):
        return reverse(here, args=[conference.code])
    return reverse(MENDED_ON[code]) if code in MENDED_ON else ""


@login_required
@require_POST
def day_codes(request: HttpRequest, code: str) -> HttpResponse:
    """Send the delegates the passcode of today, or of the day on which conference begins."""
    page = frame(request, code, HERE)
    page.require(READING)
    try:
        posting = day_codes_post(
            conference=page.conference,
            day=day_next(page.conference, timezone.localdate()) or page.conference.ends_on,
            actor=signed_in(request),
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        on_the_way = posting.addressed - posting.unreachable
        words = ngettext(
            "%(count)s passcode is on its way.", "%(count)s passcodes are on their way.", on_the_way
        )
        messages.success(request, words % {"count": f"{on_the_way:,}"})
    return redirect(HERE, page.conference.code)


def _day_codes(page: Frame, member: Member) -> dict[str, Any]:
    today = timezone.localdate()
    if (day := day_next(page.conference, today)) is None:
        return {}
    purpose = day_purpose(page.conference.code, day)
    return {
        "day": day,
        "today": today,
        "may_send": may(member, "passcodes.post"),
        "day_postings": Posting.objects.filter(purpose=purpose).order_by("-made_at")[:5],
    }
