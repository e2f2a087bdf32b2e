"""How named people voted, for those who may be told; and the file that opens the log's digests."""

from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from ballots.disclosing import scrutinises
from ballots.models import Ballot
from ballots.services.disclosing import disclosures_give, votes_show
from members.requests import SignedInRequest


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def disclosures(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the votes that the reader may be told of; give the file of them when they ask."""
    ballot = get_object_or_404(Ballot.objects.select_related("body"), pk=pk)
    try:
        if request.method == "POST":
            return _file(disclosures_give(actor=request.user, ballot=ballot))
        votes = votes_show(actor=request.user, ballot=ballot)
    except Refusal as refusal:
        context = {"ballot": ballot, "refusal": refusal}
        return render(request, "ballots/disclosures.html", context, status=HTTPStatus.FORBIDDEN)
    labels = {option.key: option.label for option in ballot.paper}
    context = {
        "ballot": ballot,
        "is_scrutineer": scrutinises(request.user, ballot),
        "votes": [
            (vote, labels.get(vote.choice, vote.choice), vote.roll_entry.cast_id == vote.pk)
            for vote in votes
        ],
    }
    return render(request, "ballots/disclosures.html", context)


def _file(lines: bytes) -> HttpResponse:
    return HttpResponse(
        lines,
        content_type="application/jsonl; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="disclosures.jsonl"'},
    )
