"""The practice ballot: a real sheet, real buttons, and nothing behind them."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ballots import instructions
from ballots.marking import ElectionPaper, Marking, Marks, listed, moved
from conferences.rehearsing.practising import (
    MARKED,
    OPEN_FOR,
    PAPERS,
    Practice,
    PracticePaper,
    PracticeReceipt,
    paper_named,
)
from conferences.rehearsing.views.practice_secrecy import practice_booth, practice_page
from conferences.selectors import credential_of
from conferences.views.frame import signed_in


@require_safe
@login_required
def practice(request: HttpRequest, code: str) -> HttpResponse:
    """Offer the practice papers to whoever holds a credential, and to officers who help them."""
    page = practice_page(request, code)
    return render(request, "conferences/rehearsing/practice.html", page.context(papers=PAPERS))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def practice_paper(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a practice paper, and answer as the real one would. Nothing is kept."""
    page, paper = practice_page(request, code), paper_named(key)
    if paper is None:
        raise Http404(_("There is no such practice paper."))
    now = timezone.now()
    context = page.context(
        practice=paper,
        action=reverse("conferences:practice_paper", args=[code, key]),
        opened_at=now,
        closes_at=now + OPEN_FOR,
        request_id=uuid4(),
        credential=credential_of(signed_in(request), page.conference),
    )
    if paper.key is Practice.SECRET:
        return practice_booth(request, page)
    if marked := MARKED.get(paper.key):
        return _marked(request, marked, context)
    return _chosen(request, paper, context)


def _chosen(request: HttpRequest, paper: PracticePaper, context: dict[str, Any]) -> HttpResponse:
    """Answer a press on one of the named choices."""
    labels = {option.key: option.label for option in paper.options}
    choice = request.POST.get("choice", "")
    if label := labels.get(choice):
        context["mine"] = PracticeReceipt(choice, label, timezone.now())
    if request.headers.get("HX-Request") and label:
        return render(request, "conferences/rehearsing/_practice_receipt.html", context)
    return render(request, "conferences/rehearsing/practice_choice.html", context)


def _marked(request: HttpRequest, paper: ElectionPaper, context: dict[str, Any]) -> HttpResponse:
    """Take one step on a paper that is marked: the very steps of an election."""
    act = request.POST.get("act", "")
    marks = _read(paper, request) if request.method == "POST" else Marks()
    if act == "close_up" and marks.has_gap:
        marks = paper.marked(marks.choice)
    elif act == "blank" or (act in ("cast", "change") and "blank" in request.POST):
        marks = replace(marks, is_blank=True, choice=(), faults=())
    for step, by in (("up", -1), ("down", 1)):
        named = next((n for n in marks.choice if str(n) == request.POST.get(step)), None)
        if named is not None and not marks.faults:
            marks = paper.marked(moved(marks.choice, named, by))
    is_marking = request.method != "POST" or act == "change" or bool(marks.faults)
    step = "mark" if is_marking else "handed_in" if act == "cast" else "review"
    if act == "change":
        marks = replace(marks, faults=())
    chosen = [each for number in marks.choice if (each := paper.candidate(number))]
    left_out = [each for each in paper.standing if each not in chosen]
    context |= {
        "paper": paper,
        "marks": marks,
        "step": step,
        "line": {"pk": f"practice-{paper.rule}"},
        "rows": [
            {
                "candidate": each,
                "typed": marks.typed.get(each.number, ""),
                "is_wrong": each.number in marks.wrong,
            }
            for each in paper.candidates
        ],
        "faults": marks.faults,
        "chosen": chosen,
        "left_out": left_out,
        "left_out_names": listed([each.name for each in left_out]),
        "places": instructions.places(paper),
        "how_to_mark": instructions.how_to_mark(paper),
        "ron": instructions.RON,
        "receipt": PracticeReceipt("", "", timezone.now()) if step == "handed_in" else None,
    }
    return render(request, "conferences/rehearsing/practice_marked.html", context)


def _read(paper: ElectionPaper, request: HttpRequest) -> Marks:
    if paper.marking is not Marking.RANKED:
        return paper.crossed(request.POST.getlist("x"))
    return paper.numbered(
        {each.number: request.POST.get(each.field, "") for each in paper.standing}
    )
