"""Elections as delegates and candidates see them: the posts, one post, nominating, being nominated.

Until nominations close a page says how many there are and not who: all candidates and all that they
say are shown at once, in one order and with the same space.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from ballots.enums import BallotState
from conferences import services
from conferences.candidates import (
    SHORTEST_SEARCH,
    Right,
    people_to_nominate,
    post_of,
    posts_listed,
    rights_of,
)
from conferences.election_desk import AT_DESK
from conferences.election_forms import ConsentForm, StatementForm
from conferences.elections_shown import marks_of, secrecy_of
from conferences.models import Nomination, Post
from conferences.post_progress import PostShown
from conferences.views.frame import Frame, frame, signed_in
from members.enums import BodyKind
from members.models import Body, Member

HERE = "conferences:elections"


@require_safe
def elections(request: HttpRequest, code: str) -> HttpResponse:
    """Show every post with how far it has come. Posts that the guard holds are for officers."""
    page = frame(request, code, HERE)
    is_officer = bool(page.offices & AT_DESK)
    shown = [
        each
        for each in _shown(request, page, posts_listed(page.conference))
        if each.post.is_public or is_officer
    ]
    context = page.context(
        posts=shown,
        at_desk=is_officer,
        asked=[each for each in shown if _is_asked(each)],
        marks=_marks(request, shown),
    )
    return render(request, "conferences/elections.html", context)


@require_safe
def post(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show a post: what it is, how it is counted, and once nominations are closed, who stands."""
    page = frame(request, code, HERE)
    shown = _one(request, page, reference)
    context = page.context(
        shown=shown,
        post=shown.post,
        at_desk=bool(page.offices & AT_DESK),
        asked=_is_asked(shown),
        marks=_marks(request, [shown]),
        secrecy=secrecy_of(shown.post),
    )
    return render(request, "conferences/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def nominate(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Find somebody by name, look again at what is about to be sent, and send it."""
    page = frame(request, code, HERE)
    shown = _one(request, page, reference)
    if not shown.right:
        raise PermissionDenied(
            _("You cannot nominate for this post: %(who)s nominate.")
            % {"who": shown.post.get_nominated_by_display().lower()}
        )
    given = request.POST if request.method == "POST" else request.GET
    words = given.get("q", "").strip()
    context: dict[str, Any] = {"words": words, "too_short": 0 < len(words) < SHORTEST_SEARCH}
    status = HTTPStatus.OK
    nominee = _nominee(given.get("nominee", ""), shown, words)
    if nominee:
        branches = _branches(shown)
        branch = next((one for one in branches if one.code == given.get("branch")), None)
        to_second = _to_second(shown, nominee, signed_in(request))
        context |= {
            "nominee": nominee,
            "branches": branches,
            "branch": branch,
            "to_second": to_second,
        }
        if request.method == "POST":
            me = signed_in(request)
            try:
                if to_second:
                    nomination = services.nomination_second(nomination=to_second, actor=me)
                else:
                    nomination = services.nomination_make(
                        post=shown.post, nominee=nominee, actor=me, branch=branch
                    )
            except Refusal as no:
                context["refusal"], status = no, HTTPStatus.CONFLICT
            else:
                _thank(request, nomination)
                return redirect("conferences:post", code, reference)
    elif request.method == "POST":
        raise Http404(_("Nobody of that number is there to be nominated by you."))
    else:
        context["found"] = people_to_nominate(shown.right, shown.post, words)
    context = page.context(shown=shown, post=shown.post, **context)
    return render(request, "conferences/nominate.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def my_nomination(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show somebody that they were nominated, and take their answer, statement or withdrawal."""
    page = frame(request, code, HERE)
    shown = _one(request, page, reference)
    if shown.mine is None:
        raise Http404(_("You have not been nominated for this post."))
    given = request.POST if request.method == "POST" else None
    act = given.get("act", "") if given else ""
    consent = ConsentForm(given if act == "consent" else None, post=shown.post)
    statement = StatementForm(
        given if act == "statement" else None,
        post=shown.post,
        initial={"text": shown.mine.statement},
    )
    refusal, status = None, HTTPStatus.OK
    if given is not None:
        asked = _asked(shown.mine, signed_in(request), act, consent, statement)
        if asked is None:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            do, done = asked
            try:
                do()
            except Refusal as no:
                refusal, status = no, HTTPStatus.CONFLICT
            else:
                messages.success(request, done)
                return redirect("conferences:my_nomination", code, reference)
    context = page.context(
        shown=shown,
        post=shown.post,
        mine=shown.mine,
        consent_form=consent,
        statement_form=statement,
        refusal=refusal,
        opened=shown.post.ballot is not None and shown.post.ballot.opened_at is not None,
    )
    return render(request, "conferences/my_nomination.html", context, status=status)


def _asked(
    mine: Nomination, me: Member, act: str, consent: ConsentForm, statement: StatementForm
) -> tuple[Callable[[], object], str] | None:
    """Say what a nominee asks for, and what to say once it is done; None if a form is wrong."""
    own: dict[str, Any] = {"nomination": mine, "actor": me}
    if act == "consent":
        if not consent.is_valid():
            return None
        given = consent.cleaned_data
        return (
            lambda: services.nomination_consent(**own, **given),
            _("You stand. Write your statement next: it can be changed until nominations close."),
        )
    if act == "statement":
        if not statement.is_valid():
            return None
        text = statement.cleaned_data["text"]
        return (
            lambda: services.statement_write(**own, text=text),
            _("Your statement is kept. Nobody sees it before nominations close."),
        )
    if act == "decline":
        return (
            lambda: services.nomination_decline(**own),
            _("You have declined. Until nominations close you may think again."),
        )
    if act == "withdraw":
        return lambda: services.nomination_withdraw(**own), _("You have withdrawn.")
    raise Http404(_("There is no such act."))


def _shown(request: HttpRequest, page: Frame, posts: Any) -> list[PostShown]:
    """Lay posts out for whoever is looking."""
    member = signed_in(request) if request.user.is_authenticated else None
    rights = rights_of(member, page.conference) if member else Right()
    return [PostShown(one, rights.at(one), _mine(one, member)) for one in posts]


def _one(request: HttpRequest, page: Frame, reference: str) -> PostShown:
    try:
        found = post_of(page.conference, reference)
    except Post.DoesNotExist as missing:
        raise Http404(_("There is no such post.")) from missing
    if not found.is_public and not page.offices & AT_DESK:
        raise Http404(_("There is no such post."))
    (shown,) = _shown(request, page, [found])
    return shown


def _mine(one: Post, member: Member | None) -> Nomination | None:
    """Give the reader's own nomination, the one that is open before those that are over."""
    if member is None:
        return None
    mine = [each for each in one.nominations.all() if each.nominee_id == member.pk]
    return max(mine, key=lambda each: (each.is_open, each.number), default=None)


def _marks(request: HttpRequest, shown: Sequence[PostShown]) -> dict[str, bool]:
    """Say in which of the votes that are open the reader may vote, and whether they have."""
    ballots = [each.post.ballot for each in shown]
    votes = [one for one in ballots if one and one.state == BallotState.OPEN]
    return marks_of(signed_in(request), votes) if request.user.is_authenticated else {}


def _is_asked(shown: PostShown) -> bool:
    """Say whether the reader was nominated and should hear of it at the top of the page."""
    return shown.mine is not None and (shown.mine.is_current or shown.mine.is_ruled_out)


def _nominee(text: str, shown: PostShown, words: str) -> Member | None:
    """Find who was chosen, among those that the same words find: nobody guesses ids."""
    try:
        chosen = UUID(text)
    except ValueError:
        return None
    found = people_to_nominate(shown.right, shown.post, words)
    return next((one for one in found if one.pk == chosen), None)


def _to_second(shown: PostShown, nominee: Member, me: Member) -> Nomination | None:
    """Find the nomination that another delegate has made of the same person, to be seconded."""
    found = (one for one in shown.post.nominations.all() if one.nominee_id == nominee.pk)
    return next(
        (one for one in found if one.is_live and one.lacks_seconder and one.made_by_id != me.pk),
        None,
    )


def _branches(shown: PostShown) -> list[Body]:
    """Offer the branches for which a nomination can be sent from here."""
    if shown.right.branches or not shown.right.at_desk:
        return list(shown.right.branches)
    if shown.right.credential:
        return []
    seats = shown.post.conference.credentials.values("body")
    return list(Body.objects.filter(pk__in=seats, kind=BodyKind.BRANCH))


def _thank(request: HttpRequest, nomination: Nomination) -> None:
    name = {"name": nomination.nominee.name}
    if nomination.is_late:
        words = _("It came after the deadline. The nomination of %(name)s is kept, marked late.")
        messages.warning(request, words % name)
    else:
        words = _("%(name)s is nominated, and stands once they consent. They see it on their page.")
        messages.success(request, words % name)
