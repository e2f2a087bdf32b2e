"""The minutes to read, to take away, to add to and to agree."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.models import Position
from audit.refusal import Refusal
from conferences.models import Conference
from conferences.views.frame import Frame, frame, signed_in
from members.permissions import MAY
from motions.minutes.drafting import as_text
from motions.minutes.forms import AgreeForm, WordsForm
from motions.minutes.gathering import minutes_of
from motions.minutes.keeping import hash_of, minutes_add, minutes_agree, minutes_strike
from motions.minutes.lines import Paragraph
from motions.minutes.paper import Sheet, minutes_paper
from motions.models import AgreedMinutes, MinutesWords

HERE = "conferences:home"
ADDS, AGREES = MAY["minutes.add"], MAY["minutes.agree"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_safe
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the minutes as far as the meeting has come."""
    page, after = frame(request, code, HERE), request.GET.get("after", "")
    words = WordsForm(initial={"after": after}) if after and page.offices & ADDS else None
    return _page(request, page, words=words)


@require_safe
def minutes_docx(request: HttpRequest, code: str) -> HttpResponse:
    """Give the minutes as a Word document, as the record stands now."""
    conference = frame(request, code, HERE).conference
    paragraphs = minutes_of(conference)
    sheet = Sheet(
        title=conference.title,
        union=conference.body.name,
        made_at=timezone.localtime(),
        standing=standing(conference, paragraphs),
        is_sample=conference.is_sample,
    )
    return HttpResponse(
        minutes_paper(sheet, paragraphs, _links(paragraphs)),
        content_type=DOCX,
        headers={"Content-Disposition": f'attachment; filename="{code.lower()}-minutes.docx"'},
    )


@login_required
@require_POST
def minutes_words(request: HttpRequest, code: str) -> HttpResponse:
    """Add the clerk's words behind an entry."""
    page = frame(request, code, HERE)
    page.require(ADDS)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, page, words=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        minutes_add(conference=page.conference, actor=signed_in(request), **form.cleaned_data)
    except Refusal as no:
        return _page(request, page, words=form, refusal=no, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Your words stand in the minutes, marked as the clerk's."))
    return redirect("motions:minutes", code)


@login_required
@require_POST
def minutes_strike_out(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Strike the clerk's words out."""
    page = frame(request, code, HERE)
    page.require(ADDS)
    words = get_object_or_404(MinutesWords, pk=pk, conference=page.conference)
    try:
        minutes_strike(words=words, actor=signed_in(request))
    except Refusal as no:
        return _page(request, page, refusal=no, status=HTTPStatus.CONFLICT)
    return redirect("motions:minutes", code)


@login_required
@require_POST
def minutes_sign_off(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a later meeting agreed the minutes."""
    page = frame(request, code, HERE)
    page.require(AGREES)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _page(request, page, agree=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        minutes_agree(conference=page.conference, actor=signed_in(request), **form.cleaned_data)
    except Refusal as no:
        return _page(request, page, agree=form, refusal=no, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The minutes are agreed, and their hash is in the log."))
    return redirect("motions:minutes", code)


def standing(conference: Conference, paragraphs: Sequence[Paragraph]) -> str:
    """Say whether minutes are a draft, or were agreed, and whether they have changed since."""
    agreed = conference.agreed_minutes.order_by("number").last()
    now = timezone.localtime()
    if agreed is None:
        return f"Draft minutes, drawn from the log on {now:%-d %B %Y at %H:%M}."
    on = timezone.localtime(agreed.agreed_at)
    said = f"Minutes agreed by {agreed.at_meeting} on {on:%-d %B %Y}"
    if hash_of(as_text(paragraphs)) != agreed.sha256:
        return f"{said}, and changed since: this is a draft of {now:%-d %B %Y at %H:%M}."
    return f"{said}. SHA-256 of their text: {agreed.sha256}."


def _page(
    request: HttpRequest,
    page: Frame,
    *,
    words: WordsForm | None = None,
    agree: AgreeForm | None = None,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    conference = page.conference
    paragraphs = minutes_of(conference)
    links, text = _links(paragraphs), as_text(paragraphs)
    agreed: AgreedMinutes | None = conference.agreed_minutes.order_by("number").last()
    sitting = conference.sessions.filter(opened_at__isnull=False, closed_at=None).exists()
    context = page.context(
        paragraphs=[(each, *links.get(each.entry, ("", ""))) for each in paragraphs],
        standing=standing(conference, paragraphs),
        agreed=agreed,
        adds=bool(page.offices & ADDS),
        agrees=bool(page.offices & AGREES) and not sitting and bool(text),
        words=words,
        after=str(words["after"].value()) if words else "",
        agree=agree or AgreeForm(initial={"sha256": hash_of(text)}),
        form=words if words and words.is_bound else agree,
        refusal=refusal,
        is_sitting=sitting,
    )
    return render(request, "motions/minutes/minutes.html", context, status=status)


def _links(paragraphs: Sequence[Paragraph]) -> dict[str, tuple[str, str]]:
    """Give the number and the page of each entry that has its place in the log."""
    entries = {each.entry for each in paragraphs if each.entry}
    placed = Position.objects.filter(entry__in=[UUID(each) for each in entries]).values_list(
        "entry_id", "seq"
    )
    return {
        str(entry): (str(seq), f"{settings.SITE_URL}{reverse('audit:entry', args=[seq])}")
        for entry, seq in placed
    }
