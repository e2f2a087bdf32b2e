"""The compositing desk: sources beside the composite, every sentence moved by hand or by key.

Every change is a form with a button, so the page works without JavaScript; with it, the same forms
are sent by htmx and the desk alone comes back, and a sentence that is dragged fills in such a form.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.views.frame import Frame, frame, signed_in
from conferences.views.pressing import valid
from members.models import Member
from members.permissions import COMMITTEE
from motions.composites import editing
from motions.composites.drafts import draft_change, draft_undo, step_now, words_now
from motions.composites.editing import Edit
from motions.composites.forms import ProposeForm
from motions.composites.proposing import text_propose
from motions.composites.provenance import Place
from motions.composites.selectors import IN_THE_MAKING, words_of
from motions.composites.sentences import Kind
from motions.composites.shown import sheet_of
from motions.composites.views.pages import branches_served, found_group
from motions.models import CompositeGroup
from motions.texts.checks import refuse_bad_words

_COMMITTEE: Final = frozenset(COMMITTEE)
_MOST_DIGITS: Final = 9
_OfSentence = dict[str, Callable[[], Edit]]
_OfParagraph = dict[str, Callable[[int], Edit]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def desk(request: HttpRequest, code: str, letter: str) -> HttpResponse:
    """Show the desk, and make one change at it. Officers of the branches in the group look on."""
    page = frame(request, code, "motions:composites")
    group = found_group(page, letter)
    if not branches_served(request, group):
        page.require(_COMMITTEE)
    if group.state not in IN_THE_MAKING:
        return redirect("motions:composite", code, letter)
    if request.method != "POST":
        return _looked_at(request, page, group)
    page.require(_COMMITTEE)
    posted = request.POST
    if posted.get("act") == "propose":
        return _proposed(request, page, group)
    done, at, refusal = "", "", None
    try:
        done, at = _changed(posted, group, signed_in(request))
    except Refusal as no:
        refusal = no
    if request.htmx:  # type: ignore[attr-defined] # the middleware puts it there
        # A refusal is shown where the work is: as any page, for the script swaps in no others.
        return render(
            request,
            "motions/composites/_desk.html",
            _context(request, page, group, done=done, at=at, refusal=refusal),
        )
    if refusal:
        context = _context(request, page, group, refusal=refusal)
        template = "motions/composites/desk.html"
        return render(request, template, context, status=HTTPStatus.CONFLICT)
    messages.success(request, done)
    return redirect(f"{request.path}#said-{at.replace('.', '-')}" if at else request.path)


def _looked_at(request: HttpRequest, page: Frame, group: CompositeGroup) -> HttpResponse:
    """Show the desk; to a page that asks whether it has changed since a step, only if it has."""
    since = request.GET.get("since")
    if since is None:
        return render(request, "motions/composites/desk.html", _context(request, page, group))
    if since == str(step_now(group).number):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = _context(request, page, group, done=step_now(group).done)
    return render(request, "motions/composites/_desk.html", context)


def _changed(posted: QueryDict, group: CompositeGroup, actor: Member) -> tuple[str, str]:
    step = _whole(posted, "step")
    if posted.get("act") == "undo":
        return draft_undo(group=group, actor=actor, step=step).done, ""
    _step, change = draft_change(group=group, actor=actor, step=step, edit=_edit(posted, group))
    return change.done, change.at


def _edit(posted: QueryDict, group: CompositeGroup) -> Edit:
    """Find which change a button asks for. Where one drags, `place` or `at` comes with `to`."""
    at, to, act = posted.get("at", ""), posted.get("to", ""), posted.get("act", "")
    words = posted.get("words", "").replace("\r\n", "\n")
    refuse_bad_words(words)
    kinds = {"split": Kind.PLAIN, "split_point": Kind.POINT, "plain": Kind.PLAIN,
             "point": Kind.POINT, "bullet": Kind.BULLET}  # fmt: skip
    if name := posted.get("place"):
        place = Place.read(name)
        sentences = {one: text for each in words_of(group) for one, text in each.sentences.items()}
        if place not in sentences:
            raise Refusal("no-such-sentence", "That sentence is in no motion of the group.")
        return lambda made: editing.put(made, place, sentences[place], to)
    if number := posted.get("all_of"):
        source = next((each for each in words_of(group) if each.number == number), None)
        if source is None:
            raise Http404(_("There is no such motion in the group."))
        whole = [
            (kind, [(one, source.sentences[one]) for one in places])
            for kind, places in source.paragraphs
        ]
        return lambda made: editing.from_source(made, whole)
    edits: _OfSentence = {
        "move": lambda: lambda made: editing.move(made, at, to),
        "up": lambda: lambda made: editing.up(made, at),
        "down": lambda: lambda made: editing.down(made, at),
        "out": lambda: lambda made: editing.take_out(made, at),
        "reword": lambda: lambda made: editing.reword(made, at, words),
        "say": lambda: lambda made: editing.say(made, words, to),
        "join": lambda: lambda made: editing.join(made, at),
        "cut": lambda: _cutting(at, _whole(posted, "count")),
        "split": lambda: lambda made: editing.split(made, at, kinds[act]),
        "split_point": lambda: lambda made: editing.split(made, at, kinds[act]),
    }
    of_paragraph: _OfParagraph = {
        "merge": lambda number: lambda made: editing.merge(made, number),
        "earlier": lambda number: lambda made: editing.shift(made, number, -1),
        "later": lambda number: lambda made: editing.shift(made, number, 1),
        **dict.fromkeys(
            ("plain", "point", "bullet"),
            lambda number: lambda made: editing.kind_of(made, number, kinds[act]),
        ),
    }
    if act in edits:
        return edits[act]()
    if act in of_paragraph:
        return of_paragraph[act](_whole(posted, "paragraph"))
    raise Http404(_("There is no such act."))


def _cutting(at: str, count: int) -> Edit:
    return lambda made: editing.cut(made, at, count)


def _whole(posted: QueryDict, name: str) -> int:
    number = posted.get(name, "")
    if not (number.isdecimal() and len(number) <= _MOST_DIGITS):
        raise Refusal("no-number", _("A whole number is needed here."))
    return int(number)


def _proposed(request: HttpRequest, page: Frame, group: CompositeGroup) -> HttpResponse:
    try:
        form = valid(ProposeForm(request.POST, group=group))
        text_propose(
            group=group,
            actor=signed_in(request),
            step=_whole(request.POST, "step"),
            mover=form.cleaned_data["mover"],
            seconder=form.cleaned_data["seconder"],
        )
    except Refusal as no:
        context = _context(request, page, group, refusal=no)
        template = "motions/composites/desk.html"
        return render(request, template, context, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The words are put to the branches, and they have been told."))
    return redirect("motions:composite", page.conference.code, group.letter)


def _context(
    request: HttpRequest,
    page: Frame,
    group: CompositeGroup,
    *,
    done: str = "",
    at: str = "",
    refusal: Refusal | None = None,
) -> dict[str, Any]:
    step = step_now(group)
    sheet = sheet_of(group, words_now(step))
    spots = dict(sheet.spots)
    chosen = request.POST.get("to", "")
    return page.context(
        group=group,
        step=step,
        sheet=sheet,
        done=done,
        focus=f"said-{at.replace('.', '-')}" if at else "",
        refusal=refusal,
        typed=request.POST.get("words", "") if refusal else "",
        target=_target(request.POST, chosen, at, list(spots)),
        may_edit=bool(page.offices & _COMMITTEE),
        form=ProposeForm(group=group),
    )


def _target(posted: QueryDict, chosen: str, at: str, spots: list[str]) -> str:
    """Go on putting sentences where the last one went: a new paragraph is not begun twice."""
    if at and posted.get("place"):
        return at.partition(".")[0]
    if chosen in spots:
        return chosen
    return spots[-4] if len(spots) > 3 else spots[0]  # noqa: PLR2004 - the three that are always there
