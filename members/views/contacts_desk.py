"""The desk of contact details: freezes, changes that wait, checks, reports, employers' domains."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from audit.services.access import access_record
from members import rules
from members.contacts import details as contact_details
from members.contacts import freeze_report
from members.contacts import reports as contact_reports
from members.contacts.forms import (
    ChangeForMemberForm,
    CheckForm,
    DecideForm,
    DomainsForm,
    FreezeForm,
)
from members.contacts.selectors import MADE, PUT_BACK_FOR, changes_waiting, freezes_now_and_next
from members.models import ContactChange, ContactCheck, ContactFreeze, EmployerDomain, Member
from members.requests import SignedInRequest
from members.services import contact_changes, contact_checks, contact_freezes, employer_domains
from members.services.records import member_numbered

View = Callable[..., HttpResponse]
MOST_LISTED = 100


def _for(*acts: str) -> Callable[[View], View]:
    """Let in those who may do one of these acts of the permission table."""

    def guard(view: View) -> View:
        def guarded(request: SignedInRequest, **kwargs: Any) -> HttpResponse:
            if not any(rules.office_to(act, request.user) for act in acts):
                raise PermissionDenied(
                    _("Only officers who look after contact details before a vote see this.")
                )
            return view(request, **kwargs)

        return login_required(never_cache(guarded))

    return guard


@require_safe
@_for("contacts.report")
def desk(request: SignedInRequest) -> HttpResponse:
    """Show what waits, what is frozen and how a check goes."""
    return _desk(request)


@sensitive_post_parameters()
@require_POST
@_for("contact.change")
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
@_for("contact_change.decide")
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Approve or refuse a change, as the second person."""
    found = get_object_or_404(ContactChange, pk=pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return redirect("members:contacts_desk")
    approves = form.cleaned_data["verdict"] == "approve"
    return _acted(
        request,
        lambda: contact_changes.contact_change_decide(
            actor=request.user, change=found, approve=approves, reason=form.cleaned_data["reason"]
        ),
        _("Approved, and made.") if approves else _("Refused. Nothing was changed."),
    )


@require_POST
@_for("contact.change")
def put_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Undo a change of the last week."""
    found = get_object_or_404(ContactChange.objects.select_related("member"), pk=pk)
    return _acted(
        request,
        lambda: contact_changes.contact_put_back(actor=request.user, change=found),
        _("Put back; both addresses have been told."),
    )


@require_POST
@_for("contact_freeze.set")
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
@_for("contact_freeze.end")
def freeze_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End a freeze before its time."""
    found = get_object_or_404(ContactFreeze, pk=pk)
    reason = request.POST.get("reason", "").replace("\0", "")[:300]
    return _acted(
        request,
        lambda: contact_freezes.contact_freeze_end(actor=request.user, freeze=found, reason=reason),
        _("The freeze is over. What waits still needs a second person."),
    )


@require_POST
@_for("contact_check.open")
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
@_for("contact_check.open")
def check_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End a check before its time."""
    found = get_object_or_404(ContactCheck, pk=pk)
    return _acted(
        request,
        lambda: contact_checks.contact_check_end(actor=request.user, check=found),
        _("The check is closed. What was answered stays."),
    )


@require_safe
@_for("contacts.report")
def reports(request: SignedInRequest) -> HttpResponse:
    """Show shared, clustered, dead and missing addresses."""
    _seen(request, "reports on addresses")
    since = timezone.now() - contact_reports.WINDOW
    context = {
        "sizes": contact_reports.shared_by_size(),
        "above": contact_reports.SHARED_ABOVE,
        "groups": contact_reports.shared_above(),
        "clusters": contact_reports.clusters(since),
        "since": since,
        "at_work": _listed(contact_reports.members_with(failure="work-address")),
        "came_back": _listed(contact_reports.members_undeliverable()),
        "no_way": _listed(contact_reports.members_without_a_way()),
    }
    return render(request, "members/contact_reports.html", context)


@require_safe
@_for("contacts.report")
def reports_csv(request: SignedInRequest) -> HttpResponse:
    """Give the names behind the reports, to take away."""
    _seen(request, "reports on addresses", is_copy=True)
    return _csv(contact_reports.names_table().to_csv(), "addresses-to-look-at.csv")


@require_safe
@_for("contacts.report")
def frozen(request: SignedInRequest) -> HttpResponse:
    """Show the freeze report."""
    _seen(request, "the freeze report")
    found = freeze_report.changes_in_freezes()
    context = {
        "lines": freeze_report.with_names(found[:MOST_LISTED]),
        "count": found.count(),
        "freezes": ContactFreeze.objects.select_related("body")[:20],
    }
    return render(request, "members/freeze_report.html", context)


@require_safe
@_for("contacts.report")
def frozen_csv(request: SignedInRequest) -> HttpResponse:
    """Give the freeze report to take away: with names, and no address."""
    _seen(request, "the freeze report", is_copy=True)
    zone = timezone.get_current_timezone()
    return _csv(freeze_report.table(named=True).to_csv(zone), "freeze-report.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@_for("employer_domain.add")
def domains(request: SignedInRequest) -> HttpResponse:
    """Keep the list of employers' mail domains."""
    form = DomainsForm(request.POST if "add" in request.POST else None)
    refusal = None
    try:
        if "remove" in request.POST:
            gone = request.POST["remove"].replace("\0", "")
            employer_domains.employer_domain_remove(actor=request.user, domain=gone)
            messages.success(request, _("Taken off. Addresses there are being opened again."))
            return redirect("members:employer_domains")
        if form.is_valid():
            text = form.cleaned_data["text"]
            new = employer_domains.employer_domains_add(actor=request.user, text=text)
            told = _("Entered: %(count)s. Addresses there are being marked.") % {"count": len(new)}
            messages.success(request, told)
            return redirect("members:employer_domains")
    except Refusal as refused:
        refusal = refused
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    context = {"form": form, "refusal": refusal, "domains": EmployerDomain.objects.all()}
    return render(request, "members/employer_domains.html", context, status=status)


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
    _seen(request, "changes of contact details")
    context: dict[str, Any] = {
        "may_change": rules.office_to("contact.change", me) is not None,
        "may_decide": rules.office_to("contact_change.decide", me) is not None,
        "may_set": rules.office_to("contact_freeze.set", me) is not None,
        "may_keep_domains": rules.office_to("employer_domain.add", me) is not None,
        "waiting": _lines(changes_waiting()[:MOST_LISTED], me),
        "lately": _lately(me),
        "freezes": freezes_now_and_next(),
        "now": timezone.now(),
        "checks": _checks(),
        "change_form": ChangeForMemberForm(),
        "freeze_form": FreezeForm(),
        "check_form": CheckForm(),
    }
    return render(request, "members/contacts_desk.html", context | more, status=status)


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


def _listed(found: Any) -> dict[str, Any]:
    return {"count": found.count(), "people": found[:MOST_LISTED]}


def _seen(request: SignedInRequest, what: str, *, is_copy: bool = False) -> None:
    office = rules.office_to("contacts.report", request.user)
    access_record(
        actor=request.user, office=office or "", what=what, subject="contacts", is_copy=is_copy
    )


def _csv(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
