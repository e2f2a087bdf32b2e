"""The rostrum of the demo: delegates who ask to speak, and now and then a point of order.

They ask through the services, as the page does, on whatever is before conference. The chair, who is
the visitor, calls them; nobody speaks by themselves.
"""

import logging
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import FloorPhase, PointKind, SpeakingSide
from conferences.models import Conference, Credential, Floor
from conferences.speaking.points import point_raise
from conferences.speaking.queue import speaker_ask
from conferences.speaking.reading import points_waiting, speakers_of

MOST_WAITING: Final = 7
ASKS_EVERY: Final = (4, 11)  # seconds
RAISES_EVERY: Final = (70, 150)
FIRST_TIME: Final = 0.3
SIDES: Final = (SpeakingSide.FOR,) * 5 + (SpeakingSide.AGAINST,) * 4 + (SpeakingSide.TO,)
POINTS: Final = (
    (PointKind.ORDER, "The speaker is on the last motion, and not on this one."),
    (PointKind.ORDER, "We were told that the movers of amendments would be heard first."),
    (PointKind.INFORMATION, "Which of our agreements does line 3 mean?"),
    (PointKind.INFORMATION, "How much would this cost each branch in a year?"),
    (PointKind.EXPLANATION, "I did not say that pay comes last: I said that safety comes first."),
)
DEBATED: Final = (FloorPhase.DEBATE, FloorPhase.AMENDMENT)

log = logging.getLogger(__name__)


@dataclass
class SimulatedRostrum:
    """Whoever wants to speak. `nobody` narrows credentials to those who are not real people."""

    conference: Conference
    dice: random.Random
    next_asks: datetime = field(default_factory=timezone.now)
    next_raises: datetime = field(
        default_factory=lambda: timezone.now() + timedelta(seconds=RAISES_EVERY[0])
    )

    def tick(self, simulated: Q) -> None:
        """Let one more ask to speak, or raise a point, when it is time."""
        now = timezone.now()
        if now < min(self.next_asks, self.next_raises):
            return
        floor = Floor.objects.get(conference=self.conference)
        in_debate = floor.phase in DEBATED and bool(floor.subject)
        here = self.conference.credentials.filter(
            simulated, admitted_at__isnull=False, may_vote=True
        )
        if now >= self.next_asks:
            self.next_asks = self._later(now, ASKS_EVERY)
            if in_debate and len(speakers_of(self.conference, floor.subject)) < MOST_WAITING:
                self._ask(here)
        if now >= self.next_raises:
            self.next_raises = self._later(now, RAISES_EVERY)
            if in_debate and not points_waiting(self.conference).exists():
                self._raise(here)

    def _later(self, now: datetime, between: tuple[int, int]) -> datetime:
        return now + timedelta(seconds=self.dice.uniform(*between))

    def _ask(self, here: QuerySet[Credential]) -> None:
        if somebody := _anybody(here):
            try:
                speaker_ask(
                    credential=somebody,
                    side=self.dice.choice(SIDES),
                    actor=somebody.member,
                    is_first_time=self.dice.random() < FIRST_TIME,
                )
            except Refusal as refusal:  # they have spoken, or the debate has just closed
                log.info("A simulated delegate may not speak: %s", refusal.code)

    def _raise(self, here: QuerySet[Credential]) -> None:
        kind, words = self.dice.choice(POINTS)
        if somebody := _anybody(here):
            try:
                point_raise(credential=somebody, kind=kind, words=words, actor=somebody.member)
            except Refusal as refusal:
                log.info("A simulated point of order was refused: %s", refusal.code)


def _anybody(here: QuerySet[Credential]) -> Credential | None:
    return here.select_related("member", "body", "conference").order_by("?").first()
