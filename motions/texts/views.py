"""Motions to read: the list in the order of business, one with its history, any two versions."""

from http import HTTPStatus
from itertools import pairwise
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from conferences.models import Conference
from conferences.views.frame import frame, signed_in
from motions.models import Motion, MotionText
from motions.selectors import bodies_acted_for, motion_in_full, motions_found
from motions.texts.cleaning import cleaned
from motions.texts.forms import ChosenVersions
from motions.texts.rendering import rendered, rendered_changes
from motions.texts.versions import versions_in_log
from motions.wording import changes

ON_A_PAGE = 60
MOST_PASTED = 1_000_000  # characters: what Word gives is mostly its own styles


@require_safe
def motions(request: HttpRequest, code: str) -> HttpResponse:
    """List the motions, in the order of business and then of receipt."""
    page = frame(request, code, "motions:motions")
    words = request.GET.get("q", "")[:200]
    found = Paginator(motions_found(page.conference, words), ON_A_PAGE)
    me = signed_in(request) if request.user.is_authenticated else None
    ours = bodies_acted_for(me, page.conference) if me else []
    context = page.context(
        page=found.get_page(request.GET.get("page", "")[:9]),
        words=words,
        query=urlencode({"q": words}),
        ours=ours,
    )
    return render(request, "motions/motions.html", context)


@require_safe
def motion(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show one motion: its words now and before, its amendments, and what was decided."""
    page = frame(request, code, "motions:motions")
    found = _found(page.conference, number)
    texts = list(found.texts.all())
    lines = request.GET.get("lines") == "yes"
    return render(
        request,
        "motions/motion.html",
        page.context(
            motion=found,
            text=texts[-1],
            words=rendered(texts[-1].text, lines=lines),
            lines=lines,
            versions=_versions(texts),
            decided=[each for each in found.questions.all() if each.ballot and each.ballot.result],
        ),
    )


@require_safe
def versions(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show every version of a motion's words, and the difference of any two."""
    page = frame(request, code, "motions:motions")
    found = _found(page.conference, number)
    form = ChosenVersions(list(found.texts.all()), request.GET or None)
    context = page.context(
        motion=found, versions=versions_in_log(found), form=form, comparison=form.comparison()
    )
    return render(request, "motions/texts/versions.html", context)


def _found(conference: Conference, number: str) -> Motion:
    try:
        return motion_in_full(conference, number)
    except Motion.DoesNotExist as missing:
        raise Http404 from missing


def _versions(texts: list[MotionText]) -> list[tuple[MotionText, SafeString]]:
    """Pair each version after the first, the newest first, with what it changed."""
    pairs = [(new, rendered_changes(changes(old.text, new.text))) for old, new in pairwise(texts)]
    return pairs[::-1]


@require_POST
@login_required
def cleaned_words(request: HttpRequest) -> HttpResponse:
    """Give back what was pasted as plain lines. Nothing is kept; sending it in checks it again."""
    pasted = request.POST.get("pasted", "")
    if len(pasted) > MOST_PASTED:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return HttpResponse(cleaned(pasted), content_type="text/plain; charset=utf-8")
