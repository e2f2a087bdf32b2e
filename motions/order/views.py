"""The committee's desk of the order of business, and what falls with what for everyone to see."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.models import AgendaItem
from conferences.views.frame import Frame, frame, signed_in
from members.models import Member
from members.permissions import MAY
from motions.enums import GroupKind
from motions.models import AmendmentConsequence, Motion, MotionConsequence
from motions.order import consequences as acts_on_consequences
from motions.order.falls import Fall, alternatives, chains, out_of_turn
from motions.order.forms import ConsequenceForm, SectionTimeForm
from motions.order.grouping import debate_group_dissolve, debate_group_set
from motions.order.picture import falls_picture
from motions.order.planning import programme
from motions.order.reaching import where_it_goes
from motions.order.scheduling import motion_schedule, motion_unplace
from motions.order.section_times import section_time_set

HERE = "motions:order"
MAY_ARRANGE = MAY["motion.schedule"]
Given = Any  # what a form sent: text by name


@require_http_methods(["GET", "POST"])
@login_required
def order(request: HttpRequest, code: str) -> HttpResponse:
    """Show sessions and what waits for a place in them; put motions there, and move them."""
    page = frame(request, code, HERE)
    page.require(MAY_ARRANGE)
    status, refusal = 200, None
    if request.method == "POST":
        try:
            with transaction.atomic():
                said = _arrange(page, signed_in(request), request.POST)
        except Refusal as no:
            status, refusal = 409, no
        else:
            messages.success(request, said)
            return redirect(f"{reverse(HERE, args=[code])}{_anchor(request.POST)}")
    search = request.POST.get("search") or request.GET.get("search", "")
    planned = programme(page.conference, search[:80])
    context = page.context(
        programme=planned,
        search=search,
        ticked=request.POST.getlist("motions") if refusal else (),
        refusal=refusal,
        section_form=SectionTimeForm(sections=list(planned.sections)),
        section_times=page.conference.section_times.all(),
        goes=where_it_goes(page.conference),
        now=timezone.now(),
    )
    return render(request, "motions/order/desk.html", context, status=status)


@require_http_methods(["GET", "POST"])
def consequences(request: HttpRequest, code: str) -> HttpResponse:
    """Show what falls with what; the committee enters it, and takes out what is not published."""
    page = frame(request, code, "motions:consequences")
    enters = bool(page.offices & MAY["consequence.enter"])
    form = ConsequenceForm(request.POST or None, conference=page.conference) if enters else None
    status, refusal = 200, None
    if request.method == "POST":
        page.require(MAY["consequence.enter"])
        try:
            if done := _enter_or_remove(page, signed_in(request), request.POST, form):
                messages.success(request, done)
                return redirect("motions:consequences", code)
            status = 422
        except Refusal as no:
            status, refusal = 409, no
    rows = _consequences(page, drafts=enters)
    falls = {Fall(row.carried.number, row.fallen.number) for row in rows}
    placed = page.conference.motions.filter(agenda_item__isnull=False).order_by("place")
    in_order = list(placed.values_list("number", flat=True))
    context = page.context(
        rows=rows,
        picture=falls_picture(falls, in_order) if falls else None,
        alternatives=alternatives(falls),
        chains=chains(falls),
        out_of_turn=out_of_turn(falls, in_order),
        form=form,
        refusal=refusal,
    )
    return render(request, "motions/order/consequences.html", context, status=status)


def _arrange(page: Frame, actor: Member, given: Given) -> str:
    """Do what the button says, and give the sentence that tells it."""
    name, _colon, number = str(given.get("act", "")).partition(":")
    act = _ARRANGING.get(name)
    if act is None:
        raise Refusal("unknown-act", _("There is no such thing to do on this desk."))
    return act(page, actor, given, number)


def _place(page: Frame, actor: Member, given: Given, _number: str) -> str:
    item = _item(page, given.get("item", ""))
    motions = _ticked(page, given)
    wanted = given.get("place", "")
    place = int(wanted) if wanted.isdecimal() and len(wanted) < 5 else None  # noqa: PLR2004
    for offset, motion in enumerate(motions):
        motion_schedule(
            motion=motion, actor=actor, item=item, place=place + offset if place else None
        )
    names = ", ".join(each.number for each in motions)
    return _("%(names)s: in %(item)s.") % {"names": names, "item": item.title}


def _unplace(page: Frame, actor: Member, given: Given, _number: str) -> str:
    motions = _ticked(page, given)
    for motion in motions:
        motion_unplace(motion=motion, actor=actor)
    names = ", ".join(each.number for each in motions)
    return _("%(names)s: on the final agenda, in no session.") % {"names": names}


def _step(by: int) -> Callable[[Frame, Member, Given, str], str]:
    def step(page: Frame, actor: Member, _given: Given, number: str) -> str:
        motion = _motion(page, number)
        if motion.agenda_item is None:
            raise Refusal("not-placed", _("%(number)s is in no session.") % {"number": number})
        beside = list(motion.agenda_item.motions.order_by("place").values_list("pk", flat=True))
        place = max(1, beside.index(motion.pk) + 1 + by)
        motion_schedule(motion=motion, actor=actor, item=motion.agenda_item, place=place)
        return _("%(number)s: moved.") % {"number": number}

    return step


def _group(kind: GroupKind) -> Callable[[Frame, Member, Given, str], str]:
    def group(page: Frame, actor: Member, given: Given, _number: str) -> str:
        made = debate_group_set(
            conference=page.conference, actor=actor, kind=kind, motions=_ticked(page, given)
        )
        return f"{made}: {kind.label}."

    return group


def _dissolve(page: Frame, actor: Member, _given: Given, number: str) -> str:
    groups = page.conference.debate_groups.filter(number=number if _is_short(number) else 0)
    group = groups.first()
    if group is None:
        raise Refusal("no-group", _("There is no such group."))
    debate_group_dissolve(group=group, actor=actor)
    return _("They are debated one by one.")


def _section(page: Frame, actor: Member, given: Given, _number: str) -> str:
    sections = list(page.conference.motions.values_list("section", flat=True).distinct())
    form = SectionTimeForm(given, sections=sections)
    if not form.is_valid():
        raise Refusal("no-time", _("Choose a section, and a date and time."))
    section_time_set(conference=page.conference, actor=actor, **form.cleaned_data)
    return _("%(section)s: set.") % {"section": form.cleaned_data["section"]}


_ARRANGING: dict[str, Callable[[Frame, Member, Given, str], str]] = {
    "place": _place,
    "unplace": _unplace,
    "up": _step(-1),
    "down": _step(1),
    "together": _group(GroupKind.TOGETHER),
    "alternatives": _group(GroupKind.ALTERNATIVES),
    "dissolve": _dissolve,
    "section": _section,
}


def _enter_or_remove(page: Frame, actor: Member, given: Given, form: ConsequenceForm | None) -> str:
    """Enter a consequence or take one out; empty if the form is not filled in."""
    if given.get("remove"):
        kind, _colon, number = given["remove"].partition(":")
        model = {"motion": MotionConsequence, "amendment": AmendmentConsequence}.get(kind)
        rows = _consequences(page, drafts=True) if model else []
        row = next((r for r in rows if type(r) is model and str(r.pk) == number), None)
        if row is None:
            raise Refusal("no-consequence", _("There is no such consequence any more."))
        acts_on_consequences.consequence_remove(consequence=row, actor=actor)
        return _("Taken out of the draft report.")
    if form is None or not form.is_valid():
        return ""
    carried, fallen = form.cleaned_data["carried"], form.cleaned_data["fallen"]
    enter = (
        acts_on_consequences.motion_consequence_enter
        if isinstance(carried, Motion)
        else acts_on_consequences.amendment_consequence_enter
    )
    made = enter(carried=carried, fallen=fallen, actor=actor)
    return _("%(said)s: in the draft of report %(number)s.") % {
        "said": made,
        "number": made.paragraph.report.number,
    }


def _consequences(page: Frame, *, drafts: bool) -> list[acts_on_consequences.Consequence]:
    """List what falls with what; what is in a draft report only for the committee."""
    of_motions = MotionConsequence.objects.filter(carried__conference=page.conference)
    of_amendments = AmendmentConsequence.objects.filter(carried__motion__conference=page.conference)
    rows: list[acts_on_consequences.Consequence] = [
        *of_motions.select_related("carried", "fallen", "paragraph__report__conference"),
        *of_amendments.select_related(
            "carried__motion", "fallen__motion", "paragraph__report__conference"
        ),
    ]
    return [row for row in rows if drafts or row.paragraph.report.published_at]


def _ticked(page: Frame, given: Given) -> list[Motion]:
    numbers = given.getlist("motions")
    found = {each.number: each for each in page.conference.motions.filter(number__in=numbers)}
    motions = [found[number] for number in numbers if number in found]
    if not motions:
        raise Refusal("nothing-ticked", _("Tick the motions that you mean first."))
    for each in motions:
        each.conference = page.conference
    return motions


def _motion(page: Frame, number: str) -> Motion:
    motion = page.conference.motions.filter(number=number).exclude(number="").first()
    if motion is None:
        raise Refusal("no-motion", _("There is no such motion."))
    return motion


def _item(page: Frame, number: str) -> AgendaItem:
    known = AgendaItem.objects.filter(session__conference=page.conference)
    item = known.filter(pk=number if number.isdecimal() and len(number) < 10 else 0).first()  # noqa: PLR2004
    if item is None:
        raise Refusal("no-item", _("Choose the item of a session in which it is taken."))
    return item


def _is_short(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) < 5  # noqa: PLR2004


def _anchor(given: Given) -> str:
    item = str(given.get("item", ""))
    return f"#item-{item}" if item.isdecimal() else ""
