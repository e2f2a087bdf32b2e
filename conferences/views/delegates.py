"""Delegates: one's own credential, the way to one's branch, and the overview of all."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.services.access import access_record
from conferences import services
from conferences.delegates.branch_figures import entitlement_of
from conferences.delegates.delegations import (
    branch_lines,
    branches_served,
    queries_of,
    registrations_open,
    seats_designated,
    seats_of,
)
from conferences.delegates.forms import AdmitForm, WordsForm
from conferences.enums import RegistrationState
from conferences.models import Credential, Registration
from conferences.selectors import credential_of
from conferences.services.sharing import other_sharer
from conferences.views.frame import Frame, frame, signed_in
from conferences.views.pressing import number_posted, pressed, registration_posted, valid
from members.permissions import MAY

HERE = "conferences:delegates"
OVERSEES = MAY["registration.decide"] | MAY["registration_query.answer"] | MAY["entitlements.fix"]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delegates(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's own credential, the way to one's branch, and to officers every branch."""
    page = frame(request, code, HERE)
    me = signed_in(request)
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        answer = pressed(request, _acts_here(request, page), "conferences:delegates", code)
        if isinstance(answer, HttpResponse):
            return answer
        refusal, status = answer
    mine = credential_of(me, page.conference)
    oversees = bool(page.offices & OVERSEES)
    context = page.context(
        refusal=refusal,
        mine=mine,
        registration=Registration.objects.filter(credential=mine).first() if mine else None,
        sharer=other_sharer(mine) if mine else None,
        branches=branches_served(me),
        terms=entitlement_of(page.conference),
        oversees=oversees,
        **(_overview(page) if oversees else {}),
    )
    if oversees:
        access_record(
            actor=me,
            office=min(page.offices & OVERSEES),
            what="late registrations and queries",
            subject=page.conference,
        )
    return render(request, "conferences/delegates.html", context, status=status)


def _acts_here(request: HttpRequest, page: Frame) -> dict[str, Callable[[], str]]:
    me = signed_in(request)

    def mine() -> Credential:
        found = credential_of(me, page.conference)
        if found is None:
            raise Http404(_("You have no credential here."))
        return found

    def hand_over() -> str:
        taken = services.credential_hand_over(credential=mine(), actor=me)
        return _("%(name)s holds the credential now.") % {"name": taken.member.name}

    def clear_seat() -> str:
        found = Registration.objects.filter(credential=mine()).select_related("conference").first()
        if found is None:
            raise Http404(_("You were not registered by a branch."))
        services.registration_clear_seat(registration=found, actor=me)
        return _("It is no longer shown.")

    return {"hand_over": hand_over, "clear_seat": clear_seat, **_acts_of_officers(request, page)}


def _acts_of_officers(request: HttpRequest, page: Frame) -> dict[str, Callable[[], str]]:
    me, posted = signed_in(request), request.POST

    def decide() -> str:
        allow = posted.get("allow") == "yes"
        reason = valid(WordsForm(posted)).cleaned_data["reason"]
        services.registration_decide(
            registration=registration_posted(page, posted), actor=me, allow=allow, reason=reason
        )
        return _("Decided, and in the log.")

    def answer() -> str:
        said = valid(WordsForm(posted)).cleaned_data["reason"]
        found = queries_of(page.conference).filter(number=number_posted(posted)).first()
        if found is None:
            raise Http404(_("There is no such query."))
        services.registration_query_answer(query=found, actor=me, answer=said)
        return _("Answered.")

    def admit() -> str:
        given = valid(AdmitForm(posted)).cleaned_data
        made = services.visitor_admit(
            conference=page.conference, body=page.conference.body, actor=me, **given
        )
        return _("%(name)s has credential %(number)s, without a vote.") % {
            "name": made.member.name,
            "number": made.number,
        }

    def convert() -> str:
        reason = valid(WordsForm(posted)).cleaned_data["reason"]
        done = services.sharers_convert(conference=page.conference, actor=me, reason=reason)
        return _("%(count)d sharers are visitors now.") % {"count": len(done)}

    return {"decide": decide, "answer": answer, "admit": admit, "convert": convert}


def _overview(page: Frame) -> dict[str, Any]:
    lines = branch_lines(page.conference)
    return {
        "lines": [(line, seats_of(line)) for line in lines],
        "entitled": sum(line.entitlement.delegates for line in lines),
        "registered": sum(line.registered for line in lines),
        "complete": sum(line.is_complete for line in lines),
        "late": registrations_open(page.conference).filter(state=RegistrationState.LATE),
        "queries": queries_of(page.conference).filter(answered_at=None),
        "designated": seats_designated(lines),
        "may_decide": bool(page.offices & MAY["registration.decide"]),
        "may_answer": bool(page.offices & MAY["registration_query.answer"]),
        "admit": AdmitForm() if page.offices & MAY["visitor.admit"] else None,
        "may_convert": bool(page.offices & MAY["sharers.convert"]),
    }
