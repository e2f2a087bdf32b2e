"""The delegate's own part in a debate, and the chair's buttons about speakers and points."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from conferences.enums import PointKind, SpeakingAs, SpeakingSide
from conferences.models import Conference, Credential, PointOfOrder, Speaker
from conferences.selectors import credential_of, floor_of
from conferences.speaking import points, queue, speech
from conferences.speaking.forms import AskForm, EnterForm, PointForm, RulingForm
from conferences.speaking.reading import own_speaking, rostrum_of
from conferences.speaking.tables import contributions
from conferences.views.frame import DESK, PRESIDING, READING, Frame, frame, signed_in
from conferences.views.pressing import number_posted, valid
from live.tokens import stream_url
from members.models import Member

_BACK: Final = {
    "now": "conferences:now",
    "speaking": "conferences:speaking",
}
_A_MINUTE: Final = 60
_LONGEST_HAD: Final = 6  # digits of the longest speech in seconds, and one to spare


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def speaking(request: HttpRequest, code: str) -> HttpResponse:
    """Show who speaks, and ask for one's own turn; a refusal gives back what was typed."""
    page = frame(request, code, "conferences:now")
    member = signed_in(request)
    credential = credential_of(member, page.conference)
    refusal = None
    if request.method == "POST":
        if credential is None:
            raise Http404(_("You hold no credential here."))
        act = _OWN.get(request.POST.get("act", ""))
        if act is None:
            raise Http404(_("There is no such act."))
        try:
            messages.success(request, act(request, credential, member))
        except Refusal as no:
            refusal = no
        else:
            return redirect(_way_back(request, page))
    return render(
        request,
        "conferences/speaking/speaking.html",
        page.context(
            own=own_speaking(credential) if credential else None,
            rostrum=rostrum_of(page.conference),
            refusal=refusal,
            point_words=request.POST.get("words", "")[: points.LONGEST_POINT * 2],
            stream_url=stream_url([f"floor:{page.conference.code}"]),
            back="speaking",
        ),
        status=_status(refusal),
    )


@require_safe
@login_required
def contributions_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Give who spoke, on what and for how long, and the points with their rulings, as a table."""
    page = frame(request, code, "conferences:registers")
    page.require(READING)
    name = f"{page.conference.code}-contributions.csv".lower()
    return HttpResponse(
        contributions(page.conference).to_csv(timezone.get_current_timezone()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@login_required
def rostrum(request: HttpRequest, code: str) -> HttpResponse:
    """Do what one of the chair's buttons about speakers and points says, and go back."""
    page = frame(request, code, "motions:chair")
    page.require(DESK)
    act = _CHAIRS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404(_("There is no such act."))
    try:
        act(request, page.conference, signed_in(request))
    except Refusal as no:
        messages.error(request, no.message)
    presides = page.offices & PRESIDING
    return redirect("motions:chair" if presides else "conferences:teller", code)


def _ask(request: HttpRequest, credential: Credential, member: Member) -> str:
    given = valid(AskForm(request.POST)).cleaned_data
    speaker = queue.speaker_ask(
        credential=credential,
        side=SpeakingSide(given["side"]),
        actor=member,
        subject=given["subject"],
        is_first_time=given["is_first_time"],
    )
    return _("You have asked to speak: %(side)s.") % {"side": speaker.get_side_display().lower()}


def _withdraw(request: HttpRequest, credential: Credential, member: Member) -> str:
    own = credential.speeches.filter(pk=number_posted(request.POST)).first()
    if own is None:
        raise Http404(_("You have not asked for that."))
    queue.speaker_withdraw(speaker=own, actor=member)
    return _("You have taken it back: you do not wait to speak.")


def _raise(request: HttpRequest, credential: Credential, member: Member) -> str:
    given = valid(PointForm(request.POST)).cleaned_data
    point = points.point_raise(
        credential=credential,
        kind=PointKind(given["kind"]),
        words=given["words"],
        actor=member,
    )
    return _("%(point)s is with the chair.") % {"point": point}


def _withdraw_point(request: HttpRequest, credential: Credential, member: Member) -> str:
    own = credential.points.filter(number=number_posted(request.POST)).first()
    if own is None:
        raise Http404(_("You have not raised that point."))
    points.point_withdraw(point=own, actor=member)
    return _("You have taken the point back.")


def _enter(request: HttpRequest, conference: Conference, chair: Member) -> None:
    given = valid(EnterForm(request.POST)).cleaned_data
    credential = conference.credentials.filter(number__iexact=given["credential"]).first()
    if credential is None:
        raise Refusal(
            "no-such-credential",
            f"There is no credential {given['credential']} here.",
        )
    speech.speaker_enter(
        conference=conference,
        subject=floor_of(conference).subject,
        credential=credential,
        speaking_as=SpeakingAs(given["speaking_as"]),
        side=SpeakingSide(given["side"]),
        actor=chair,
        begins=False,
    )


def _part(request: HttpRequest, conference: Conference, chair: Member) -> None:
    """Start the clock of who moves, seconds or replies: their part is on the motion already."""
    now = rostrum_of(conference)
    wanted = request.POST.get("number", "")
    part = next((each for each in now.parts if each.speaking_as == wanted), None)
    if part is None or now.subject is None:
        raise Refusal("no-such-part", "That part of the debate is over, or has been taken.")
    speech.speaker_enter(
        conference=conference,
        subject=now.subject.name,
        credential=part.credential,
        speaking_as=part.speaking_as,
        actor=chair,
    )


def _rule(request: HttpRequest, conference: Conference, chair: Member) -> None:
    form = valid(RulingForm(request.POST))
    point = (
        PointOfOrder.objects.filter(conference=conference, number=number_posted(request.POST))
        .select_related("conference")
        .first()
    )
    if point is None:
        raise Http404(_("There is no such point."))
    points.point_rule(
        point=point, upheld=form.is_upheld(), ruling=form.cleaned_data["ruling"], actor=chair
    )


def _turn(request: HttpRequest, conference: Conference) -> Speaker:
    found = (
        conference.speakers.filter(pk=number_posted(request.POST))
        .select_related("conference", "credential__member")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such speaker."))
    return found


def _had(request: HttpRequest) -> int | None:
    """Read for how long the speaker was to speak when the button was drawn."""
    had = request.POST.get("had", "")
    return int(had) if had.isdecimal() and len(had) <= _LONGEST_HAD else None


_OWN: Final[dict[str, Callable[[HttpRequest, Credential, Member], str]]] = {
    "ask": _ask,
    "withdraw": _withdraw,
    "raise": _raise,
    "withdraw_point": _withdraw_point,
}
_CHAIRS: Final[dict[str, Callable[[HttpRequest, Conference, Member], Any]]] = {
    "call": lambda r, c, who: speech.speaker_call(speaker=_turn(r, c), actor=who),
    "enter": _enter,
    "part": _part,
    "rule": _rule,
    "begin": lambda r, c, who: speech.speaker_begin(speaker=_turn(r, c), actor=who),
    "end": lambda r, c, who: speech.speaker_end(speaker=_turn(r, c), actor=who),
    "more": lambda r, c, who: speech.speaker_give_more(
        speaker=_turn(r, c), seconds=_A_MINUTE, actor=who, had=_had(r)
    ),
    "pass_over": lambda r, c, who: queue.speaker_pass_over(speaker=_turn(r, c), actor=who),
    "place": lambda r, c, who: queue.speaker_place(speaker=_turn(r, c), place=1, actor=who),
    "unplace": lambda r, c, who: queue.speaker_place(speaker=_turn(r, c), place=None, actor=who),
}


def _way_back(request: HttpRequest, page: Frame) -> str:
    """Go back to the page of ours that the button was on."""
    back, code = request.POST.get("back", ""), page.conference.code
    if back in _BACK:
        return reverse(_BACK[back], args=[code])
    if re.fullmatch(r"[A-Z]{1,3}[0-9]{0,4}", back):  # the number of a motion
        return reverse("motions:motion", args=[code, back])
    return reverse("conferences:now", args=[code])


def _status(refusal: Refusal | None) -> HTTPStatus:
    if refusal is None:
        return HTTPStatus.OK
    wrong = refusal.code == "not-filled-in"
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.CONFLICT
