"""The chair's console: what is before conference, and the lawful acts on it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.models import Ballot
from ballots.secret.choosing import opening_under_way
from ballots.selectors import count, turnout
from conferences.models import Conference
from conferences.running.showing import plan_context
from conferences.selectors import floor_of
from conferences.speaking.reading import rostrum_of
from conferences.views.frame import DESK, PRESIDING, RETURNING, Frame, frame, signed_in
from live.tokens import stream_url
from motions.debate.acts_on_a_question import must_be_settled
from motions.debate.chair import LawfulAct, lawful_acts
from motions.debate.console import console
from motions.debate.desk import act_on
from motions.debate.forms import ActForm, delegates_present
from motions.debate.saying import words_declaring, words_where
from motions.enums import QuestionState
from motions.models import Question
from motions.procedure.showing import asked
from motions.selectors import Business, business, run_sheet

# The other desks from which a button of the chair's may be pressed, and to which one returns.
_DESKS = frozenset({"conferences:returning_officer"})


@require_safe
@login_required
def chair(request: HttpRequest, code: str) -> HttpResponse:
    """Show the chair the business, the one next lawful act, and the others within reach."""
    page = frame(request, code, "motions:chair")
    page.require(PRESIDING)
    return render(request, "motions/chair.html", _desk(page))


@require_POST
@login_required
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Do what one button says. A refusal is shown on the page, with what was typed kept."""
    page = frame(request, code, "motions:chair")
    page.require(DESK)
    back = _back(request, page)
    now = business(page.conference)
    pressed = _pressed(request, lawful_acts(page.conference, now))
    if pressed is None or not _is_about(request, now):
        return _overtaken(request, page, back)
    form = ActForm(request.POST, act=pressed, business=now, conference=page.conference)
    refusal = None
    if form.is_valid():
        given = {
            name: value for name, value in form.cleaned_data.items() if value not in ("", None)
        }
        if pressed.number:
            given["number"] = pressed.number
        try:
            act_on(
                now,
                conference=page.conference,
                actor=signed_in(request),
                key=pressed.key,
                given=given,
            )
        except Refusal as no:
            if _pressed(request, lawful_acts(page.conference)) != pressed:  # another was quicker
                return _overtaken(request, page, back)
            refusal = no
        else:
            return redirect(back, code)
    if back != "motions:chair":
        messages.error(request, refusal.message if refusal else _("Give the reason in words."))
        return redirect(back, code)
    context = _desk(page) | {"refusal": refusal, "pressed": pressed, "pressed_form": form}
    return render(request, "motions/chair.html", context, status=409 if refusal else 422)


@require_safe
@login_required
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Show the count of a closed vote to the chair and the returning officer only."""
    page = frame(request, code, "motions:chair")
    page.require(PRESIDING | RETURNING)
    ballot = floor_of(page.conference).ballot
    return render(request, "motions/_figures.html", {"decision": _decision(ballot)})


@require_safe
@login_required
def delegates(request: HttpRequest, code: str) -> HttpResponse:
    """List those present, for the fields in which the chair names a delegate."""
    page = frame(request, code, "motions:chair")
    page.require(PRESIDING)
    present = delegates_present(page.conference)
    return render(request, "motions/debate/_delegates.html", {"present": present})


@require_safe
@login_required
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far the day has got, item by item, with the buttons that take the others."""
    page = frame(request, code, "motions:chair")
    page.require(PRESIDING)
    acts = lawful_acts(page.conference)
    context = {"conference": page.conference, "floor": floor_of(page.conference)}
    context |= plan_context(page.conference) | _sheet(page.conference, acts)
    return render(request, "motions/_run_sheet.html", context)


def _sheet(conference: Conference, acts: Sequence[LawfulAct]) -> dict[str, Any]:
    """Give the run sheet, with what the order of business would not have next but may be taken."""
    return {"run_sheet": run_sheet(conference), "may_take": _may_take(acts)}


def _desk(page: Frame) -> dict[str, Any]:
    conference = page.conference
    context = console(conference)
    return page.context(
        **plan_context(conference)
        | asked(conference)
        | context
        | {
            "rostrum": rostrum_of(conference),
            **_sheet(conference, context["acts"]),
            "decision": _decision(context["ballot"]),
            "stream_url": stream_url([f"desk:{conference.code}", f"floor:{conference.code}"]),
        }
    )


def _decision(ballot: Ballot | None) -> dict[str, Any] | None:
    if ballot is None or ballot.state != BallotState.CLOSED or opening_under_way(ballot):
        return None
    counted = count(ballot)
    result = counted.result(turnout(ballot))
    question = Question.objects.filter(ballot=ballot).select_related("motion", "amendment").first()
    said = result["explanation"]
    return {
        "figures": {option.label: counted.votes[option.key] for option in ballot.paper},
        "sentence": said,
        "says": words_declaring(question, said, result["outcome"], advisory=ballot.is_advisory)
        if question
        and question.state == QuestionState.COUNTED
        and not must_be_settled(question, ballot)
        else "",
    }


def _overtaken(request: HttpRequest, page: Frame, back: str) -> HttpResponse:
    """Say that a button came too late, and what is before conference instead."""
    floor = floor_of(page.conference)
    said = _("That was no longer the thing to do: the business has moved on.")
    messages.warning(request, f"{said} {words_where(floor, business(page.conference))}")
    return redirect(back, page.conference.code)


def _back(request: HttpRequest, page: Frame) -> str:
    """Choose the desk to return to. The chair's page shows figures, so only to who presides."""
    asked = request.POST.get("back")
    if asked in _DESKS:
        return asked
    return "motions:chair" if page.offices & PRESIDING else "conferences:teller"


def _pressed(request: HttpRequest, acts: Sequence[LawfulAct]) -> LawfulAct | None:
    """Find the button among those that are lawful now; the services check again.

    A button counts only for what was before conference when it was drawn. Items that the order of
    business would not have next are taken from the run sheet.
    """
    key = request.POST.get("act", "")
    if key == "procedural":  # and which one beside it
        key = f"procedural:{request.POST.get('kind', '')}"
    pressed = next((each for each in acts if each.key == key), None)
    if pressed and request.POST.get("seen", pressed.seen) != pressed.seen:
        return None
    if pressed is None and key.startswith("item_take:"):
        return LawfulAct(key, _("Take it")) if _may_take(acts) else None
    return pressed


def _is_about(request: HttpRequest, now: Business) -> bool:
    """Say whether a form of another desk means the vote that answers the question now."""
    ballot = request.POST.get("ballot")
    return ballot is None or (now.question is not None and ballot == str(now.question.ballot_id))


def _may_take(acts: Sequence[LawfulAct]) -> bool:
    """Say whether an item may be taken: conference sits, and is between items."""
    return any(act.name == "close_session" for act in acts)
