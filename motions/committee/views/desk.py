"""The committee's desk: what waits, and ruling several motions in order at once."""

from math import ceil
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from audit.refusal import Refusal
from conferences.views.frame import Frame, frame, signed_in
from members.permissions import COMMITTEE, MAY
from motions.committee.desk import A_PAGE, Urgency, counts, waiting
from motions.committee.gathering import to_report_again
from motions.committee.rulings import motion_receive, motion_rule_in_order
from motions.models import Motion, ReferenceBack
from motions.states import MotionState

HERE = "motions:committee"
RULES = frozenset(COMMITTEE)
AT_ONCE = 20
"""How many motions one request takes; the page goes on by itself until all are done."""


@require_safe
@login_required
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits, the most urgent first, one page of it."""
    page = frame(request, code, HERE)
    page.require(RULES)
    only = _only(request.GET.get("show", ""))
    tally = counts(page.conference)
    total = tally[only] if only is not None else sum(tally.values())
    pages = max(1, ceil(total / A_PAGE))
    number = min(_number(request.GET.get("page", "")), pages)
    rows = waiting(page.conference, signed_in(request), only, number)
    held = page.conference.soc_meetings.filter(held_at__lte=timezone.now())
    context = page.context(
        rows=rows,
        picture=_picture(tally),
        only=only,
        total=total,
        pages=pages,
        number=number,
        may_receive=bool(page.offices & MAY["motion.receive"]),
        meeting=held.order_by("held_at").last(),
        draft=page.conference.soc_reports.filter(published_at__isnull=True).first(),
        again=list(to_report_again(page.conference)),
        asked=list(_asked(page)),
    )
    return render(request, "motions/committee/desk.html", context)


@require_POST
@login_required
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Take in what was ticked, or everything that was lodged."""
    page = frame(request, code, HERE)
    page.require(RULES)
    lodged = page.conference.motions.filter(state=MotionState.LODGED)
    if "all" not in request.POST:
        lodged = lodged.filter(reference__in=request.POST.getlist("motion"))
    taken = 0
    try:
        for motion in lodged.select_related("conference")[:AT_ONCE]:
            motion_receive(motion=motion, actor=signed_in(request))
            taken += 1
    except Refusal as no:
        messages.error(request, no.message)
    if taken:
        words = ngettext("%(n)d motion taken in.", "%(n)d motions taken in.", taken)
        messages.success(request, words % {"n": taken})
    elif not lodged.exists():
        messages.info(request, _("Nothing was waiting to be taken in."))
    return redirect("motions:committee", code)


@require_POST
@login_required
def pass_at_once(request: HttpRequest, code: str) -> HttpResponse:
    """Rule several motions in order: first asked once more, then one act each, with progress."""
    page = frame(request, code, HERE)
    page.require(RULES)
    wanted = list(dict.fromkeys(request.POST.getlist("motion")))[:2_000]
    refused = request.POST.getlist("refused")
    done = _number(request.POST.get("done", ""), least=0)
    left = wanted
    if request.POST.get("act") == "rule":
        now, left = wanted[:AT_ONCE], wanted[AT_ONCE:]
        for motion in _waiting_motions(page, now):
            try:
                motion_rule_in_order(motion=motion, actor=signed_in(request))
                done += 1
            except Refusal as no:
                refused.append(f"{motion.number or motion.reference}: {no.message}")
        if not left and not refused:
            words = ngettext("%(n)d motion is in order.", "%(n)d motions are in order.", done)
            messages.success(request, words % {"n": done})
            if request.htmx:  # type: ignore[attr-defined] # by django-htmx's middleware
                return HttpResponseClientRedirect(reverse("motions:committee", args=[code]))
            return redirect("motions:committee", code)
    elif not wanted:
        messages.info(request, _("Tick the motions that are in order first."))
        return redirect("motions:committee", code)
    motions = _waiting_motions(page, left)
    context = page.context(
        motions=motions,
        refused=refused,
        done=done,
        total=done + len(refused) + len(left),
        is_under_way=request.POST.get("act") == "rule",
    )
    return render(request, "motions/committee/pass.html", context)


def _waiting_motions(page: Frame, references: list[str]) -> list[Motion]:
    found = page.conference.motions.filter(
        reference__in=references, state=MotionState.WITH_SOC
    ).select_related("conference", "lodged_by")
    return list(found)


def _asked(page: Frame) -> Any:
    return (
        ReferenceBack.objects.filter(
            paragraph__report__conference=page.conference,
            paragraph__report__adopted_at__isnull=True,
            paragraph__referred_back_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .select_related("paragraph__report", "body", "motion")
        .order_by("paragraph__report__number", "paragraph__place")
    )


def _picture(tally: dict[Urgency, int]) -> list[dict[str, Any]]:
    """Set out the counts as bars, each as wide as its share of the longest."""
    longest = max(tally.values()) or 1
    return [
        {
            "urgency": each,
            "label": each.label,
            "count": count,
            "width": max(2, 100 * count // longest) if count else 0,
        }
        for each, count in tally.items()
    ]


def _only(asked: str) -> Urgency | None:
    return next((each for each in Urgency if each.name.lower() == asked), None)


def _number(asked: str, least: int = 1) -> int:
    return max(least, int(asked)) if asked.isdecimal() and len(asked) < 7 else least  # noqa: PLR2004
