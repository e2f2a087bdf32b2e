"""A branch's page: its delegation, what waits, and registering by two officers."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conferences import services
from conferences.delegates.branch_figures import entitlement_of
from conferences.delegates.delegations import (
    branch_lines,
    branches_served,
    delegation_of,
    queries_of,
    registrations_ended,
    registrations_open,
    seats_of,
)
from conferences.delegates.forms import QueryForm, RegisterForm, WordsForm
from conferences.delegates.registration_rules import leader_of
from conferences.enums import CredentialKind, RegistrationState
from conferences.views.frame import Frame, frame, signed_in
from conferences.views.pressing import pressed, registration_posted, valid
from members.models import Body
from members.permissions import MAY

HERE = "conferences:delegates"
OVERSEES = MAY["registration.decide"] | MAY["registration_query.answer"] | MAY["entitlements.fix"]
QUERYABLE = frozenset({"not-of-this-branch", "joined-after"})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def branch_delegates(request: HttpRequest, code: str, branch: str) -> HttpResponse:
    """Show a branch its delegation, and let its two officers register."""
    page = frame(request, code, HERE)
    me = signed_in(request)
    body = Body.objects.filter(code=branch).first()
    if body is None:
        raise Http404(_("There is no such branch."))
    serves = branches_served(me).filter(pk=body.pk).exists()
    if not serves and not page.offices & OVERSEES:
        raise PermissionDenied(_("This page is for the officers of this branch."))
    terms = entitlement_of(page.conference)
    held = list(delegation_of(page.conference, body))
    form = RegisterForm(
        request.POST if request.POST.get("act") == "enter" else None,
        delegates=[
            one for one in held if one.kind == CredentialKind.DELEGATE and not one.revoked_at
        ],
        sharers_allowed=terms.sharers_allowed,
        has_leader=leader_of(page.conference, body) is not None,
    )
    refusal, query, status = None, None, HTTPStatus.OK
    if request.method == "POST":
        answer = pressed(
            request,
            _acts_of_branch(request, page, body, form),
            "conferences:branch_delegates",
            code,
            branch,
        )
        if isinstance(answer, HttpResponse):
            return answer
        refusal, status = answer
        if refusal and refusal.code in QUERYABLE:
            number = request.POST.get("membership_number", "")
            query = QueryForm(initial={"membership_number": number, "why": refusal.code})
    line = next((one for one in branch_lines(page.conference) if one.branch == body), None)
    context = page.context(
        refusal=refusal,
        branch=body,
        serves=serves,
        terms=terms,
        line=line,
        held=held,
        waiting=[
            (one, one.entered_by_id == me.pk) for one in registrations_open(page.conference, body)
        ],
        ended=registrations_ended(page.conference, body)[:20],
        queries=queries_of(page.conference, body),
        form=form if serves and line else None,
        query=query,
        seats=seats_of(line) if line else [],
    )
    return render(request, "conferences/branch_delegates.html", context, status=status)


def _acts_of_branch(
    request: HttpRequest, page: Frame, body: Body, form: RegisterForm
) -> dict[str, Callable[[], str]]:
    me, posted = signed_in(request), request.POST

    def enter() -> str:
        made = services.registration_enter(
            conference=page.conference, branch=body, actor=me, **valid(form).facts()
        )
        return _("%(name)s is entered, and waits for another officer of the branch.") % {
            "name": made.member.name
        }

    def confirm() -> str:
        done = services.registration_confirm(
            registration=registration_posted(page, posted, body), actor=me
        )
        if done.state == RegistrationState.LATE:
            return _("Confirmed. It came late, so it waits for the Standing Orders Committee.")
        return _("Confirmed: the credential is issued.")

    def decline() -> str:
        reason = valid(WordsForm(posted)).cleaned_data["reason"]
        found = registration_posted(page, posted, body)
        services.registration_decline(registration=found, actor=me, reason=reason)
        return _("Not confirmed.")

    def withdraw() -> str:
        services.registration_withdraw(
            registration=registration_posted(page, posted, body), actor=me
        )
        return _("Withdrawn.")

    def ask() -> str:
        asked = valid(QueryForm(posted)).cleaned_data
        services.registration_query_raise(
            conference=page.conference, branch=body, actor=me, **asked
        )
        return _("Your query is with the membership officer.")

    return {
        "enter": enter,
        "confirm": confirm,
        "decline": decline,
        "withdraw": withdraw,
        "query": ask,
    }
