"""Records and how long they are kept: what is due, what is held, what two officers destroy."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.enums import DeletionState
from audit.holding import live_holds
from audit.models import Deletion, Hold
from audit.refusal import Refusal
from audit.retention import schedule
from audit.services.access import access_record
from members import records as shown
from members import rules
from members.forms import AskErasureForm, HoldForm, SubjectAccessForm
from members.requests import SignedInRequest
from members.services import records
from members.services.records import member_numbered
from members.services.subject_access import as_archive, subject_access_give
from members.views.my_data import archive

View = Callable[..., HttpResponse]


def _for_who_sees_records(view: View) -> View:
    def guarded(request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        if rules.office_seeing_records(request.user) is None:
            raise PermissionDenied(
                _("Only those who answer for the union's records, or inspect them, see this.")
            )
        return view(request, **kwargs)

    return login_required(never_cache(guarded))


@require_safe
@_for_who_sees_records
def overview(request: SignedInRequest) -> HttpResponse:
    """Show the schedule and everything that waits under it."""
    return _overview(request)


@require_POST
@_for_who_sees_records
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for one thing on the list to be destroyed."""
    rule, subject = (request.POST.get(name, "") for name in ("rule", "subject"))
    return _asked(
        request, lambda: records.records_ask(actor=request.user, rule=rule, subject=subject)
    )


@require_POST
@_for_who_sees_records
def ask_for_person(request: SignedInRequest) -> HttpResponse:
    """Ask for what a person who has left wants erased."""
    form = AskErasureForm(request.POST)
    if not form.is_valid():
        return _overview(request, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return _asked(
        request,
        lambda: records.erasure_ask(actor=request.user, **form.cleaned_data),
        form=form,
    )


@require_POST
@_for_who_sees_records
def hold(request: SignedInRequest) -> HttpResponse:
    """Stop every deletion."""
    return _held(
        request,
        lambda reason: records.everything_hold(actor=request.user, reason=reason),
        _("Held: nothing is deleted until this is released."),
    )


@require_POST
@_for_who_sees_records
def release(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let deletions go on."""
    found = get_object_or_404(Hold, pk=pk)
    return _held(
        request,
        lambda reason: records.everything_release(actor=request.user, hold=found, reason=reason),
        _("Released: what is due can be asked for again."),
    )


@require_POST
@_for_who_sees_records
def subject_access(request: SignedInRequest) -> HttpResponse:
    """Give the membership officer everything held about a person, to pass on to them."""
    form = SubjectAccessForm(request.POST, prefix="access")
    if not form.is_valid():
        return _overview(request, HTTPStatus.UNPROCESSABLE_ENTITY, access_form=form)
    try:
        member = member_numbered(form.cleaned_data["membership_number"])
        told = subject_access_give(actor=request.user, member=member, why=form.cleaned_data["why"])
    except Refusal as refusal:
        return _overview(request, HTTPStatus.CONFLICT, refusal=refusal, access_form=form)
    return archive(as_archive(told), "about-a-person.zip")


@require_safe
@_for_who_sees_records
def deletion(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one deletion: what it would destroy, or the certificate of what it did."""
    return _deletion(request, pk)


@require_POST
@_for_who_sees_records
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take it back, decline it, or destroy the records for good."""
    acts: dict[str, tuple[Callable[..., Deletion], str]] = {
        "withdraw": (records.records_withdraw, _("Taken back. Nothing was deleted.")),
        "decline": (records.records_decline, _("Declined. Nothing was deleted.")),
        "destroy": (records.records_destroy, _("Destroyed. This is the certificate.")),
    }
    found = get_object_or_404(Deletion, pk=pk)
    act, done = acts.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        return redirect("members:deletion", pk)
    try:
        act(actor=request.user, deletion=found)
    except Refusal as refusal:
        return _deletion(request, pk, HTTPStatus.CONFLICT, refusal=refusal)
    messages.success(request, done)
    return redirect("members:deletion", pk)


def _held(request: SignedInRequest, act: Callable[[str], Hold], done: str) -> HttpResponse:
    form = HoldForm(request.POST, prefix="hold")
    if not form.is_valid():
        return _overview(request, HTTPStatus.UNPROCESSABLE_ENTITY, hold_form=form)
    try:
        act(form.cleaned_data["reason"])
    except Refusal as refusal:
        return _overview(request, HTTPStatus.CONFLICT, refusal=refusal, hold_form=form)
    messages.success(request, done)
    return redirect("members:records")


def _asked(request: SignedInRequest, act: Callable[[], Deletion], **more: Any) -> HttpResponse:
    try:
        made = act()
    except Refusal as refusal:
        return _overview(request, HTTPStatus.CONFLICT, refusal=refusal, **more)
    messages.success(
        request,
        _("Asked for. A second officer has to confirm it; until then you can take it back."),
    )
    return redirect("members:deletion", made.pk)


def _overview(
    request: SignedInRequest, status: HTTPStatus = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    _seen(request, "records due for deletion", "records")
    context = {
        "waiting": shown.waiting_lines(),
        "due": shown.due_lines(),
        "holds": live_holds(),
        "goes": [rule for rule in schedule.values() if rule.months is not None],
        "stays": [rule for rule in schedule.values() if rule.months is None],
        "destroyed": shown.destroyed_lines(),
        "may_act": rules.office_over_records(request.user) is not None,
        "form": AskErasureForm(),
        "may_give": rules.keeps_register(request.user),
        "hold_form": HoldForm(prefix="hold"),
        "access_form": SubjectAccessForm(prefix="access"),
    }
    return render(request, "members/records.html", context | more, status=status)


def _deletion(
    request: SignedInRequest, pk: UUID, status: HTTPStatus = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    found = get_object_or_404(Deletion, pk=pk)
    (line,) = shown.deletion_lines([found])
    _seen(request, "a deletion", found.subject)
    is_own = found.asked_by == request.user.pseudonym
    waits = found.state == DeletionState.WAITING
    may_act = waits and rules.office_over_records(request.user) is not None
    context = {
        "line": line,
        "certificate": found.certificate,
        "may_withdraw": may_act and is_own,
        "may_decide": may_act and not is_own,
        "waits": waits,
    }
    return render(request, "members/deletion.html", context | more, status=status)


def _seen(request: SignedInRequest, what: str, subject: str) -> None:
    office = rules.office_seeing_records(request.user) or ""
    access_record(actor=request.user, office=office, what=what, subject=subject)
