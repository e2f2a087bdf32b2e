"""The committee's own drafts: drawn up, edited, put in order, looked at, published."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.views.frame import Frame, frame, signed_in
from members.jottings import jotted, jotting_clear, jotting_for
from members.permissions import MAY
from motions.committee import reports
from motions.committee.forms import DraftForm, ParagraphFormSet
from motions.committee.linking import shown
from motions.committee.reports import Paragraph
from motions.committee.views.desk import HERE, RULES
from motions.enums import ParagraphKind
from motions.models import SocParagraph, SocReport


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def drafts(request: HttpRequest, code: str) -> HttpResponse:
    """List the reports, and draw up the next."""
    page = frame(request, code, HERE)
    page.require(RULES)
    refusal = None
    if request.method == "POST":
        try:
            made = reports.report_draft(
                conference=page.conference, actor=signed_in(request), dated_on=timezone.localdate()
            )
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("Drawn up from what was decided since the last report."))
            return redirect("motions:committee_draft", code, made.number)
    found = page.conference.soc_reports.prefetch_related("paragraphs").order_by("-number")
    context = page.context(
        reports=found, refusal=refusal, draft=next((r for r in found if not r.published_at), None)
    )
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "motions/committee/drafts.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Edit a draft: every button keeps what stands in all its paragraphs, then does its own."""
    page = frame(request, code, HERE)
    page.require(RULES)
    report = _report(page, number)
    if report.published_at:
        return redirect("motions:report", code, number)
    me, key = signed_in(request), f"report:{report.log_name}"
    posted = request.POST if request.method == "POST" else None
    form = DraftForm(posted, initial={"dated_on": report.dated_on})
    formset = ParagraphFormSet(posted, initial=_initial(report, jotted(me, key)), prefix="p")
    refusal = None
    if posted is not None:
        try:
            if posted.get("act") == "discard":
                reports.report_discard(report=report, actor=me)
                jotting_clear(me, key)
                messages.success(request, _("The draft is thrown away."))
                return redirect("motions:committee_reports", code)
            if form.is_valid() and formset.is_valid():
                rows = _moved(_rows(formset), posted.get("act", ""))
                reports.report_save(
                    report=report, actor=me, paragraphs=rows, dated_on=form.cleaned_data["dated_on"]
                )
                jotting_clear(me, key)
                return _next(request, page, report)
        except Refusal as no:
            refusal = no
    context = page.context(
        report=report,
        form=form,
        formset=formset,
        refusal=refusal,
        may_publish=bool(page.offices & MAY["soc_report.publish"]),
        jotting=jotting_for(me, key),
    )
    wrong = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    status = HTTPStatus.OK if posted is None else wrong
    return render(request, "motions/committee/draft.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preview(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a draft as it will be read, and publish it from here: seen first, then published."""
    page = frame(request, code, HERE)
    page.require(RULES)
    report = _report(page, number)
    if report.published_at:
        return redirect("motions:report", code, number)
    refusal = None
    if request.method == "POST":
        try:
            reports.report_publish(report=report, actor=signed_in(request))
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("Published. Its words stand from now on."))
            return redirect("motions:report", code, number)
    context = page.context(
        report=report,
        paragraphs=[
            (each, *shown(each, code))
            for each in report.paragraphs.select_related("instead_of").prefetch_related(
                "motions", "amendments__motion"
            )
        ],
        refusal=refusal,
        may_publish=bool(page.offices & MAY["soc_report.publish"]),
    )
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "motions/committee/preview.html", context, status=status)


def _report(page: Frame, number: int) -> SocReport:
    found = page.conference.soc_reports.select_related("conference")
    return get_object_or_404(found, number=number)


def _next(request: HttpRequest, page: Frame, report: SocReport) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "preview":
        return redirect("motions:committee_preview", page.conference.code, report.number)
    messages.success(request, _("Saved."))
    return redirect(request.path)


def _initial(report: SocReport, typed: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the paragraphs as they stand, with what was typed in them and not saved on top."""
    return [
        {
            "pk": each.pk,
            "kind": typed.get(f"p-{i}-kind", each.kind),
            "text": typed.get(f"p-{i}-text", each.text),
            "numbers": typed.get(f"p-{i}-numbers", ", ".join(_numbers(each))),
            "instead_of": typed.get(
                f"p-{i}-instead_of", each.instead_of.ref if each.instead_of else ""
            ),
        }
        for i, each in enumerate(
            report.paragraphs.select_related("instead_of").prefetch_related("motions", "amendments")
        )
    ]


def _numbers(paragraph: SocParagraph) -> list[str]:
    motions = [each.number for each in paragraph.motions.all()]
    return motions + [each.number for each in paragraph.amendments.all()]


def _rows(formset: Any) -> list[Paragraph]:
    return [
        Paragraph(
            each.cleaned_data["pk"],
            ParagraphKind(each.cleaned_data["kind"]),
            each.cleaned_data["text"],
            each.cleaned_data["numbers"],
            each.cleaned_data["instead_of"],
        )
        for each in formset.ordered_forms
        if each.cleaned_data.get("text")
    ]


def _moved(rows: list[Paragraph], act: str) -> list[Paragraph]:
    """Move one paragraph up or down by one place, where a button asked for it."""
    way, _dash, pk = act.partition("-")
    at = next((i for i, each in enumerate(rows) if str(each.pk) == pk), None)
    to = at + {"up": -1, "down": 1}.get(way, 0) if at is not None else None
    if at is None or to is None or not 0 <= to < len(rows):
        return rows
    rows.insert(to, rows.pop(at))
    return rows
