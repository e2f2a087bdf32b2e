"""The check-in room: a delegate's device, branch and test vote; and its picture for officers."""

import uuid
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from ballots.selectors import own_vote
from conferences.enums import DeviceKind
from conferences.models import Credential, DeviceCheck
from conferences.rehearsing import checking, testing
from conferences.rehearsing.forms import ConclusionForm, DeviceForm, TestVoteForm
from conferences.selectors import credential_of, delegation, quorum_now
from conferences.views.frame import READING, Frame, frame, signed_in
from live.tokens import stream_url
from members.permissions import MAY

ROOM: Final = "conferences:check_in_room"
PICTURE: Final = "conferences:check_in_picture"
SHOWN: Final = 40


@require_safe
@never_cache
@login_required
def check_in_room(request: HttpRequest, code: str) -> HttpResponse:
    """Show what has to be so before a session, and let each of it be tried."""
    return _room(request, frame(request, code, ROOM))


def _room(request: HttpRequest, page: Frame, form: DeviceForm | None = None) -> HttpResponse:
    conference, member = page.conference, signed_in(request)
    credential = credential_of(member, conference)
    test_vote = testing.test_vote_of(conference)
    line = checking.own_line(test_vote, member)
    opening = checking.opening_of(conference)
    check = DeviceCheck.objects.filter(credential=credential).first() if credential else None
    agent = request.headers.get("User-Agent", "")
    return render(
        request,
        "conferences/rehearsing/room.html",
        page.context(
            credential=credential,
            delegation=delegation(credential) if credential else (),
            opening=opening,
            is_open=bool(opening and opening.is_open(timezone.now())),
            check=check,
            form=form
            or DeviceForm(initial={"kind": check.kind if check else checking.kind_guessed(agent)}),
            test_vote=test_vote if line else None,
            ballot=test_vote.ballot if test_vote and line else None,
            mine=own_vote(test_vote.ballot, member) if test_vote and line else None,
            has_voted=bool(line and line.voted),
            last_test=testing.test_vote_last(conference),
            request_id=uuid.uuid4(),
            quorum=quorum_now(conference),
            orders=conference.orders,
            telephone=settings.HELPDESK_TELEPHONE,
            stream_url=stream_url([f"floor:{conference.code}"]),
            may_see_picture=bool(page.offices & READING),
        ),
    )


@require_POST
@login_required
def device_check(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what the device could do; give back what was typed where it cannot be read."""
    page = frame(request, code, ROOM)
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _room(request, page, form)
    found = form.found()
    check = checking.device_check_keep(
        credential=_own(request, page),
        user_agent=request.headers.get("User-Agent", ""),
        **found | {"kind": DeviceKind(found["kind"])},
    )
    if check.has_trouble:
        messages.warning(
            request,
            _("The helpdesk and the tellers can see that you need help: %(number)s.")
            % {"number": settings.HELPDESK_TELEPHONE},
        )
    else:
        messages.success(request, _("Your device is ready. The tellers can see it."))
    return redirect(ROOM, code)


@require_safe
@never_cache
@login_required
def check_in_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Show the officers who has come, has tried, and needs help; it asks again by itself."""
    page = frame(request, code, PICTURE)
    page.require(READING)
    template = "picture" if request.headers.get("HX-Request") is None else "_picture"
    return render(request, f"conferences/rehearsing/{template}.html", _picture(page))


def _picture(page: Frame, **forms: Any) -> dict[str, Any]:
    conference = page.conference
    test_vote = testing.test_vote_last(conference)
    total, branches = checking.check_in_picture(conference, test_vote)
    waiting = list(checking.in_trouble(conference, test_vote)[: SHOWN + 1])
    conducts = bool(page.offices & MAY["test_vote.open"])
    is_taking_votes = bool(test_vote and test_vote.ballot.is_taking_votes)
    return page.context(
        total=total,
        branches=branches,
        in_trouble=waiting[:SHOWN],
        more_trouble=len(waiting) > SHOWN,
        quorum=quorum_now(conference),
        opening=checking.opening_of(conference),
        test_vote=test_vote,
        found=testing.found_by(test_vote) if test_vote else None,
        is_taking_votes=is_taking_votes,
        open_form=forms.get("open_form", TestVoteForm())
        if conducts and not is_taking_votes
        else None,
        conclude_form=forms.get("conclude_form", ConclusionForm())
        if conducts and test_vote and not test_vote.concluded_at
        else None,
    )


@require_POST
@login_required
def open_test_vote(request: HttpRequest, code: str) -> HttpResponse:
    """Open a test vote for everyone who may vote."""
    page = frame(request, code, PICTURE)
    page.require(READING)
    form = TestVoteForm(request.POST)
    if form.is_valid():
        try:
            testing.test_vote_open(
                conference=page.conference,
                actor=signed_in(request),
                seconds=60 * form.cleaned_data["minutes"],
                is_secret=form.cleaned_data["paper"] == "secret",
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The test vote is open, in the check-in room."))
            return redirect(PICTURE, code)
    context = _picture(page, open_form=form)
    return render(request, "conferences/rehearsing/picture.html", context | {"form": form})


@require_POST
@login_required
def conclude_test_vote(request: HttpRequest, code: str) -> HttpResponse:
    """Conclude the test vote, for the minutes."""
    page = frame(request, code, PICTURE)
    page.require(READING)
    test_vote = testing.test_vote_last(page.conference)
    if test_vote is None:
        raise Http404(_("No test vote has been opened."))
    form = ConclusionForm(request.POST)
    if form.is_valid():
        try:
            testing.test_vote_conclude(
                test_vote=test_vote,
                actor=signed_in(request),
                was_successful=form.cleaned_data["outcome"] == "yes",
                note=form.cleaned_data["note"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The test vote is concluded, and is in the minutes."))
            return redirect(PICTURE, code)
    context = _picture(page, conclude_form=form)
    return render(request, "conferences/rehearsing/picture.html", context | {"form": form})


def _own(request: HttpRequest, page: Frame) -> Credential:
    credential = credential_of(signed_in(request), page.conference)
    if credential is None:
        raise Http404(_("You hold no credential for this conference."))
    return credential
