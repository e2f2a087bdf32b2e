"""Reports of the committee for everybody to read, and a branch's ask to have a paragraph back."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.views.frame import frame, signed_in
from members.jottings import jotted, jotting_clear, jotting_for
from members.models import Appointment, Member
from members.permissions import BRANCH_OFFICERS
from members.selectors import appointments_in_force
from motions.committee.forms import ReferenceBackForm
from motions.committee.linking import shown
from motions.committee.references_back import (
    reference_back_ask,
    reference_back_withdraw,
    references_open,
)
from motions.models import Amendment, Motion, Question, ReferenceBack, SocParagraph, SocReport
from motions.selectors import reports_in_order

HERE = "motions:reports"


@require_safe
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """List the published reports, the newest first."""
    page = frame(request, code, HERE)
    found = reports_in_order(page.conference).order_by("-number")
    return render(request, "motions/committee/reports.html", page.context(reports=found))


@require_safe
def report(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one report: numbered paragraphs, what they name, and what became of them."""
    page = frame(request, code, HERE)
    found = get_object_or_404(
        page.conference.soc_reports.filter(published_at__isnull=False), number=number
    )
    paragraphs = [(each, *shown(each, code)) for each in _paragraphs(found)]
    offices = _branch_offices(request)
    may_ask = bool(offices) and not found.adopted_at and references_open(page.conference)
    context = page.context(
        report=found,
        paragraphs=paragraphs,
        may_ask=may_ask,
        closes_at=key_date(page.conference, Key.REFERENCES_BACK_CLOSE),
        mine={each.body_id for each in offices},
    )
    return render(request, "motions/committee/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refer_back(request: HttpRequest, code: str, number: int, place: int) -> HttpResponse:
    """Ask, as an officer of a branch, for a paragraph to be referred back; or take that back."""
    page = frame(request, code, HERE)
    paragraph = get_object_or_404(
        SocParagraph.objects.select_related("report__conference"),
        report__conference=page.conference,
        report__number=number,
        report__published_at__isnull=False,
        place=place,
    )
    me = signed_in(request)
    office = _branch_offices(request)[:1]
    if not office:
        return render(
            request, "motions/committee/not_an_officer.html", page.context(paragraph=paragraph),
            status=HTTPStatus.FORBIDDEN,
        )  # fmt: skip
    body = office[0].body
    key = f"reference-back:{paragraph.log_name}"
    motions = paragraph.motions.all()
    form = ReferenceBackForm(request.POST or None, motions=motions, initial=jotted(me, key))
    mine = paragraph.references_back.filter(body=body, withdrawn_at__isnull=True).first()
    refusal = None
    try:
        if request.method == "POST" and request.POST.get("act") == "withdraw" and mine:
            reference_back_withdraw(reference=mine, actor=me)
            messages.success(request, _("Taken back."))
            return redirect("motions:report", code, number)
        if request.method == "POST" and form.is_valid():
            reference_back_ask(paragraph=paragraph, body=body, actor=me, **form.cleaned_data)
            jotting_clear(me, key)
            messages.success(request, _("Asked for. The chair has it on the list."))
            return redirect("motions:report", code, number)
    except Refusal as no:
        refusal = no
    context = page.context(
        paragraph=paragraph,
        body=body,
        form=form,
        mine=mine,
        refusal=refusal,
        jotting=jotting_for(me, key),
    )
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else status
    return render(request, "motions/committee/refer_back.html", context, status=status)


def _paragraphs(found: SocReport) -> Any:
    return (
        found.paragraphs.select_related("instead_of__report")
        .prefetch_related(
            Prefetch("motions", Motion.objects.order_by("lodged_order")),
            Prefetch("amendments", Amendment.objects.select_related("motion")),
            Prefetch(
                "references_back",
                ReferenceBack.objects.filter(withdrawn_at__isnull=True).select_related(
                    "body", "motion"
                ),
            ),
            Prefetch(
                "superseded_by",
                SocParagraph.objects.filter(report__published_at__isnull=False).select_related(
                    "report"
                ),
            ),
            Prefetch("questions", Question.objects.select_related("ballot", "motion")),
        )
        .order_by("place", "id")
    )


def _branch_offices(request: HttpRequest) -> list[Appointment]:
    """Give the offices by which the person looking acts for a branch."""
    if not isinstance(request.user, Member):
        return []
    held = appointments_in_force().filter(
        member=request.user, office__in=BRANCH_OFFICERS, body__parent__isnull=False
    )
    return list(held.select_related("body").order_by("body__code"))
