"""Papers: the list of them, each to read and to take, drafts to issue; and what to decide today."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from conferences.views.frame import Frame, frame, signed_in
from members.permissions import MAY
from motions.enums import FileState, PaperFormat
from motions.models import Paper, PaperFile
from motions.papers import shelves
from motions.papers.as_page import as_page
from motions.papers.issuing import paper_draft, paper_issue, paper_withdraw
from motions.papers.making import file_name, files_again, mime_of
from motions.papers.tasks import paper_files_make
from motions.papers.today import session_now, to_decide

HERE = "motions:papers"
LONGEST_DRAFT = 1_500
"""Entries that a draft shows on a page; of a longer one its changes can be counted only."""
TO_TAKE = (PaperFormat.DOCX, PaperFormat.TEXT)
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """List every issue, by kind, the newest first."""
    page = frame(request, code, HERE)
    found = shelves.shelves(page.conference)
    may_issue = bool(page.offices & MAY["paper.issue"])
    context = page.context(
        shelves=found,
        drafts=shelves.drafts(page.conference) if may_issue else [],
        is_making=any(each.is_making for shelf in found for each in shelf.issues),
    )
    return render(request, "motions/papers/papers.html", context)


@require_safe
def latest(request: HttpRequest, code: str, series: str) -> HttpResponse:
    """Lead to the latest issue."""
    page = frame(request, code, HERE)
    found = page.conference.papers.filter(series=series).order_by("number").last()
    if found is None:
        raise Http404(_("There is no such paper."))
    return redirect("motions:issue", code, series, found.number)


@require_safe
def paper(request: HttpRequest, code: str, series: str, number: int) -> HttpResponse:
    """Show one issue to read, with its files."""
    page = frame(request, code, HERE)
    return _shown(request, page, _issue(page, series, number))


@require_POST
@login_required
def withdraw(request: HttpRequest, code: str, series: str, number: int) -> HttpResponse:
    """Withdraw an issue, as the clerk or the committee's chair."""
    page = frame(request, code, HERE)
    issue = _issue(page, series, number)
    because = request.POST.get("because", "")
    try:
        paper_withdraw(paper=issue.paper, actor=signed_in(request), because=because)
    except Refusal as refusal:
        return _shown(request, page, issue, refusal=refusal, because=because)
    messages.success(request, _("Withdrawn. It stays to be read, and says so."))
    return redirect("motions:issue", code, series, number)


@require_POST
@login_required
def make_again(request: HttpRequest, code: str, series: str, number: int) -> HttpResponse:
    """Have the files of an issue that could not be made, made again."""
    page = frame(request, code, HERE)
    page.require(MAY["paper.issue"])
    issue = _issue(page, series, number)
    if files_again(issue.paper):
        paper_files_make.delay(str(issue.paper.pk))
    return redirect("motions:issue", code, series, number)


@require_safe
def paper_file(
    request: HttpRequest, code: str, series: str, number: int, form: str
) -> HttpResponse:
    """Give one form of an issue: its bytes never change. `json` is what was frozen."""
    page = frame(request, code, HERE)
    if form == "json":
        frozen = get_object_or_404(Paper, conference=page.conference, series=series, number=number)
        return _bytes(frozen.content.encode(), "application/json", frozen.sha256)
    found = (
        PaperFile.objects.filter(
            paper__conference=page.conference,
            paper__series=series,
            paper__number=number,
            format=form.replace("-", "_"),
            state=FileState.READY,
        )
        .exclude(format=PaperFormat.HTML)
        .select_related("paper__conference")
        .first()
    )
    if found is None or found.content is None:
        raise Http404(_("There is no such file, or it is still being made."))
    kind = PaperFormat(found.format)
    response = _bytes(bytes(found.content), mime_of(kind), found.sha256)
    way = "attachment" if kind in TO_TAKE else "inline"
    response["Content-Disposition"] = f'{way}; filename="{file_name(found.paper, kind)}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft(request: HttpRequest, code: str, series: str) -> HttpResponse:
    """Show what a paper would say if it were issued now, and issue it."""
    page = frame(request, code, HERE)
    page.require(MAY["paper.issue"])
    try:
        kind, report = shelves.kind_of(series)
        content = paper_draft(page.conference, kind, report)
    except Refusal as missing:
        raise Http404(missing.message) from missing
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        try:
            issued = paper_issue(
                conference=page.conference, kind=kind, actor=signed_in(request), report=report
            )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Issued, and in the log."))
            return redirect("motions:issue", code, issued.series, issued.number)
    entries = sum(1 for _each in content.entries)
    body = as_page(content) if entries <= LONGEST_DRAFT else ""
    context = page.context(
        paper=content,
        entries=entries,
        body=mark_safe(body),  # noqa: S308 - made by as_page, which escapes
        refusal=refusal,
    )
    return render(request, "motions/papers/draft.html", context, status=status)


@require_safe
def today(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is to be decided in the session that sits, or the next; or in the one asked for."""
    page = frame(request, code, "motions:today")
    asked = request.GET.get("session", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else None  # noqa: PLR2004
    session = session_now(page.conference, number)
    motions = to_decide(page.conference, session) if session else []
    others = page.conference.sessions.exclude(pk=session.pk) if session else []
    context = page.context(
        session=session,
        motions=motions,
        others=others,
        done=sum(each.decided for each in motions),
        now=timezone.now(),
    )
    return render(request, "motions/papers/today.html", context)


def _issue(page: Frame, series: str, number: int) -> shelves.Issue:
    try:
        return shelves.issue_of(page.conference, series, number)
    except (Paper.DoesNotExist, OverflowError) as missing:
        raise Http404(_("There is no such paper.")) from missing


def _shown(request: HttpRequest, page: Frame, issue: shelves.Issue, **more: Any) -> HttpResponse:
    refused = more.get("refusal") is not None
    body = mark_safe(shelves.body_of(issue.paper))  # noqa: S308 - made by as_page, which escapes
    may_withdraw = bool(page.offices & MAY["paper.withdraw"]) and not issue.paper.withdrawn_at
    may_make_again = bool(page.offices & MAY["paper.issue"]) and issue.has_failed
    context = page.context(
        issue=issue,
        body=body,
        is_making=issue.is_making,
        may_make_again=may_make_again,
        may_withdraw=may_withdraw,
        **more,
    )
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return render(request, "motions/papers/paper.html", context, status=status)


def _bytes(content: bytes, mime: str, sha256: str) -> HttpResponse:
    headers = {"ETag": f'"{sha256}"', "Cache-Control": FOREVER}
    return HttpResponse(content, content_type=mime, headers=headers)
