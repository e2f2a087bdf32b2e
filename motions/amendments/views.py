"""One amendment as its branch sees it: a draft, what waits for the second officer, its receipt."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conferences.enums import Key
from conferences.key_dates import key_date, open_now
from conferences.views.frame import frame, signed_in
from conferences.views.pressing import pressed, valid
from motions.amendment_life import AmendmentAct, AmendmentState, acts_from
from motions.amendments import answering, sending
from motions.amendments.previewing import preview_of
from motions.amendments.selectors import amendment_named, is_officer_of
from motions.lodging.forms import CertificateForm
from motions.models import Amendment
from motions.steps import sha256


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def amendment(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show an amendment to its branch and to that of the motion, and do what they ask."""
    page, me = frame(request, code, "motions:motions"), signed_in(request)
    try:
        found = amendment_named(page.conference, reference)
    except Amendment.DoesNotExist as missing:
        raise Http404 from missing
    is_ours = is_officer_of(me, found.lodged_by)
    is_lodged = bool(found.number)  # a draft that was withdrawn has none, and stays its branch's
    answers = is_officer_of(me, found.motion.lodged_by) and is_lodged
    if not is_ours and not answers:
        if not is_lodged:
            raise Http404
        return redirect(public_address(found))
    certificate = CertificateForm(request.POST if request.POST.get("act") == "submit" else None)
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":

        def submit() -> str:
            given = valid(certificate).certificate
            sending.amendment_submit(amendment=found, actor=me, certificate=given)
            return _("Sent to the second officer. It counts once they have confirmed it.")

        def confirm() -> str:
            done = sending.amendment_confirm(
                amendment=found, actor=me, seen=request.POST.get("seen")
            )
            if done.state == AmendmentState.LATE:
                return _("Confirmed after the closing time: it is kept as late.")
            return _("Lodged as amendment %(number)s.") % {"number": done.number}

        acts = {
            "submit": submit,
            "confirm": confirm,
            "send_back": lambda: _told(
                sending.amendment_send_back(amendment=found, actor=me),
                _("Given back: it is a draft again."),
            ),
            "withdraw": lambda: _told(
                sending.amendment_withdraw(amendment=found, actor=me), _("Withdrawn.")
            ),
            "accept": lambda: _told(
                answering.amendment_accept_beforehand(amendment=found, actor=me),
                _("Said that the mover will accept it."),
            ),
            "decline": lambda: _told(
                answering.amendment_decline(amendment=found, actor=me),
                _("Said that the mover does not accept it."),
            ),
        }
        done = pressed(request, acts, "motions:amendment", code, reference)
        if isinstance(done, HttpResponse):
            return done
        refusal, status = done
        found = amendment_named(page.conference, reference)
    state = AmendmentState(found.state)
    lawful = acts_from(state)
    return render(
        request,
        "motions/amendments/amendment.html",
        page.context(
            amendment=found,
            preview=preview_of(found.motion, found.instruction, to=found.to_amendment, own=found),
            sha256=sha256(found.instruction),
            certificate=certificate,
            approval=found.approvals.last(),
            refusal=refusal,
            is_ours=is_ours,
            words_sha256=sha256(found.instruction),
            is_mine=found.submitted_by_id == me.pk,
            may_withdraw=is_ours and AmendmentAct.WITHDRAW in lawful,
            may_answer=answers
            and page.conference.orders.mover_may_accept_amendments
            and AmendmentAct.ACCEPT_BEFOREHAND in lawful,
            closes_at=key_date(page.conference, Key.AMENDMENTS_CLOSE),
            is_closed=not open_now(page.conference, None, Key.AMENDMENTS_CLOSE),
            public=public_address(found) if found.number else "",
        ),
        status=status,
    )


def public_address(found: Amendment) -> str:
    """Give where everybody reads it: on the page of its motion."""
    number = found.number.lower().replace(".", "")
    page = reverse("motions:motion", args=[found.conference.code, found.motion.number])
    return f"{page}#amendment-{number}"


def _told(_done: Amendment, words: str) -> str:
    return words
