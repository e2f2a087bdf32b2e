"""One motion or amendment before the committee: its words, its like, its history, its ruling."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.views.frame import Frame, frame, signed_in
from members.enums import Office
from members.jottings import jotted, jotting_clear, jotting_for
from members.models import Member
from members.selectors import officers_of
from motions.amendment_life import OPEN_TO_RULING, AmendmentState
from motions.committee import ruling_amendments, rulings
from motions.committee.comparing import motions_alike
from motions.committee.forms import InterestForm, RulingForm
from motions.committee.meetings import interest_declare
from motions.committee.taking_part import SITTING, stands_aside
from motions.committee.views.desk import HERE, RULES
from motions.enums import Decision, ReasonCode
from motions.models import Amendment, Motion
from motions.selectors import NOT_YET_LODGED, TEXTS_TOLD_OF, amendments_told_of
from motions.states import MotionState
from motions.texts.rendering import rendered
from motions.wording import counted_in, counted_words

_OF_MOTIONS = {
    MotionState.WITH_SOC: (
        Decision.IN_ORDER,
        Decision.NOT_IN_ORDER,
        Decision.QUERIED,
        Decision.REFERRED,
    ),
    MotionState.NOT_IN_ORDER: (Decision.REVIEWED,),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def motion(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show one motion to the committee, and take its ruling."""
    page = frame(request, code, HERE)
    page.require(RULES)
    found = (
        page.conference.motions.exclude(state__in=NOT_YET_LODGED)
        .select_related("conference", "lodged_by", "seconding_body")
        .prefetch_related(Prefetch("texts", TEXTS_TOLD_OF))
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such motion."))
    text = found.substantive
    more = {
        "motion": found,
        "words": rendered(text.text, lines=True),
        "word_count": counted_words(text.text),
        "alike": motions_alike(found),
        "texts": found.texts.all(),
        "overdue": bool(found.reply_by and found.reply_by <= timezone.now()),
    }
    return _answer(request, page, found, _OF_MOTIONS.get(found.standing, ()), more)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def amendment(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show one amendment to the committee beside its motion, and take its ruling."""
    page = frame(request, code, HERE)
    page.require(RULES)
    found = (
        amendments_told_of(page.conference)
        .select_related("conference", "lodged_by", "motion__conference", "motion__lodged_by")
        .prefetch_related("motion__texts", "amendments")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such amendment."))
    decisions: tuple[Decision, ...] = ()
    if found.state in OPEN_TO_RULING:
        decisions = (Decision.IN_ORDER, Decision.NOT_IN_ORDER)
    elif found.state == AmendmentState.NOT_IN_ORDER:
        decisions = (Decision.REVIEWED,)
    more = {
        "motion": found.motion,
        "amendment": found,
        "words": rendered(found.motion.substantive.text, lines=True),
        "word_count": counted_in(found.instruction),
    }
    return _answer(request, page, found, decisions, more)


def _answer(
    request: HttpRequest,
    page: Frame,
    about: Motion | Amendment,
    decisions: tuple[Decision, ...],
    more: dict[str, Any],
) -> HttpResponse:
    me = signed_in(request)
    key = f"ruling:{about.log_name}"
    meetings = list(page.conference.soc_meetings.filter(held_at__lte=timezone.now()))
    posted = request.POST if request.method == "POST" else None
    act = posted.get("act", "") if posted else ""
    ruling = RulingForm(
        posted if act == "rule" else None,
        decisions=decisions,
        meetings=meetings,
        initial=jotted(me, key),
    )
    committee = committee_of(page)
    interest = InterestForm(
        posted if act == "declare" else None, committee=_may_be_named(page, me, committee)
    )
    refusal = None
    if posted is not None:
        try:
            if said := _done(act, about, me, ruling, interest):
                jotting_clear(me, key)
                messages.success(request, said)
                return redirect(request.path)
        except Refusal as no:
            refusal = no
    declared = list(_motion_of(about).interests.select_related("member"))
    context = page.context(
        about=about,
        decisions=decisions,
        ruling=ruling,
        interest=interest,
        meetings=meetings,
        refusal=refusal,
        declared=declared,
        by_branch=[each for each in committee if stands_aside(each, about, [])],
        i_stand_aside=me in list(committee) and stands_aside(me, about, declared),
        is_clerk=Office.CLERK in page.offices,
        approval=about.approvals.select_related("certified_by").last(),
        history=about.rulings.select_related("meeting").prefetch_related(
            "took_part", "stood_aside"
        ),
        told_in=about.soc_paragraphs.select_related("report"),
        asked=_motion_of(about).references_back.filter(withdrawn_at__isnull=True),
        jotting=jotting_for(me, key),
        **more,
    )
    wrong = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    status = HTTPStatus.OK if posted is None else wrong
    return render(request, "motions/committee/paper.html", context, status=status)


def _done(
    act: str, about: Motion | Amendment, me: Member, ruling: RulingForm, interest: InterestForm
) -> str:
    """Do what a button asks; nothing said means that the form has to be looked at again."""
    if act == "receive":
        if isinstance(about, Motion):
            rulings.motion_receive(motion=about, actor=me)
        else:
            ruling_amendments.amendment_receive(amendment=about, actor=me)
        return _("Taken in. The committee can rule on it now.")
    if act == "close_query" and isinstance(about, Motion):
        rulings.motion_close_query(motion=about, actor=me)
        return _("Closed without a reply: it is not in order.")
    if act == "declare":
        if not interest.is_valid():
            return ""
        interest_declare(motion=_motion_of(about), actor=me, **interest.cleaned_data)
        return _("Declared, and in the log.")
    if act != "rule":
        raise Http404(_("There is no such act."))
    if not ruling.is_valid():
        return ""
    given = ruling.cleaned_data
    _RULE[isinstance(about, Motion), Decision(given["decision"])](about, me, given)
    return _("Ruled, and in the log. The branch has been told.")


def _not_in_order(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "meeting": given["meeting"],
        "reason": given["reason"],
        "code": ReasonCode(given["code"]),
        "is_private": given["is_private"],
    }


_Rule = Callable[[Any, Member, dict[str, Any]], object]
_RULE: dict[tuple[bool, Decision], _Rule] = {
    (True, Decision.IN_ORDER): lambda m, me, g: rulings.motion_rule_in_order(
        motion=m, actor=me, meeting=g["meeting"], reason=g["reason"]
    ),
    (True, Decision.NOT_IN_ORDER): lambda m, me, g: rulings.motion_rule_not_in_order(
        motion=m, actor=me, **_not_in_order(g)
    ),
    (True, Decision.QUERIED): lambda m, me, g: rulings.motion_query(
        motion=m,
        actor=me,
        meeting=g["meeting"],
        question=g["reason"],
        reply_by=g["reply_by"],
        is_private=g["is_private"],
    ),
    (True, Decision.REFERRED): lambda m, me, g: rulings.motion_refer(
        motion=m, actor=me, meeting=g["meeting"], to=g["to"], reason=g["reason"]
    ),
    (True, Decision.REVIEWED): lambda m, me, g: rulings.motion_review(
        motion=m, actor=me, meeting=g["meeting"], reason=g["reason"]
    ),
    (False, Decision.IN_ORDER): lambda a, me, g: ruling_amendments.amendment_rule_in_order(
        amendment=a, actor=me, meeting=g["meeting"], reason=g["reason"]
    ),
    (False, Decision.NOT_IN_ORDER): lambda a, me, g: ruling_amendments.amendment_rule_not_in_order(
        amendment=a, actor=me, **_not_in_order(g)
    ),
    (False, Decision.REVIEWED): lambda a, me, g: ruling_amendments.amendment_review(
        amendment=a, actor=me, meeting=g["meeting"], reason=g["reason"]
    ),
}


def _motion_of(about: Motion | Amendment) -> Motion:
    return about if isinstance(about, Motion) else about.motion


def committee_of(page: Frame) -> Any:
    """Give those who sit on the committee of this conference."""
    sitting = officers_of(page.conference.body).filter(office__in=SITTING)
    return Member.objects.filter(pk__in=sitting.values("member")).order_by("name")


def _may_be_named(page: Frame, me: Member, committee: Any) -> Any:
    return committee if Office.CLERK in page.offices else committee.filter(pk=me.pk)
