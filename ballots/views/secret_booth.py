"""The page on which a voter seals a ballot, and the page of the programs that do it.

What the voter marks is never sent here: the page is given the election and the voter's own
credential, and sends a sealed ballot. It runs two scripts, each pinned by its hash, and no other.
"""

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from ballots.models import Ballot, RollEntry, SealedVote
from ballots.readers import is_public
from ballots.secret.booth_paper import booth_paper, who_opens
from ballots.secret.credentials import credential_of
from ballots.secret.scripts import booth_scripts
from ballots.secret.trustee_scripts import checking_worker, trustee_scripts
from ballots.views.booth import is_in_booth
from ballots.views.shown import shown_ballot
from members.requests import SignedInRequest


@require_safe
@never_cache
@login_required
def secret_booth(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let whoever is on the roll and has stepped up mark, seal and cast."""
    ballot = shown_ballot(pk, request.user)
    vote = get_object_or_404(SealedVote.objects.select_related("board"), ballot=ballot)
    line = RollEntry.objects.filter(ballot=ballot, voter=request.user).first()
    if line is None or not ballot.is_taking_votes:
        return redirect("ballots:ballot", pk)
    if not is_in_booth(request, ballot):
        door = reverse("ballots:booth", args=[pk])
        return redirect(f"{door}?{urlencode({'next': request.get_full_path()})}")
    return shown_booth(request, ballot, vote, line, credential_of(vote, line))


def _back(request: HttpRequest) -> str:
    """Give the page of this site that the voter came from, where it says so."""
    asked = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if own else ""


@require_safe
def secret_scripts(request: HttpRequest) -> HttpResponse:
    """Publish the programs of the booth, and of a trustee's page, with their hashes."""
    context = {"scripts": booth_scripts(), "of_trustees": [*trustee_scripts(), checking_worker()]}
    return render(request, "ballots/secret/scripts.html", context)


@sensitive_variables()
def shown_booth(
    request: HttpRequest, ballot: Ballot, vote: SealedVote, line: RollEntry, credential: str
) -> HttpResponse:
    """Show the booth of a vote to a voter on its roll."""
    context = {
        "ballot": ballot,
        "election": vote.election,
        "credential": credential,
        "has_voted": line.voted,
        "cast_url": reverse("ballots:secret_cast", args=[ballot.pk]),
        "find_url": reverse("ballots:sealed", args=[vote.uuid]),
        "is_public": is_public(ballot),
        "archive": reverse("ballots:sealed_archive", args=[vote.uuid, vote.uuid]),
        "archive_url": request.build_absolute_uri(reverse("ballots:sealed", args=[vote.uuid])),
        "who_opens": who_opens(vote.board),
        "back_url": _back(request),
        **booth_paper(ballot, vote.election),
    }
    return booth_page(request, "ballots/secret/booth.html", context)


@sensitive_variables()
def booth_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with a booth. No script runs in it but its own two, whose worker is one they made.

    The worker is made from bytes that were fetched against their hash, and so from a blob; what it
    may reach is what the page may. Browsers that know the header refuse any script without a hash.
    """
    every = {
        "scripts": booth_scripts(),
        "scripts_url": reverse("ballots:booth_scripts"),
        "helpdesk_telephone": settings.HELPDESK_TELEPHONE,
    }
    answer = render(request, template, every | context)
    csp_update({"worker-src": ["blob:"]})(lambda _request: answer)(request)
    answer["Integrity-Policy"] = "blocked-destinations=(script)"
    return answer
