"""The declaration of a result: the page anyone may read, its papers, and the officer's signing."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit.browsing.qr import qr_svg
from audit.refusal import Refusal
from ballots.declaring.document import declaration_document, draft
from ballots.declaring.paper import Provenance, declaration_pdf
from ballots.declaring.signed import signed_declaration, standing_declaration
from ballots.declaring.wording import introduction
from ballots.enums import BallotAct, BallotState
from ballots.forms import SigningForm
from ballots.models import Ballot, Declaration
from ballots.readers import may_read
from ballots.rules import may
from ballots.services import declaration_sign
from ballots.services.fit_to_sign import insist_on_independence
from members.models import Member
from members.requests import SignedInRequest

_ENDED = (BallotState.DECLARED, BallotState.VOIDED)


@require_safe
@never_cache
def declaration(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the declaration that stands, that none is signed yet, or that the vote is void.

    A draft is the returning officer's to see: to gather one, every vote is read.
    """
    ballot = _ended(pk, request.user)
    address = _address(request, ballot)
    context: dict[str, Any] = {"ballot": ballot, "may_sign": _may_sign(request, ballot)}
    try:
        standing = standing_declaration(ballot, address)
    except Refusal as refusal:
        context["refusal"] = refusal
        return render(request, "ballots/declaration_awaited.html", context, status=409)
    if standing is None and ballot.state == BallotState.DECLARED:
        return render(request, "ballots/declaration_awaited.html", context)
    signed = Declaration.objects.filter(ballot=ballot).order_by("number")
    context |= {
        "document": standing.document if standing else declaration_document(ballot),
        "standing": standing,
        "earlier": list(signed)[:-1] if standing else [],
        "qr": qr_svg(address),
        "address": address,
    }
    return render(request, "ballots/declaration.html", context)


@require_safe
@never_cache
def declaration_paper(request: HttpRequest, pk: UUID, number: int = 0) -> HttpResponse:
    """Give a signed declaration as a PDF; without a number, the one that stands."""
    ballot = _ended(pk, request.user)
    if ballot.state == BallotState.VOIDED and not number:
        about = Provenance(_address(request, ballot))
        return _file(declaration_pdf(declaration_document(ballot), about), "void", "pdf")
    return _signed_file(request, ballot, number, "pdf")


@require_safe
@never_cache
def declaration_data(request: HttpRequest, pk: UUID, number: int = 0) -> HttpResponse:
    """Give a signed declaration as JSON, byte for byte; without a number, the one that stands."""
    return _signed_file(request, _ended(pk, request.user), number, "json")


@require_safe
@never_cache
@login_required
def declaration_draft(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give the returning officer the paper as it stands before it is signed."""
    ballot = _ended(pk, request.user)
    _insist_on_office(request, ballot)
    try:
        document = draft(ballot)
    except Refusal:
        return redirect("ballots:sign_declaration", pk)  # which says what is wrong
    return _file(declaration_pdf(document, Provenance(_address(request, ballot))), "draft", "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sign_declaration(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Set the sums before the returning officer, and take the statement and the signature."""
    ballot = _ended(pk, request.user)
    _insist_on_office(request, ballot)
    corrects = Declaration.objects.filter(ballot=ballot).order_by("-number").first()
    form = SigningForm(
        request.POST if request.method == "POST" else None,
        name=request.user.name,
        corrects=corrects is not None,
    )
    refusal, status = None, HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            declaration_sign(
                ballot=ballot, actor=request.user, statement=form.statement(), corrects=corrects
            )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Signed. The declaration is public from now on."))
            return redirect("ballots:declaration", pk)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _signing_page(request, ballot, form, refusal, status, corrects=corrects)


def _signing_page(
    request: SignedInRequest,
    ballot: Ballot,
    form: SigningForm,
    refusal: Refusal | None,
    status: int,
    *,
    corrects: Declaration | None,
) -> HttpResponse:
    """Show the sums and the form; no form to whoever may not sign, or of what does not balance."""
    try:
        document = draft(ballot, number=corrects.number + 1 if corrects else 1)
    except Refusal as no:
        context: dict[str, Any] = {"ballot": ballot, "refusal": no}
        return render(request, "ballots/declaration_awaited.html", context, status=409)
    try:
        appointment = insist_on_independence(ballot, request.user)
        said = introduction(appointment.starts_on, appointment.body.name)
    except Refusal as no:
        refusal, said = no, ""
    context = {
        "ballot": ballot,
        "introduction": said,
        "document": document,
        "broken": [line for line in document["reconciliation"] if not line["balances"]],
        "corrects": corrects,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "ballots/declaration_sign.html", context, status=status)


def _ended(pk: UUID, reader: object) -> Ballot:
    """Find a ballot whose result was declared, or that is void, and that this reader may read."""
    found = Ballot.objects.select_related("body", "declared_by", "replaces")
    ballot = found.filter(pk=pk, state__in=_ENDED).first()
    if ballot is None or not may_read(reader, ballot):
        raise Http404(_("No result of this vote has been declared."))
    return ballot


def _signed_file(request: HttpRequest, ballot: Ballot, number: int, kind: str) -> HttpResponse:
    """Send a signed declaration. Figures of a void vote are never shown, signed or not."""
    signed = Declaration.objects.filter(ballot=ballot).order_by("-number")
    found = (signed.filter(number=number) if number else signed).first()
    if found is None or ballot.state != BallotState.DECLARED:
        raise Http404(_("There is no signed declaration of this vote."))
    try:
        given = signed_declaration(found, _address(request, ballot))
    except Refusal:
        return redirect("ballots:declaration", ballot.pk)  # which says what is wrong with it
    return _file(given.pdf if kind == "pdf" else given.json, given.document["reference"], kind)


def _may_sign(request: HttpRequest, ballot: Ballot) -> bool:
    return (
        isinstance(request.user, Member)
        and ballot.state == BallotState.DECLARED
        and may(request.user, BallotAct.SIGN, ballot.body)
    )


def _insist_on_office(request: SignedInRequest, ballot: Ballot) -> None:
    if not may(request.user, BallotAct.SIGN, ballot.body):
        raise PermissionDenied(_("The declaration is signed by the returning officer."))
    if ballot.state != BallotState.DECLARED:
        raise Http404(_("This vote is void: there is no result to sign for."))


def _address(request: HttpRequest, ballot: Ballot) -> str:
    return request.build_absolute_uri(reverse("ballots:declaration", args=[ballot.pk]))


def _file(content: bytes, reference: str, kind: str) -> HttpResponse:
    """Send a paper to be shown, or kept under a name that says what it is."""
    types = {"pdf": "application/pdf", "json": "application/json"}
    name = f"declaration-{reference.replace('/', '-')}.{kind}"
    return HttpResponse(
        content,
        content_type=types[kind],
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
