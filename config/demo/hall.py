"""The hall: delegates who check in late, make up their minds, and vote while a vote is open.

They vote through the casting service, as the page does. Whoever has asked for a passcode is a real
person in front of a screen, and is left to vote for themselves; so are those on the printed sheet.
"""

import logging
import random
import threading
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import Error, connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.refusal import Refusal
from ballots.casting import cast, paper_cast
from ballots.enums import BallotState, Choice
from ballots.marking import ElectionPaper
from ballots.models import Ballot, RollEntry
from conferences.models import Conference, Floor
from conferences.services import check_in
from config.demo.rostrum import SimulatedRostrum
from members.models import Member, PasscodeDevice
from members.models.passcodes import SIGN_IN
from motions.replay.booth import pass_for

TICK_SECONDS = 0.25
# Most make up their minds early, a few at the last moment, and some never.
TYPICAL_SHARE_OF_WINDOW = 0.25
NEVER = 0.04
ABSTAIN = 0.04
REOPENS = 0.06
LATECOMER_EVERY_SECONDS = 12

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Intention:
    """What one delegate will do, and when."""

    at: datetime
    ballot: uuid.UUID = field(compare=False)
    voter: Member = field(compare=False)
    choice: str | tuple[int, ...] = field(compare=False)  # in an election, candidates by number


class Favour:
    """How the hall takes to those who stand: some are in favour with most, some with few."""

    def __init__(self, paper: ElectionPaper, dice: random.Random) -> None:
        self.paper, self.dice = paper, dice
        self.weights = {one.number: dice.uniform(1, 4) for one in paper.people}
        self.ron = next((one.number for one in paper.standing if one.is_ron), 0)

    def marked(self) -> tuple[int, ...]:
        """Mark a paper: the more in favour, the likelier and the earlier; sometimes none."""
        if self.ron and self.dice.random() < REOPENS:
            return (self.ron,)
        drawn = sorted(self.weights, key=lambda n: self.dice.random() ** (1 / self.weights[n]))
        return tuple(reversed(drawn))[: self.dice.randint(1, self.paper.most)]


@dataclass
class SimulatedHall:
    """Everyone in the hall who is not in front of a screen."""

    conference: Conference
    reserved: Collection[Member] = ()
    dice: random.Random = field(default_factory=random.Random)
    stopped: threading.Event = field(default_factory=threading.Event)
    intentions: list[Intention] = field(default_factory=list)
    seen: set[uuid.UUID] = field(default_factory=set)
    next_arrival: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        """Let them speak too."""
        self.rostrum = SimulatedRostrum(self.conference, self.dice)

    def run(self) -> None:
        """Sit through the session."""
        try:
            while not self.stopped.wait(TICK_SECONDS):
                try:
                    self.tick()
                except (Error, Refusal) as trouble:
                    log.info("The simulated hall missed a turn: %s", trouble)
        finally:
            connection.close()

    def tick(self) -> None:
        """Do what is due by now."""
        for ballot in self.open_ballots().exclude(pk__in=self.seen):
            self.seen.add(ballot.pk)
            self.intentions += self.consider(ballot)
        self.intentions.sort()
        now = timezone.now()
        while self.intentions and self.intentions[0].at <= now:
            self._vote(self.intentions.pop(0))
        if now >= self.next_arrival:
            self._welcome_one()
            self.next_arrival = now + timedelta(seconds=LATECOMER_EVERY_SECONDS)
        self.rostrum.tick(~Q(member__in=self.real_people()))

    def open_ballots(self) -> QuerySet[Ballot]:
        """Find what they may vote on. A rehearsal brings delegates of its own."""
        taken = Conference.objects.filter(rehearses__isnull=False).values("pk")
        rehearsed = Floor.objects.filter(conference__in=taken, ballot__isnull=False)
        return Ballot.objects.filter(state=BallotState.OPEN).exclude(
            pk__in=rehearsed.values("ballot")
        )

    def consider(self, ballot: Ballot) -> list[Intention]:
        """Make up everyone's mind: the hall leans one way, each branch leans a little its own."""
        if ballot.opened_at is None or ballot.closes_at is None:
            return []
        window = (ballot.closes_at - ballot.opened_at).total_seconds()
        lean = self.dice.betavariate(6, 4)
        branches: dict[uuid.UUID | None, float] = {}
        intentions = []
        paper = [option.key for option in ballot.paper]
        candidates = Favour(ballot.election.paper, self.dice) if ballot.is_election else None
        for line in (
            RollEntry.objects.filter(ballot=ballot, voted=False)
            .select_related("voter")
            .exclude(voter__in=self.real_people())
        ):
            leaning = branches.setdefault(line.body_id, lean + self.dice.gauss(0, 0.15))
            if self.dice.random() < NEVER:
                continue
            delay = self.dice.lognormvariate(0, 0.8) * window * TYPICAL_SHARE_OF_WINDOW
            at = ballot.opened_at + timedelta(seconds=min(delay, window - 1))
            if candidates:
                intentions.append(Intention(at, ballot.pk, line.voter, candidates.marked()))
                continue
            choice: str = Choice.FOR if self.dice.random() < leaning else Choice.AGAINST
            if self.dice.random() < ABSTAIN:
                choice = Choice.ABSTAIN
            if choice not in paper:
                choice = self.dice.choice(paper)
            intentions.append(Intention(at, ballot.pk, line.voter, choice))
        return intentions

    def real_people(self) -> QuerySet[Member]:
        """Find those who sit in front of a screen, or may be about to."""
        asked = PasscodeDevice.objects.filter(purpose__startswith=SIGN_IN).values("user")
        return Member.objects.filter(Q(pk__in=asked) | Q(pk__in=[m.pk for m in self.reserved]))

    def _vote(self, intention: Intention) -> None:
        vote, voter, choice = intention.ballot, intention.voter, intention.choice
        once = uuid.uuid4()
        try:
            held = pass_for(Ballot.objects.get(pk=vote), voter)
            if isinstance(choice, str):
                cast(ballot_id=vote, voter=voter, choice=choice, request_id=once, booth_pass=held)
            else:
                paper_cast(
                    ballot_id=vote, voter=voter, ranking=choice, request_id=once, booth_pass=held
                )
        except Refusal as refusal:  # closed in the meantime
            log.info("A simulated vote was refused: %s", refusal.code)

    def _welcome_one(self) -> None:
        away = self.conference.credentials.filter(admitted_at__isnull=True, may_vote=True)
        if late := away.exclude(member__in=self.real_people()).order_by("?").first():
            check_in(credential=late, actor=late.member)
