"""The desk of contact details before a vote: changes that wait, checks and freezes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from members import rules
from members.contacts import details as contact_details
from members.contacts import freeze_report
from members.contacts import reports as contact_reports
from members.contacts.forms import (
    ChangeForMemberForm,
    CheckForm,
    DecideForm,
    FreezeForm,
)
from members.contacts.selectors import MADE, PUT_BACK_FOR, changes_waiting, freezes_now_and_next
from members.models import ContactChange, ContactCheck, ContactFreeze, Member
from members.requests import SignedInRequest
from members.services import contact_changes, contact_checks, contact_freezes
from members.services.records import member_numbered
from members.views.contact_officers import MOST_LISTED, for_officers, seen


@require_safe
@for_officers("contacts.report")
def desk(request: SignedInRequest) -> HttpResponse:
    """Show what waits, what is frozen and how a check goes."""
    return _desk(request)


@sensitive_post_parameters()
@require_POST
@for_officers("contact.change")
def change(request: SignedInRequest) -> HttpResponse:
    """Change a detail for a member who rang or came."""
    form = ChangeForMemberForm(request.POST)
    if not form.is_valid():
        return _desk(request, HTTPStatus.UNPROCESSABLE_ENTITY, change_form=form)
    given = form.cleaned_data

    def act() -> object:
        member = member_numbered(given["membership_number"])
        return contact_changes.contact_change(
            actor=request.user,
            member=member,
            kind=given["kind"],
            text=given["text"],
            reason=given["reason"],
        )

    return _acted(request, act, _("Entered. The address before has been told."), change_form=form)


@require_POST
@for_officers("contact_change.decide")
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Approve or refuse a change, as the second person."""
    found = get_object_or_404(ContactChange, pk=pk)
    form = DecideForm(request.POST, auto_id=f"%s-{pk}")
    if not form.is_valid():
        return _desk(request, HTTPStatus.UNPROCESSABLE_ENTITY, decided=found, decide_form=form)
    approves = form.cleaned_data["verdict"] == "approve"
    return _acted(
        request,
        lambda: contact_changes.contact_change_decide(
            actor=request.user, change=found, approve=approves, reason=form.cleaned_data["reason"]
        ),
        _("Approved, and made.") if approves else _("Refused. Nothing was changed."),
        decided=found,
        decide_form=form,
    )


@require_POST
@for_officers("contact.change")
def put_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Undo a change of the last week."""
    found = get_object_or_404(ContactChange.objects.select_related("member"), pk=pk)
    return _acted(
        request,
        lambda: contact_changes.contact_put_back(actor=request.user, change=found),
        _("Put back; both addresses have been told."),
    )


@require_POST
@for_officers("contact_freeze.set")
def freeze_set(request: SignedInRequest) -> HttpResponse:
    """Freeze contact details for a time."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return _desk(request, HTTPStatus.UNPROCESSABLE_ENTITY, freeze_form=form)
    given, (begins_at, ends_at) = form.cleaned_data, form.span
    return _acted(
        request,
        lambda: contact_freezes.contact_freeze_set(
            actor=request.user,
            subject=given["body"].log_name if given["body"] else "union",
            label=given["label"],
            begins_at=begins_at,
            ends_at=ends_at,
            body=given["body"],
            reason=given["reason"],
        ),
        _("Set. In the freeze every change waits for a second person."),
        freeze_form=form,
    )


@require_POST
@for_officers("contact_freeze.end")
def freeze_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End a freeze before its time."""
    found = get_object_or_404(ContactFreeze, pk=pk)
    reason = request.POST.get("reason", "")[:300]
    return _acted(
        request,
        lambda: contact_freezes.contact_freeze_end(actor=request.user, freeze=found, reason=reason),
        _("The freeze is over. What waits still needs a second person."),
    )


@require_POST
@for_officers("contact_check.open")
def check_open(request: SignedInRequest) -> HttpResponse:
    """Ask members whether their details are right."""
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _desk(request, HTTPStatus.UNPROCESSABLE_ENTITY, check_form=form)
    given, (opens_at, closes_at) = form.cleaned_data, form.span
    return _acted(
        request,
        lambda: contact_checks.contact_check_open(
            actor=request.user,
            label=given["label"],
            opens_at=opens_at,
            closes_at=closes_at,
            body=given["body"],
        ),
        _("Set. While it is open, every page of a member's asks them."),
        check_form=form,
    )


@require_POST
@for_officers("contact_check.open")
def check_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End a check before its time."""
    found = get_object_or_404(ContactCheck, pk=pk)
    return _acted(
        request,
        lambda: contact_checks.contact_check_end(actor=request.user, check=found),
        _("The check is closed. What was answered stays."),
    )


def _acted(
    request: SignedInRequest, act: Callable[[], object], done: str, **forms: Any
) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _desk(request, HTTPStatus.CONFLICT, refusal=refusal, **forms)
    messages.success(request, done)
    return redirect("members:contacts_desk")


def _desk(
    request: SignedInRequest, status: HTTPStatus = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    me = request.user
    seen(request, "changes of contact details")
    context: dict[str, Any] = {
        "may_change": rules.office_to("contact.change", me) is not None,
        "may_decide": rules.office_to("contact_change.decide", me) is not None,
        "may_set": rules.office_to("contact_freeze.set", me) is not None,
        "may_keep_domains": rules.office_to("employer_domain.add", me) is not None,
        "waiting": _waiting(me, more.pop("decided", None), more.pop("decide_form", None)),
        "lately": _lately(me),
        "freezes": freezes_now_and_next(),
        "now": timezone.now(),
        "checks": _checks(),
        "change_form": ChangeForMemberForm(),
        "freeze_form": FreezeForm(),
        "check_form": CheckForm(),
    }
    return render(request, "members/contacts_desk.html", context | more, status=status)


def _waiting(
    me: Member, decided: ContactChange | None, form: DecideForm | None
) -> list[dict[str, Any]]:
    """List what waits, each with its form: one as it was filled in, the others empty."""
    lines = _lines(changes_waiting()[:MOST_LISTED], me)
    for line in lines:
        change = line["change"]
        line["form"] = form if change == decided else DecideForm(auto_id=f"%s-{change.pk}")
    return lines


def _lately(me: Member) -> list[dict[str, Any]]:
    found = ContactChange.objects.filter(
        at__gt=timezone.now() - PUT_BACK_FOR, state__in=MADE
    ).exclude(source="import")
    return _lines(found.select_related("member__branch", "freeze").order_by("-at")[:20], me)


def _lines(changes: Any, me: Member) -> list[dict[str, Any]]:
    """Put changes into words: with hints of both addresses, and never either of them."""
    return [
        {
            "change": line.change,
            "by": line.entered_by,
            "old": _hint(line.change, line.change.old),
            "new": _hint(line.change, line.change.new),
            "is_mine": me.pseudonym == line.change.by or me == line.change.member,
        }
        for line in freeze_report.with_names(changes)
    ]


def _hint(change: ContactChange, detail: str) -> str:
    return contact_details.hinted(change.kind, detail) if detail else ""


def _checks() -> list[dict[str, Any]]:
    found = ContactCheck.objects.select_related("body")[:3]
    told = []
    for check in found:
        lines = contact_reports.progress(check)
        told.append(
            {
                "check": check,
                "lines": lines,
                "all": contact_reports.together(lines, ""),
                "is_over": check.closes_at <= timezone.now(),
            }
        )
    return told
