"""Simulated delegates at work in a rehearsal: they come, go, vote and cannot, by the services.

They work in this process and not over HTTP: what is measured is how long our services take, and
never the union's network. Nothing is done in a member's name by them but their votes; a delegate's
coming and going is entered by the system. Whoever is in the hall before them is a real person, and
is left to act for themselves.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from audit.refusal import Refusal
from ballots.casting import cast
from ballots.models import Ballot, RollEntry
from ballots.selectors import turnout
from ballots.services import unable_report
from conferences.models import Conference, Credential
from conferences.rehearsing.crowd import Coming, Crowd, Does, Meaning, comings, meaning
from conferences.rehearsing.measures import VoteMeasured, percentile
from conferences.selectors import quorum_now
from conferences.services.presence import check_in, check_out
from members.models import Member

REASON = "The page did not open (simulated)."


@dataclass(slots=True)
class Vote:
    """One vote that the company takes part in, and what came of it so far."""

    ballot: Ballot
    window: int  # seconds, as on the day
    waiting: list[tuple[Meaning, Member]]
    began: float
    present: int
    after: list[float] = field(default_factory=list)
    answers_ms: list[float] = field(default_factory=list)
    voted: set[uuid.UUID] = field(default_factory=set)
    late: int = 0
    unable: int = 0
    silent: int = 0
    double_taps: int = 0
    doubled: int = 0

    @property
    def in_time(self) -> float:
        """Give the last second, as on the day, at which a vote is in time for certain."""
        return self.window - 0.5

    def measured(self, outcome: str) -> VoteMeasured:
        """Give what came of it, against what the count has."""
        roll = RollEntry.objects.filter(ballot=self.ballot)
        counted = roll.filter(voter__in=self.voted, voted=True).count()
        self.after.sort()
        self.answers_ms.sort()
        return VoteMeasured(
            title=self.ballot.title.partition(": ")[2] or self.ballot.title,
            form=self.ballot.form,
            window=self.window,
            roll=self.ballot.roll_size,
            acknowledged=len(self.voted),
            counted=counted,
            unable=turnout(self.ballot).unable,
            silent=self.silent,
            late=self.late,
            double_taps=self.double_taps,
            doubled=self.doubled,
            half_after=round(percentile(self.after, 50), 1),
            nearly_all_after=round(percentile(self.after, 95), 1),
            answer_ms=round(percentile(self.answers_ms, 95), 1),
            present=self.present,
            outcome=outcome,
        )


@dataclass(slots=True)
class Company:
    """The simulated delegates of one rehearsal. `windows` gives a form's seconds as on the day."""

    conference: Conference
    crowd: Crowd
    windows: Callable[[str], int]
    length: float  # of the session, in seconds as on the day
    dice: Random = field(init=False)
    began: float = field(default_factory=time.monotonic)
    people: list[tuple[Coming, Credential]] = field(default_factory=list)
    real: int = 0
    vote: Vote | None = None
    seen: set[uuid.UUID] = field(default_factory=set)
    measured: list[VoteMeasured] = field(default_factory=list)
    fewest: int | None = None
    fewest_branches: int = 0
    came_late: int = 0
    dropped_out: int = 0
    came_back: int = 0
    leanings: dict[object, float] = field(default_factory=dict)
    hold_open: Callable[[Ballot], None] = lambda _ballot: None  # before each act in a vote

    def __post_init__(self) -> None:
        """Choose who is simulated: leaders first, as a card vote needs them."""
        self.dice = Random(self.crowd.seed)  # noqa: S311 - a rehearsal that can be run again
        away = self.conference.credentials.filter(may_vote=True, admitted_at=None)
        chosen = away.select_related("member", "body", "conference").order_by(
            "-is_leader", "number"
        )[: self.crowd.delegates]
        self.real = self.conference.credentials.filter(admitted_at__isnull=False).count()
        coming = comings(self.crowd, len(chosen), self.length, self.dice)
        self.people = list(zip(coming, chosen, strict=True))

    @property
    def now(self) -> float:
        """Give the seconds since the session began, as on the day."""
        return (time.monotonic() - self.began) * self.crowd.pace

    def tick(self) -> None:
        """Do what is due by now."""
        self._come_and_go()
        if self.vote:
            self._act_on(self.vote)

    def _come_and_go(self) -> None:
        now, later = self.now, []
        for coming, credential in self.people:
            if coming.arrives <= now and coming.arrives >= 0:
                self._try(check_in, credential)
                self.came_late += coming.arrives > 0
                coming = Coming(-1, coming.leaves, coming.returns)  # noqa: PLW2901
            elif coming.leaves is not None and coming.leaves <= now and coming.arrives < 0:
                self._try(check_out, credential)
                self.dropped_out += 1
                if coming.returns is None:
                    continue
                self.came_back += 1
                coming = Coming(coming.returns)  # noqa: PLW2901
                self.came_late -= 1  # it is counted as a return
            later.append((coming, credential))
        self.people = later

    def _try(self, act: Callable[..., Credential], credential: Credential) -> None:
        try:
            act(credential=credential, actor=None)
        except Refusal:  # a real person came, left, or was replaced in the meantime
            self.real += act is check_in

    def follow(self, ballot: Ballot) -> None:
        """Make up everyone's mind on a vote that has opened."""
        if ballot.pk in self.seen:
            return
        self.seen.add(ballot.pk)
        window = self.windows(ballot.form)
        paper = [option.key for option in ballot.paper]
        lean = self.dice.betavariate(6, 4)
        self.leanings.clear()
        waiting = []
        mine = {credential.member_id for _, credential in self.people}
        for line in RollEntry.objects.filter(ballot=ballot).select_related("voter"):
            if line.voter_id not in mine:
                continue
            leaning = self.leanings.setdefault(line.body_id, lean + self.dice.gauss(0, 0.15))
            means = meaning(self.crowd, window, paper, leaning, self.dice)
            waiting.append((means, line.voter))
        waiting.sort(key=lambda each: each[0].after, reverse=True)
        present = quorum_now(self.conference).present
        if self.fewest is None or present.delegates < self.fewest:
            self.fewest, self.fewest_branches = present.delegates, present.branches
        self.vote = Vote(ballot, window, waiting, time.monotonic(), present.delegates)

    @property
    def is_behind(self) -> bool:
        """Say whether somebody who means to act within the time of the vote has yet to."""
        vote = self.vote
        return bool(vote and vote.waiting and vote.waiting[-1][0].after <= vote.in_time)

    def _act_on(self, vote: Vote) -> None:
        elapsed = (time.monotonic() - vote.began) * self.crowd.pace
        while vote.waiting and vote.waiting[-1][0].after <= min(elapsed, vote.in_time):
            self.hold_open(vote.ballot)
            self._act(vote, *vote.waiting.pop())

    def end(self, outcome: str) -> VoteMeasured | None:
        """Try what comes after the close, and give what was measured of the vote."""
        vote, self.vote = self.vote, None
        if vote is None:
            return None
        for means, voter in reversed(vote.waiting):
            self._act(vote, means, voter)
        measured = vote.measured(outcome)
        self.measured.append(measured)
        return measured

    def _act(self, vote: Vote, means: Meaning, voter: Member) -> None:
        if means.does is Does.NOTHING:
            vote.silent += 1
            return
        try:
            if means.does is Does.CANNOT:
                unable_report(ballot=vote.ballot, voter=voter, reason=REASON)
                vote.unable += 1
                return
            once = uuid.uuid4()
            started = time.perf_counter()
            first = self._cast(vote, means, voter, once)
            took = time.perf_counter() - started
            vote.voted.add(voter.pk)
            vote.after.append(means.after + took)
            vote.answers_ms.append(took * 1000)
            if means.does is Does.TAPS_TWICE:
                vote.double_taps += 1
                vote.doubled += self._cast(vote, means, voter, once) != first
        except Refusal:
            vote.late += 1

    def _cast(self, vote: Vote, means: Meaning, voter: Member, once: uuid.UUID) -> str:
        receipt = cast(ballot_id=vote.ballot.pk, voter=voter, choice=means.choice, request_id=once)
        return receipt.code
