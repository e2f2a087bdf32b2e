"""A branch's desk for its motions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
@login_required
def branch_desk(request: HttpRequest, code: str, branch: str) -> HttpResponse:
    raise NotImplementedError
