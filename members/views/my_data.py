"""What we hold about me: to read, and to take away."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.requests import SignedInRequest
from members.services.subject_access import as_archive, subject_access_give, told_about
from members.telling import in_words

ROWS_ON_A_PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: SignedInRequest) -> HttpResponse:
    """Show members everything held about them; give it to them as an archive when they ask."""
    if request.method == "POST":
        told = subject_access_give(actor=request.user, member=request.user)
        return archive(as_archive(told), "about-me.zip")
    told = told_about(request.user, at_once=True)
    parts = in_words(told, at_most=ROWS_ON_A_PAGE)
    return render(request, "members/my_data.html", {"parts": parts})


def archive(packed: bytes, name: str) -> HttpResponse:
    """Answer with an archive to be saved."""
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
