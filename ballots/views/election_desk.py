"""The desk of an election: its seed, its time, its count, a tie, its declaration.

One page for whoever conducts it, whatever body holds it. Only what is lawful now, and for the
offices of the person looking, has a button; the services refuse the rest in any case. Nothing here
ever shows how anybody voted, and no figure before the close.
"""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from ballots import services
from ballots.counting.record import Ending
from ballots.counting.sheet import json_record
from ballots.desk_forms import LotForm, MoreTimeForm, SeedForm, WithdrawForm
from ballots.enums import BallotAct, BallotState
from ballots.instructions import LotAsked, lot_asked
from ballots.lifecycle import transition
from ballots.marking import Candidate
from ballots.models import Ballot, CountRecord
from ballots.rules import may
from ballots.selectors import count_of, turnout
from ballots.selectors.own import paper_as_it_is
from ballots.views.delivery import offices_seeing
from ballots.views.election import election_of
from members.requests import SignedInRequest

_ACTS = (
    BallotAct.FIX_SEED,
    BallotAct.EXTEND,
    BallotAct.CLOSE,
    BallotAct.COUNT,
    BallotAct.RECORD_LOT,
    BallotAct.DECLARE,
    BallotAct.WITHDRAW,
)
_LOOK_AGAIN = "look_again"  # at what is about to be declared; it changes nothing


@dataclass(frozen=True, slots=True)
class Desk:
    """An election as its officers see it: what stands, and what may be done now."""

    ballot: Ballot
    candidates: tuple[Candidate, ...]
    newest: CountRecord | None
    lawful: frozenset[BallotAct]

    def named(self, numbers: list[int]) -> list[Candidate]:
        """Find candidates by number."""
        return [self.candidates[number - 1] for number in numbers]

    @property
    def tied(self) -> list[Candidate]:
        """Give those between whom the newest count needs a lot."""
        return self.named(self.newest.tied) if self.newest and self.needs_lot else []

    @property
    def lot(self) -> LotAsked | None:
        """Say what a lot is needed for: the count stopped there, and says why."""
        if self.newest is None or not self.needs_lot:
            return None
        return lot_asked(json_record.read(self.newest.record.encode()))

    @property
    def elected(self) -> list[Candidate]:
        """Give those elected by the newest count, if it is whole."""
        return self.named(self.newest.elected) if self.newest and not self.needs_lot else []

    @property
    def needs_lot(self) -> bool:
        """Say whether the newest count ended at a tie."""
        return self.newest is not None and self.newest.ending == Ending.LOT_NEEDED

    def form(self, act: BallotAct | None) -> forms.Form | None:
        """Give an empty form for an act that something has to be given with."""
        match act:
            case BallotAct.FIX_SEED:
                return SeedForm()
            case BallotAct.EXTEND:
                return MoreTimeForm()
            case BallotAct.RECORD_LOT:
                return LotForm(tied=self.tied, means=self.lot.means if self.lot else "")
            case BallotAct.WITHDRAW:
                people = [each for each in self.candidates if not each.is_ron]
                return WithdrawForm(standing=[each for each in people if not each.withdrawn])
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def election_desk(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the desk, and do what is pressed on it."""
    desk = _desk(request, pk)
    if request.method != "POST":
        return _page(request, desk)
    if request.POST.get("act") == _LOOK_AGAIN:
        return _page(request, desk, is_looking=True)
    act = next((each for each in _ACTS if each.value == request.POST.get("act")), None)
    form = desk.form(act)
    if form is not None:
        form.data, form.is_bound = request.POST, True
        if act in desk.lawful and not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return _page(request, desk, form=form, act=act, status=status)
    try:
        done = _do(request, desk, act, form)
    except Refusal as refusal:
        return _page(request, desk, form=form, act=act, refusal=refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, done)
    return redirect("ballots:election_desk", pk)


def _do(
    request: SignedInRequest, desk: Desk, act: BallotAct | None, form: forms.Form | None
) -> str:
    """Do an act through its service, and say what was done."""
    if form is not None and not form.is_valid():
        raise Refusal("moved-on", gettext("This election has moved on. Look at it again."))
    given = form.cleaned_data if form else {}
    ballot, actor = desk.ballot, request.user
    match act:
        case BallotAct.FIX_SEED:
            services.seed_fix(ballot=ballot, actor=actor, **given)
            done = gettext("The seed is fixed, and everyone can see it.")
        case BallotAct.EXTEND:
            seconds = int(timedelta(minutes=given["minutes"]).total_seconds())
            held = services.ballot_extend(ballot=ballot, actor=actor, seconds=seconds)
            if held.extension_asked_by is None:
                done = gettext("Voting is open for %(minutes)d minutes more.") % given
            else:
                done = gettext("Asked for. Another officer has to give the same to confirm it.")
        case BallotAct.CLOSE:
            services.ballot_close(ballot=ballot, actor=actor)
            done = gettext("Voting is closed, and the papers are opened without names.")
        case BallotAct.WITHDRAW:
            services.candidate_withdraw(ballot=ballot, actor=actor, **given)
            done = gettext("Noted. The count passes over this candidate.")
        case BallotAct.COUNT:
            services.election_count(ballot=ballot, actor=actor)
            done = gettext("The papers are counted.")
        case BallotAct.RECORD_LOT:
            tied = [each.number for each in desk.tied]
            services.lot_record(ballot=ballot, actor=actor, tied=tied, **given)
            services.election_count(ballot=ballot, actor=actor)
            done = gettext("The lot is recorded, and the papers are counted again with it.")
        case BallotAct.DECLARE:
            services.ballot_declare(ballot=ballot, actor=actor)
            done = gettext("Declared. Everyone can see the result and the count.")
        case _unknown:
            raise Refusal("no-such-act", gettext("Press one of the buttons on this page."))
    return done


def _desk(request: SignedInRequest, pk: UUID) -> Desk:
    ballot = election_of(pk)
    theirs = frozenset(act for act in _ACTS if may(request.user, act, ballot.body))
    if not theirs:
        raise PermissionDenied(gettext("This page is for the officers who conduct the election."))
    newest = count_of(ballot)  # of a void election none
    needs_lot = newest is not None and newest.ending == Ending.LOT_NEEDED
    lawful = {act for act in theirs if transition(BallotState(ballot.state), act)}
    if not _may_close(ballot):
        lawful.discard(BallotAct.CLOSE)
    if ballot.election.seed or (ballot.opened_at and not ballot.is_taking_votes):
        lawful.discard(BallotAct.FIX_SEED)
    if newest is not None:
        lawful -= {BallotAct.WITHDRAW, BallotAct.COUNT}
    if not needs_lot:
        lawful.discard(BallotAct.RECORD_LOT)
    if newest is None or needs_lot:
        lawful.discard(BallotAct.DECLARE)
    return Desk(ballot, paper_as_it_is(ballot).candidates, newest, frozenset(lawful))


def _may_close(ballot: Ballot) -> bool:
    """Say whether the vote may be closed now: its time is up, or everyone has voted (R25)."""
    if ballot.closes_at and timezone.now() >= ballot.closes_at:
        return True
    return turnout(ballot).is_complete


def _page(
    request: SignedInRequest,
    desk: Desk,
    *,
    form: forms.Form | None = None,
    act: BallotAct | None = None,
    refusal: Refusal | None = None,
    is_looking: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    shown = {str(each): desk.form(each) for each in desk.lawful}
    if act in desk.lawful:
        shown[str(act)] = form
    context = {
        "ballot": desk.ballot,
        "election": desk.ballot.election,
        "desk": desk,
        "may_see_delivery": desk.ballot.steps_up
        and bool(offices_seeing(request.user, desk.ballot)),
        "lawful": {str(each): True for each in desk.lawful},
        "forms": shown,
        "form": form if act in desk.lawful else None,  # the one pressed, for what is wrong in it
        "refusal": refusal,
        "is_looking": is_looking and BallotAct.DECLARE in desk.lawful,
        "turnout": turnout(desk.ballot) if desk.ballot.opened_at else None,
    }
    return render(request, "ballots/election_desk.html", context, status=status)
