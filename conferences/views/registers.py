"""The registers: incidents, departures from rule, complaints, and who saw what."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from audit.services.access import access_record
from conferences.clock_picture import clock_picture
from conferences.models import Complaint
from conferences.register_forms import RegisterForm
from conferences.register_tables import TABLES, access_log
from conferences.registers import ANY_READER, COMPLAINTS, READS, REGISTERS, Line, Register
from conferences.views.frame import Frame, frame, signed_in
from members.enums import Office

HERE = "conferences:registers"
MOST_LOOKS = 200
NOT_THERE = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
@login_required
def registers(request: HttpRequest, code: str) -> HttpResponse:
    """Show every register that the reader may open, with how much stands in it."""
    page = frame(request, code, HERE)
    page.require(ANY_READER)
    open_to = [each for each in REGISTERS.values() if each.reads & page.offices]
    shown = [(each, each.lines(page.conference)) for each in open_to]
    context = page.context(
        registers=shown,
        may_see_access=bool(page.offices & READS),
        may_make_pack=bool(page.offices & {Office.RETURNING_OFFICER, Office.SCRUTINEER}),
    )
    return render(request, "conferences/registers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show a register, and enter a line in it."""
    page, book = _book(request, code, slug)
    _record_the_look(request, page, book)
    posted = request.POST if request.method == "POST" else None
    form = book.form(posted, conference=page.conference)
    may_open = bool(page.offices & book.opens)
    refusal, status = None, HTTPStatus.OK
    if posted is not None and form.is_valid():
        try:
            line = book.open(
                conference=page.conference, actor=signed_in(request), **form.cleaned_data
            )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Entered, and in the log."))
            return redirect("conferences:register_line", code, slug, line.number)
    elif posted is not None:
        status = NOT_THERE
    context = page.context(
        register=book,
        lines=book.lines(page.conference),
        form=form if may_open else None,
        form_open=posted is not None,
        refusal=refusal,
    )
    return render(request, "conferences/register.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register_line(request: HttpRequest, code: str, slug: str, number: int) -> HttpResponse:
    """Show one line of a register, and enter what has become of it."""
    page, book = _book(request, code, slug)
    line = _line(page, book, number)
    _record_the_look(request, page, book)
    refusal, status, wrong = None, HTTPStatus.OK, {}
    if request.method == "POST":
        act = next((act for act in book.acts if act.key == request.POST.get("act")), None)
        if act is None:
            raise Http404(_("There is no such act."))
        form = act.form(request.POST, conference=page.conference, prefix=act.key)
        if form.is_valid():
            try:
                act.do(**{book.keyword: line}, actor=signed_in(request), **form.cleaned_data)
            except Refusal as no:
                refusal, status = no, HTTPStatus.CONFLICT
            else:
                messages.success(request, _("Entered, and in the log."))
                return redirect("conferences:register_line", code, slug, number)
        else:
            status = NOT_THERE
        wrong = {act.key: form}
    context = page.context(refusal=refusal, **_told(page, book, line, wrong))
    return render(request, "conferences/register_line.html", context, status=status)


@require_safe
@login_required
def register_csv(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Give a register as a table for a spreadsheet. Taking a copy is recorded."""
    page = frame(request, code, HERE)
    if slug == "access":
        page.require(READS)
    else:
        page, _register = _book(request, code, slug)
    access_record(
        actor=signed_in(request),
        office=_office(page),
        what=f"register of {slug}",
        subject=page.conference,
        is_copy=True,
    )
    table = TABLES[slug](page.conference).to_csv(timezone.get_default_timezone())
    name = f"{page.conference.code}-{slug}.csv".lower()
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@require_safe
@login_required
def register_access(request: HttpRequest, code: str) -> HttpResponse:
    """Show who was shown what is not for everyone, the latest first."""
    page = frame(request, code, HERE)
    page.require(READS)
    table = access_log()
    looks = list(table.rows)
    context = page.context(looks=looks[: -MOST_LOOKS - 1 : -1], count=len(looks))
    return render(request, "conferences/register_access.html", context)


def _book(request: HttpRequest, code: str, slug: str) -> tuple[Frame, Register]:
    page = frame(request, code, HERE)
    book = REGISTERS.get(slug)
    if book is None:
        raise Http404(_("There is no such register."))
    page.require(book.reads)
    return page, book


def _line(page: Frame, book: Register, number: int) -> Line:
    line: Line | None = book.lines(page.conference).filter(number=number).first()
    if line is None:
        raise Http404(_("There is no such line in the register."))
    return line


def _office(page: Frame) -> str:
    return str(next(iter(sorted(page.offices & READS)), next(iter(sorted(page.offices)), "")))


def _record_the_look(request: HttpRequest, page: Frame, book: Register) -> None:
    """Complaints name people, so it is known who looks at them."""
    if book is COMPLAINTS:
        access_record(
            actor=signed_in(request),
            office=_office(page),
            what="register of complaints",
            subject=page.conference,
        )


def _told(
    page: Frame, book: Register, line: Line, wrong: dict[str, RegisterForm]
) -> dict[str, Any]:
    due = [
        (act, wrong.get(act.key) or act.form(conference=page.conference, prefix=act.key))
        for act in book.acts_on(line, page.offices)
    ]
    told: dict[str, Any] = {
        "register": book,
        "line": line,
        "acts": due,
        "form": next(iter(wrong.values()), None),
        "opened": next(iter(wrong), ""),
    }
    if isinstance(line, Complaint):
        told["picture"] = clock_picture(line.clock, timezone.localdate())
        told["names_people"] = bool(
            page.offices & {Office.RETURNING_OFFICER, Office.SCRUTINEER, Office.GENERAL_SECRETARY}
        )
    return told
