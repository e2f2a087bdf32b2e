"""For witnesses: a head to take away, and a place to hand in what they signed.

Nobody has to sign in. A head is public, and an answer proves itself: only the signature of a known
witness, under a head of this very log, is taken in, whoever brings it.
"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import selectors
from audit.forms import AnswerForm
from audit.keys import log_verifiers
from audit.models import Witness
from audit.publishing.outbound import MAX_ANSWER_BYTES
from audit.publishing.witnessed import question_for
from audit.refusal import Refusal
from audit.services.witnesses import cosignature_accept
from audit.views.heads import standing


@require_http_methods(["GET", "HEAD", "POST"])
def witnesses(request: HttpRequest) -> HttpResponse:
    """Show the witnesses with a head for each to take away, and take in what one has signed."""
    is_answer = request.method == "POST"
    form = AnswerForm(request.POST, request.FILES) if is_answer else AnswerForm()
    if is_answer and form.is_valid():
        try:
            accepted = cosignature_accept(note=form.cleaned_data["answer"].read())
        except Refusal as refusal:
            form.add_error("answer", refusal.message)
        else:
            names = ", ".join(one.witness.name for one in accepted)
            said = ngettext("%(names)s has signed.", "%(names)s have signed.", len(accepted))
            messages.success(
                request, said % {"names": names} if names else _("We had this signature already.")
            )
            return redirect("audit:witnesses")
    site = request.build_absolute_uri(reverse("audit:log"))
    context = {"form": form, "keys": log_verifiers(), "site": site, **standing()}
    return render(request, "audit/witnesses.html", context, status=422 if form.errors else 200)


@csrf_exempt  # nobody's session is used: the note proves itself, and is all that counts
@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take in what a witness's own program has signed: the same note, as the body."""
    if len(request.body) > MAX_ANSWER_BYTES:
        return _said(_("That is no signed head: it is too long."), 413)
    try:
        accepted = cosignature_accept(note=request.body)
    except Refusal as refusal:
        return _said(refusal.message, 422)
    return _said(" ".join(one.witness.name for one in accepted), 200)


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


@require_safe
def question(_request: HttpRequest, old: int) -> HttpResponse:
    """Give a witness's own program the newest head, with the proof from any earlier size."""
    head = selectors.newest_head()
    if head is None or old > head.size:
        raise Http404
    asked = question_for(None, head, old=old).to_bytes()
    return HttpResponse(asked, content_type="text/plain; charset=utf-8")


@require_safe
def head_for_witness(_request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the newest head, with the proof from the one that this witness signed last."""
    witness = get_object_or_404(Witness, pk=pk, retired_at=None)
    head = selectors.newest_head()
    if head is None:
        raise Http404
    response = HttpResponse(
        question_for(witness, head).to_bytes(), content_type="text/plain; charset=utf-8"
    )
    name = f"head-{head.size}-for-{witness.name.replace('/', '-')}.txt"
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return response
