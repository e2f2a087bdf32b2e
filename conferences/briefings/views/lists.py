"""Lists of people: who registered, lists to take away, and the meeting tool's own list."""

from http import HTTPStatus
from io import BytesIO
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from audit.services.access import access_record
from conferences.briefings.attendance_file import UnreadableListError, read_list
from conferences.briefings.attending import list_enter, list_match
from conferences.briefings.exporting import list_export
from conferences.briefings.forms import AttendanceFileForm, ExportForm
from conferences.briefings.rules import organising_office
from conferences.briefings.views.organising import UNREADABLE, desk_page, organised
from members.requests import SignedInRequest
from members.roll.lettering import survey
from members.roll.problems import UnreadableRollError
from members.streaming import streamed

PAGE: Final = 100
MOST_UNMATCHED_SHOWN: Final = 200
_LIST: Final = "briefings.attendance_list"
_LASTS_SECONDS: Final = 3600


@login_required
@never_cache
@require_safe
def registered(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show who holds a place, a hundred at a time. That somebody looked is recorded."""
    found = organised(request, slug)
    access_record(
        actor=request.user,
        office=str(organising_office(request.user, found.body) or ""),
        what="who registered for a briefing",
        subject=found,
    )
    held = found.registrations.filter(cancelled_at=None, guest__erased_at=None)
    people = held.select_related("member", "guest", "attendance")
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    return render(request, "briefings/registered.html", {"briefing": found, "page": page})


@login_required
@require_POST
def export(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """Give a list to take away, once it is recorded who takes it and why."""
    found = organised(request, slug)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return desk_page(request, found, export=form, status=UNREADABLE)
    kind = form.cleaned_data["kind"]
    try:
        parts = list_export(actor=request.user, briefing=found, **form.cleaned_data)
    except Refusal as no:
        return desk_page(request, found, export=form, refusal=no, status=HTTPStatus.CONFLICT)
    return streamed(
        request,
        parts,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{slug}-{kind}.csv"',
            "Cache-Control": "no-store",
        },
    )


@login_required
@require_POST
def attendance(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hold a meeting tool's list against the places, and show it. Nothing is written yet."""
    found = organised(request, slug)
    form = AttendanceFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attended = read_list(_text(form.cleaned_data["file"].read()))
        except (UnreadableListError, UnreadableRollError) as wrong:
            form.add_error("file", str(wrong))
        else:
            matched = list_match(found, attended)
            context = {
                "briefing": found,
                "people": len(attended),
                "matched": len(matched.places),
                "unmatched": matched.unmatched[:MOST_UNMATCHED_SHOWN],
                "unmatched_count": len(matched.unmatched),
                "sealed": signing.dumps([str(found.pk), matched.places], salt=_LIST, compress=True),
            }
            return render(request, "briefings/attendance.html", context)
    return desk_page(request, found, attendance=form, status=UNREADABLE)


@login_required
@require_POST
def attendance_enter(request: SignedInRequest, slug: str) -> HttpResponse:
    """Enter the list that was shown a moment ago."""
    found = organised(request, slug)
    try:
        briefing, places = signing.loads(
            request.POST.get("sealed", ""), salt=_LIST, max_age=_LASTS_SECONDS
        )
    except signing.BadSignature:
        briefing, places = "", []
    if briefing != str(found.pk):
        messages.error(request, _("That preview is over. Choose the file again."))
        return redirect("briefings:briefing_desk", slug)
    count = list_enter(actor=request.user, briefing=found, places=places)
    words = ngettext("%(count)s place entered.", "%(count)s places entered.", count)
    messages.success(request, words % {"count": count})
    return redirect("briefings:briefing_desk", slug)


def _text(data: bytes) -> str:
    """Read the letters of a list, in whichever encoding the meeting tool wrote it."""
    lettering = survey(BytesIO(data))
    if lettering.is_workbook or lettering.misfits:
        raise UnreadableListError("This is no plain list. Save it as CSV, and choose that file.")
    return data.decode(lettering.encoding)
