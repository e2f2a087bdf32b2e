"""How far the opening of a sealed vote is, and the page on which a trustee opens their part."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.models import Entry
from audit.refusal import Refusal
from audit.selectors import leaves
from ballots.board_forms import MessageForm
from ballots.models import SealedVote
from ballots.readers import is_public
from ballots.rules import presides
from ballots.secret.boards import may_conduct
from ballots.secret.ceremony import sealed_part, verification_key
from ballots.secret.decryption import Part, opening_of, part_give
from ballots.secret.outcome import is_known, is_unanimous
from ballots.secret.record import election_of
from ballots.secret.showing import channel_of, shown
from ballots.secret.shuffles import awaits_shuffle, shuffle_give
from ballots.secret.tasks import opening_begin
from ballots.secret.trustee_scripts import checking_worker, trustee_scripts
from ballots.views.trustee_words import WORDS
from live.tokens import stream_url
from members.requests import SignedInRequest

_HEADS: Final[dict[str, str | Promise]] = {
    "sealed_vote.made": gettext_lazy("when the vote was made"),
    "sealed_vote.set_up": gettext_lazy("when voting opened"),
    "sealed_vote.ended": gettext_lazy("when voting closed"),
    "sealed_vote.tallied": gettext_lazy("when the ballots were added up"),
    "sealed_vote.shuffled": gettext_lazy("when the papers were shuffled"),
}
"""The entries of the log that a trustee's page reads: the first has the floor, the others heads."""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show how far it is; take a trustee's shuffle, or their part."""
    vote = get_object_or_404(SealedVote.objects.select_related("board", "ballot__body"), pk=pk)
    found = opening_of(vote)
    own, body = found.of(request.user), vote.ballot.body
    if own is None and not may_conduct(request.user, body) and not presides(request.user, body):
        raise PermissionDenied(
            _("This page is for whoever conducts the vote, and for its trustees.")
        )
    form = MessageForm(request.POST or None, request.FILES or None)
    refusal = None
    if request.method == "POST" and own is not None and form.is_valid():
        try:
            give = shuffle_give if awaits_shuffle(vote) else part_give
            give(actor=request.user, vote=vote, text=form.cleaned_data["text"])
        except Refusal as no:
            refusal = no
        else:
            opening_begin(vote.pk)
            messages.success(request, _("Taken and checked. Thank you."))
            return redirect("ballots:opening", pk)
    vote.refresh_from_db()
    context = {
        "ballot": vote.ballot,
        "vote": vote,
        **shown(vote),
        "own": own,
        "shuffles": own is not None and awaits_shuffle(vote),
        "opens": own is not None and found.waits_for_people and not own.is_given,
        "form": form,
        "refusal": refusal,
        "is_public": is_public(vote.ballot),
        "archive": request.build_absolute_uri(reverse("ballots:sealed", args=[vote.uuid])),
        "heads": list(leaves(*_HEADS, subject=vote.ballot.log_name)) if own is not None else [],
        "cast": vote.ballots.count(),
        "is_ranked": bool(vote.election) and election_of(vote).is_ranked,
        "given": _given(vote, own) if own is not None else None,
        "words": WORDS,
        "is_unanimous": own is None and is_known(vote) and is_unanimous(vote.ballot),
        "scripts": trustee_scripts(),
        "stream_url": stream_url([channel_of(vote)]),
    }
    wrong = refusal or (form.is_bound and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    answer = render(request, "ballots/secret/trustees/opening.html", context, status=status)
    if context["opens"]:  # its workers are made from bytes that were fetched against their hash
        csp_update({"worker-src": ["blob:"]})(lambda _request: answer)(request)
    return answer


def _given(vote: SealedVote, own: Part) -> dict[str, Any]:
    """Give the page's script what it reads and checks before anything is decrypted."""
    entries = (
        Entry.objects.filter(subject=vote.ballot.log_name, kind__in=_HEADS, position__isnull=False)
        .order_by("position__seq")
        .values_list("kind", "position__seq")
    )
    log = reverse("audit:log")
    return {
        "step": "decrypt",
        "group": vote.group,
        "archive": reverse("ballots:sealed_archive", args=[vote.uuid, vote.uuid]),
        "subject": vote.ballot.log_name,
        "owner": own.owner,
        "key": verification_key(own.trustee),
        "part": sealed_part(own.trustee),
        "floor": vote.floor,
        "worker": checking_worker()._asdict(),
        "file": f"partial-decryption-{own.owner}.json",
        "log": {
            "trust": f"{log}trust.json",
            "entries": [
                {
                    "leaf": f"{log}proofs/{seq}.leaf",
                    "proof": f"{log}proofs/{seq}.tlog-proof",
                    "words": str(_HEADS[kind]),
                }
                for kind, seq in entries
            ],
        },
    }
