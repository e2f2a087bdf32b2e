"""The paper of an election: marked, reviewed, cast; seen again and changed until the close.

Every step is a page of plain HTML at one address, and a press on it is a form. `act` says which:
review, change, close_up, blank or cast; `up` and `down` name a candidate to be moved in the review.
Nothing that was marked is lost on the way: it travels in the form, and through every refusal. Only
the voter is ever sent it, on pages that no browser may keep.
"""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from ballots import instructions
from ballots.booth_pass import booth_pass_in
from ballots.casting import paper_cast
from ballots.counting.named import RULES
from ballots.enums import HELD_BACK, VotingForm
from ballots.marking import Candidate, ElectionPaper, Marking, Marks, listed, moved
from ballots.models import Ballot, RollEntry
from ballots.selectors import own_vote, paper_of
from ballots.selectors.own import paper_as_it_is, votes_of
from ballots.views.booth import is_in_booth
from ballots.views.voting import STATUS, request_id
from members.claims import session_claim
from members.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate on the form, with what stands beside the name."""

    candidate: Candidate
    typed: str
    is_wrong: bool


@require_safe
@never_cache
@login_required
def my_votes(request: SignedInRequest) -> HttpResponse:
    """List the votes that a member may take part in now, and the elections just over."""
    return render(request, "ballots/my_votes.html", {"votes": votes_of(request.user)})


@sensitive_post_parameters()  # no error report shows a paper
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def vote(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Mark the paper, review it, cast it."""
    ballot, line = election_of(pk), _line(request, pk)
    if ballot.is_sealed and line and ballot.is_taking_votes:
        return redirect("ballots:secret_booth", pk)  # no mark of a sealed paper is ever sent here
    if request.method == "POST":
        return _pressed(request, ballot, line)
    if line is None or not ballot.is_taking_votes or line.voted:
        return _page(request, ballot, line, _standing(ballot, line))
    return _page(request, ballot, line, "mark")


@sensitive_variables()
@require_safe
@never_cache
@login_required
def own_paper(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a voter the paper that they cast, and no one else, with the form to change it."""
    ballot, line = election_of(pk), _line(request, pk)
    cast_before = paper_of(ballot, request.user)
    if cast_before is None or not ballot.is_taking_votes:
        return redirect("ballots:vote", pk)
    paper = paper_as_it_is(ballot)
    named = {each.number: each for each in paper.candidates}
    still = [number for number in cast_before if paper.candidate(number)]
    return _page(
        request,
        ballot,
        line,
        "mark",
        marks=paper.marked(still),
        mine=own_vote(ballot, request.user),
        cast_before=[named[number] for number in cast_before],
    )


@sensitive_variables()
def _pressed(request: SignedInRequest, ballot: Ballot, line: RollEntry | None) -> HttpResponse:
    """Take one step on the paper."""
    paper = paper_as_it_is(ballot)
    act = request.POST.get("act", "")
    marks = _read(paper, request.POST)
    if act == "close_up" and marks.has_gap:
        marks = paper.marked(marks.choice)
    elif act == "blank" or (act in ("cast", "change") and "blank" in request.POST):
        marks = replace(marks, is_blank=True, choice=(), faults=())
    for step, by in (("up", -1), ("down", 1)):
        named = next((n for n in marks.choice if str(n) == request.POST.get(step)), None)
        if named is not None and not marks.faults:
            marks = paper.marked(moved(marks.choice, named, by))
    if act == "change":
        return _page(request, ballot, line, "mark", marks=replace(marks, faults=()))
    if marks.faults:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, ballot, line, "mark", marks=marks, status=status)
    if act == "cast":
        return _cast(request, ballot, line, marks)
    return _page(request, ballot, line, "review", marks=marks)


@sensitive_variables()
def _cast(
    request: SignedInRequest, ballot: Ballot, line: RollEntry | None, marks: Marks
) -> HttpResponse:
    """Cast it. Whatever is refused, the paper is shown again as it was."""
    try:
        paper_cast(
            ballot_id=ballot.pk,
            voter=session_claim(request) or request.user,
            ranking=marks.choice,
            request_id=request_id(request),
            booth_pass=booth_pass_in(request, ballot.pk),
        )
    except Refusal as refusal:
        if refusal.code == "signed-out":
            return redirect_to_login(request.path)
        ballot.refresh_from_db()
        step = "review" if ballot.is_taking_votes else _standing(ballot, line)
        status = STATUS.get(refusal.code, HTTPStatus.CONFLICT)
        return _page(request, ballot, line, step, marks=marks, refusal=refusal, status=status)
    return redirect("ballots:vote", ballot.pk)


@sensitive_variables()
def _page(
    request: SignedInRequest,
    ballot: Ballot,
    line: RollEntry | None,
    step: str,
    *,
    marks: Marks | None = None,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    """Show the paper at one step of its way."""
    paper, marks = paper_as_it_is(ballot), marks or Marks()
    if step in ("mark", "review") and (line is None or not ballot.is_taking_votes):
        step = _standing(ballot, line)
    if step == "mark" and not is_in_booth(request, ballot):
        step = "booth"
    chosen = [each for number in marks.choice if (each := paper.candidate(number))]
    left_out = [each for each in paper.standing if each not in chosen]
    context = {
        "ballot": ballot,
        "ballot_id": ballot.pk,
        "line": line,
        "paper": paper,
        "marks": marks,
        "step": step,
        "rows": [
            Row(each, marks.typed.get(each.number, ""), each.number in marks.wrong)
            for each in paper.candidates
        ],
        "faults": marks.faults,
        "chosen": chosen,
        "left_out": left_out,
        "left_out_names": listed([each.name for each in left_out]),
        "rule_name": RULES[paper.rule][0].name if paper.rule in RULES else "",
        "places": instructions.places(paper),
        "how_to_mark": instructions.how_to_mark(paper),
        "of_reserved": instructions.of_reserved(paper),
        "ron": instructions.RON,
        "secrecy": instructions.SECRECY,
        "receipt": own_vote(ballot, request.user) if step == "handed_in" else None,
        "request_id": uuid4(),
        **more,
    }
    return render(request, "ballots/vote.html", context, status=status)


@sensitive_variables()
def _read(paper: ElectionPaper, data: QueryDict) -> Marks:
    """Read the marks on a form, whichever way this paper is marked."""
    if paper.marking is not Marking.RANKED:
        return paper.crossed(data.getlist("x"))
    return paper.numbered({each.number: data.get(each.field, "") for each in paper.standing})


def _standing(ballot: Ballot, line: RollEntry | None) -> str:
    """Say where an election stands for one voter, whose paper is not being marked."""
    if ballot.opened_at is None:
        return "not_open"
    if line is None:
        return "not_on_the_roll"
    if line.voted:
        return "handed_in"
    return "mark" if ballot.is_taking_votes else "over"


def election_of(pk: UUID) -> Ballot:
    """Find an election that may be seen."""
    elections = Ballot.objects.filter(form=VotingForm.ELECTION).exclude(state__in=HELD_BACK)
    found = elections.select_related("body", "election").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such election."))
    return found


def _line(request: SignedInRequest, pk: UUID) -> RollEntry | None:
    return RollEntry.objects.filter(ballot=pk, voter=request.user).first()
