"""The booth in a browser without a server behind it: its page, its scripts, and what it asks for.

The page is the real one, of ballots that are in no database; every request that it makes is
recorded, and a cast is answered by whatever the test says. What is `lost` does not come that often,
and what is `late` comes after so many seconds.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.middleware import CSPMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import Page, Route

from ballots.election_paper import Nominee, listed
from ballots.enums import BallotState, VotingForm
from ballots.models import Ballot, RollEntry, SealedVote, TrusteeBoard
from ballots.models import Election as Contest
from ballots.papers import FOR_AGAINST_ABSTAIN
from ballots.sealing.ballots import insist_on_ballot, tracker
from ballots.sealing.credentials import new_secret, public_credential
from ballots.sealing.elections import Election, build_election, new_uuid
from ballots.sealing.groups import GROUPS
from ballots.secret.questions import group_of, question_of
from ballots.views.secret_booth import shown_booth

SITE = "http://localhost"
NAMES = ("Aled Bevan", "Bronwen Tallis", "Carys Dunn", "Dilwyn Prosser")
_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2"}


def a_vote() -> Ballot:
    """For, against or abstain."""
    options = [{"key": each.key, "label": each.label} for each in FOR_AGAINST_ABSTAIN]
    return _ballot(VotingForm.SECRET_BALLOT, "Should it be so?", options)


def an_election(rule: str, *, seats: int = 2, names: tuple[str, ...] = NAMES) -> Ballot:
    """Two places, and some who stand; by crosses for plurality, else ranked."""
    candidates = listed([Nominee(name) for name in names], ron=False)
    options = [{"key": str(each["number"]), "label": each["name"]} for each in candidates]
    ballot = _ballot(VotingForm.ELECTION, "Who is it to be?", options)
    ballot.election = Contest(
        ballot=ballot, rule=rule, seats=seats, candidates=candidates, ron=False, reserved=[]
    )
    return ballot


def _ballot(form: VotingForm, question: str, options: list[dict[str, str]]) -> Ballot:
    now = timezone.now()
    return Ballot(
        title="A secret vote",
        question=question,
        options=options,
        class_code="SURVEY" if form is VotingForm.SECRET_BALLOT else "NON_S46_OFFICE",
        form=form,
        is_sealed=True,
        state=BallotState.OPEN,
        opened_at=now,
        closes_at=now + timedelta(minutes=30),
    )


@dataclass
class Booth:
    """One voter's booth, with a key that the test has; `answers` a cast in place of the server."""

    ballot: Ballot
    answers: Callable[["Booth", Route], None] = lambda booth, route: booth.record(route)
    altered: str = ""
    lost: list[str] = field(default_factory=list)
    late: tuple[str, float] = ("", 0)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    cast: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the election, as the server would, and the voter's credential."""
        group = GROUPS[group_of(self.ballot)]
        self.key = group.exponent()
        raw = build_election(
            name=self.ballot.title,
            group=group,
            public_key=group.powers_of_g(self.key),
            questions=[question_of(self.ballot)],
            uuid=new_uuid(),
        )
        self.election = Election.read(raw)
        self.secret = new_secret()
        self.credential = public_credential(self.secret, self.election.uuid, group)
        self.path = f"/ballots/{self.ballot.pk}/secret/"

    def open(self, page: Page) -> "Booth":
        """Have a browser open it."""
        self.shown = self._page()
        page.route(f"{SITE}/**", self._answer)
        page.goto(f"{SITE}{self.path}")
        return self

    def record(self, route: Route) -> None:
        """Insist on a ballot as the server does, and answer as it does."""
        sent = route.request.post_data or ""
        insist_on_ballot(self.election, sent.encode(), {self.credential})
        self.cast.append(sent)
        given = {"tracker": tracker(sent.encode()), "height": 4, "head": "ab" * 32}
        route.fulfill(json={**given, "receipt": "v4.public.signed"})

    def _page(self) -> HttpResponse:
        request = RequestFactory().get(self.path, headers={"host": "localhost"})
        request.user = AnonymousUser()
        request.resolver_match = None
        vote = SealedVote(
            ballot=self.ballot,
            board=TrusteeBoard(),
            uuid=self.election.uuid,
            election=self.election.raw.decode(),
        )
        shown = shown_booth(request, self.ballot, vote, RollEntry(), self.secret)
        CSPMiddleware(lambda _request: shown).process_response(request, shown)
        return shown

    def _answer(self, route: Route) -> None:
        request = route.request
        self.requests.append((request.method, request.url, request.post_data or ""))
        path = request.url.removeprefix(SITE).partition("?")[0]
        if request.method == "POST":
            self.answers(self, route)
        elif path == self.path:
            route.fulfill(body=self.shown.content, headers=dict(self.shown.items()))
        elif path.startswith("/static/"):
            found = Path(str(finders.find(path.removeprefix("/static/"))))
            if found.name in self.lost:
                self.lost.remove(found.name)
                route.abort()
                return
            if found.name == self.late[0]:
                time.sleep(self.late[1])
            body = found.read_bytes() + (b"\n" if found.name == self.altered else b"")
            route.fulfill(body=body, content_type=_TYPES[found.suffix[1:]])
        else:
            route.fulfill(status=404, body="")


def opened(booth: Booth) -> list[Any]:
    """Open the last ballot that was cast, as nobody but a test does: what each place holds."""
    group = booth.election.group
    answer = insist_on_ballot(booth.election, booth.cast[-1].encode(), {booth.credential}).answers[
        0
    ]
    return [
        beta * group.inverse(group.power(alpha, booth.key)) % group.p
        for alpha, beta in answer.choices
    ]
