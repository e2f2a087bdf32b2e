"""The list of composites, one composite with its branches' answers, and the dispositions."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conferences.views.frame import Frame, frame, signed_in
from conferences.views.pressing import pressed, valid
from members.models import Body
from members.permissions import BRANCH_OFFICERS, COMMITTEE
from members.selectors import appointments_in_force
from motions.composites.consenting import (
    composite_agree,
    composite_break_up,
    composite_decline,
    may_break_up,
)
from motions.composites.dispositions import dispositions, motions_disposed
from motions.composites.forms import GroupForm, MeetingForm, MinuteForm, WordsForm
from motions.composites.grouping import group_propose, meeting_record, meeting_set
from motions.composites.selectors import (
    IN_THE_MAKING,
    branches_in,
    composition_of,
    group_by_letter,
    groups_of,
    motions_in,
    standing_of,
    text_put,
)
from motions.composites.shown import sheet_of
from motions.enums import CompositeState
from motions.models import CompositeGroup

HERE = "motions:motions"
ON_A_PAGE = 60
_COMMITTEE = frozenset(COMMITTEE)


@require_http_methods(["GET", "HEAD", "POST"])
def composites(request: HttpRequest, code: str) -> HttpResponse:
    """List the composites; the committee groups motions here."""
    page = frame(request, code, "motions:composites")
    is_committee = bool(page.offices & _COMMITTEE)
    data = request.POST if request.POST.get("act") == "group" else None
    find = request.GET.get("find", "")[:200]
    form = GroupForm(data, conference=page.conference, find=find) if is_committee else None
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        page.require(_COMMITTEE)
        answer = pressed(request, {"group": lambda: _group(request, page, form)}, *_back(page))
        if isinstance(answer, HttpResponse):
            return answer
        refusal, status = answer
    groups = [(group, motions_in(group)) for group in groups_of(page.conference)]
    return render(
        request,
        "motions/composites/composites.html",
        page.context(groups=groups, form=form, find=find, refusal=refusal),
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def composite(request: HttpRequest, code: str, letter: str) -> HttpResponse:
    """Show one composite: to its branches, to answer; to the committee, to call them together."""
    page = frame(request, code, HERE)
    group = found_group(page, letter)
    is_committee = bool(page.offices & _COMMITTEE)
    mine = branches_served(request, group)
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        acts = _acts(request, group, mine, is_committee=is_committee)
        answer = pressed(request, acts, "motions:composite", code, letter)
        if isinstance(answer, HttpResponse):
            return answer
        refusal, status = answer
        group = found_group(page, letter)
    return render(
        request,
        "motions/composites/composite.html",
        page.context(
            **_context(request, page, group, mine, is_committee=is_committee),
            refusal=refusal,
        ),
        status=status,
    )


@require_safe
def disposition_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show what has become of every motion and amendment."""
    page = frame(request, code, "motions:dispositions")
    motions = Paginator(motions_disposed(page.conference), ON_A_PAGE)
    shown = motions.get_page(request.GET.get("page", "")[:9])
    return render(
        request,
        "motions/composites/dispositions.html",
        page.context(rows=dispositions(page.conference, list(shown)), page=shown),
    )


def found_group(page: Frame, letter: str) -> CompositeGroup:
    """Find a group of the conference by its letter."""
    try:
        return group_by_letter(page.conference, letter)
    except CompositeGroup.DoesNotExist as missing:
        raise Http404(_("There is no such composite.")) from missing


def branches_served(request: HttpRequest, group: CompositeGroup) -> list[Body]:
    """Give the branches in the group of which whoever is looking is an officer."""
    if not request.user.is_authenticated:
        return []
    held = appointments_in_force().filter(member=request.user, office__in=BRANCH_OFFICERS)
    bodies = set(held.values_list("body_id", flat=True))
    return [each for each in branches_in(group) if each.pk in bodies]


def _back(page: Frame) -> tuple[str, str]:
    return "motions:composites", page.conference.code


def _group(request: HttpRequest, page: Frame, form: GroupForm | None) -> str:
    given = valid(form).cleaned_data
    group = group_propose(
        conference=page.conference,
        actor=signed_in(request),
        **given | {"motions": list(given["motions"])},
    )
    return _("%(group)s is proposed. Its branches have been told.") % {"group": group}


def _acts(
    request: HttpRequest, group: CompositeGroup, mine: list[Body], *, is_committee: bool
) -> dict[str, Callable[[], str]]:
    acts: dict[str, Callable[[], str]] = {}
    if is_committee:
        acts |= {
            "meet": lambda: _meet(request, group),
            "minute": lambda: _minute(request, group),
        }
    branch = next((each for each in mine if each.code == request.POST.get("branch")), None)
    if branch:
        acts |= {
            "agree": lambda: _agree(request, group, branch),
            "decline": lambda: _decline(request, group, branch),
            "break_up": lambda: _break_up(request, group, branch),
        }
    return acts


def _meet(request: HttpRequest, group: CompositeGroup) -> str:
    given = valid(MeetingForm(request.POST)).cleaned_data
    meeting_set(group=group, actor=signed_in(request), **given)
    return _("Kept, and the branches have been told.")


def _minute(request: HttpRequest, group: CompositeGroup) -> str:
    given = valid(MinuteForm(request.POST, group=group)).cleaned_data
    meeting_record(group=group, actor=signed_in(request), **given)
    return _("The meeting is minuted.")


def _agree(request: HttpRequest, group: CompositeGroup, branch: Body) -> str:
    version = request.POST.get("version", "")
    if not (version.isdecimal() and len(version) < 6):  # noqa: PLR2004 - more than there can be
        raise Http404(_("There is no such version."))
    group = composite_agree(
        group=group,
        actor=signed_in(request),
        branch=branch,
        version=int(version),
        sha256=request.POST.get("sha256", "")[:64],
    )
    if group.state == CompositeState.AGREED:
        return _("Every branch has agreed: the composite stands.")
    return _("%(branch)s has agreed.") % {"branch": branch.name}


def _decline(request: HttpRequest, group: CompositeGroup, branch: Body) -> str:
    given = valid(WordsForm(request.POST)).cleaned_data
    composite_decline(group=group, actor=signed_in(request), branch=branch, **given)
    return _("%(branch)s has declined: its motion stands alone again.") % {"branch": branch.name}


def _break_up(request: HttpRequest, group: CompositeGroup, branch: Body) -> str:
    given = valid(WordsForm(request.POST)).cleaned_data
    composite_break_up(group=group, actor=signed_in(request), branch=branch, **given)
    return _("The composite is broken up: each motion has its own words again.")


def _context(
    request: HttpRequest,
    page: Frame,
    group: CompositeGroup,
    mine: list[Body],
    *,
    is_committee: bool,
) -> dict[str, Any]:
    text = text_put(group) or (max(group.texts.all(), key=lambda each: each.version, default=None))
    is_public = group.state in (CompositeState.AGREED, CompositeState.BROKEN_UP)
    sees = bool(text) and (is_public or is_committee or bool(mine))
    standing = standing_of(group)
    in_making = group.state in IN_THE_MAKING
    return {
        "group": group,
        "motions": motions_in(group),
        "text": text if sees else None,
        "sheet": sheet_of(group, composition_of(text)) if sees and text else None,
        "standing": standing,
        "agreed": sum(1 for each in standing if each.answer),
        "mine": [each for each in standing if each.branch in mine],
        "in_making": in_making,
        "is_put": text_put(group) is not None and in_making,
        "is_committee": is_committee,
        "breakable": group.state == CompositeState.AGREED
        and bool(mine)
        and may_break_up(page.conference),
        "reason": WordsForm(),
        "typed": request.POST.get("reason", ""),
        "meeting_form": MeetingForm(initial=vars(group)) if is_committee and in_making else None,
        "minute_form": MinuteForm(group=group) if is_committee and in_making else None,
        "declined": [each for each in group.answers.all() if not each.agrees],
    }
