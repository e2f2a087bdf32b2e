"""The demo's mailbox: what would have been sent."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from members.models import DemoMail
from members.requests import SignedInRequest

MOST_SHOWN = 30


@never_cache
@require_safe
def mailbox(request: SignedInRequest) -> HttpResponse:
    """Show the newest messages; outside the demo there is no such page."""
    if not settings.DEMO:
        raise Http404
    mails = DemoMail.objects.all()
    if to := request.GET.get("to", ""):
        mails = mails.filter(to__iexact=to)
    template = "members/_mailbox.html" if request.htmx else "members/mailbox.html"
    return render(request, template, {"mails": mails[:MOST_SHOWN], "to": to})
