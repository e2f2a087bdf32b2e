"""What a body may still send: who may, how many, how long, and between which dates.

Every refusal says the rule and the number. Source: guide 3.0 and the table's guard of `submit`:
"body entitled; within its limit of motions; word limit".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.models import Conference
from members.enums import BodyKind
from members.models import Body
from motions.enums import RULE_KINDS, MotionKind
from motions.models import Motion
from motions.states import MotionState
from motions.texts.checks import refuse_bad_words
from motions.wording import counted_words

RULE: Final = "Standing orders: motions"
SENT_BY_BRANCHES: Final = (MotionKind.ORDINARY, *RULE_KINDS, MotionKind.EMERGENCY)
NOT_COUNTED: Final = (MotionState.DRAFT, MotionState.LATE, MotionState.WITHDRAWN)
_EMERGENCY = (Key.MOTIONS_CLOSE, Key.EMERGENCY_MOTIONS_CLOSE)
_DATES = MappingProxyType({MotionKind.EMERGENCY: _EMERGENCY})


@dataclass(frozen=True, slots=True)
class Window:
    """Between which moments a kind of motion may be sent; None where no date is set."""

    opens: datetime | None
    closes: datetime | None

    def is_ahead(self, now: datetime) -> bool:
        """Say whether it has still to open."""
        return self.opens is not None and now < self.opens

    def is_over(self, now: datetime) -> bool:
        """Say whether the deadline has passed: its own moment is still in time."""
        return self.closes is not None and now > self.closes


@dataclass(frozen=True, slots=True)
class Room:
    """How many of a kind a body has sent, and how many it may; 0 allowed is no limit."""

    words: str
    sent: int
    allowed: int

    @property
    def left(self) -> int | None:
        """Give how many more may be sent; None is no limit."""
        return max(0, self.allowed - self.sent) if self.allowed else None


def window(conference: Conference, kind: str) -> Window:
    """Give the dates that a kind of motion is sent between."""
    opens, closes = _DATES.get(MotionKind(kind), (Key.MOTIONS_OPEN, Key.MOTIONS_CLOSE))
    return Window(key_date(conference, opens), key_date(conference, closes))


def may_send(conference: Conference, body: Body) -> bool:
    """Say whether the standing orders let a body of this kind send motions in."""
    return body.kind in conference.orders.senders


def rooms(conference: Conference, body: Body) -> list[Room]:
    """Give what a body has sent and may send, by what the standing orders limit."""
    orders = conference.orders
    found = [Room("motions", _sent(conference, body, _ORDINARY), orders.motions_per_body)]
    if orders.rule_amendments_taken:
        sent = _sent(conference, body, RULE_KINDS)
        found.append(
            Room("rule and standing order amendments", sent, orders.rule_amendments_per_body)
        )
    return found


def refuse_unless_entitled(motion: Motion) -> None:
    """Refuse what this body may not send, or not now, or not so many of, or not so long."""
    _refuse_body(motion.conference, motion.lodged_by)
    _refuse_kind(motion)
    _refuse_before_opening(motion)
    _refuse_too_many(motion)
    refuse_too_long(motion.conference, motion.substantive.text)


def refuse_too_long(conference: Conference, text: str) -> None:
    """Refuse words that hold what no reader sees, or that are more than the standing orders say."""
    refuse_bad_words(text)
    allowed, words = conference.orders.motion_words, counted_words(text)
    if allowed and words > allowed:
        raise Refusal(
            "too-many-words",
            f"This motion has {words:,} words; standing orders allow {allowed:,}. "
            f"{words - allowed:,} too many.",
            rule=RULE,
        )


def _refuse_body(conference: Conference, body: Body) -> None:
    if may_send(conference, body):
        return
    kinds = {BodyKind.BRANCH: "branches", BodyKind.COMMITTEE: "committees"}
    kinds |= {BodyKind.REGION: "regions"}
    who = [kinds[BodyKind(kind)] for kind in conference.orders.senders]
    raise Refusal(
        "body-not-entitled",
        f"Only {' and '.join(who)} may send motions to this conference.",
        rule=RULE,
    )


def _refuse_kind(motion: Motion) -> None:
    if motion.kind in RULE_KINDS and not motion.conference.orders.rule_amendments_taken:
        raise Refusal(
            "no-rule-amendments", "This conference takes no amendments to rules.", rule=RULE
        )
    if motion.kind != MotionKind.EMERGENCY:
        return
    if not motion.arose_on or not motion.why_urgent.strip():
        raise Refusal(
            "not-said-why-urgent",
            "Say on what day it arose, and why it cannot wait for the next conference.",
            rule="Standing orders: emergency motions",
        )
    closed = key_date(motion.conference, Key.MOTIONS_CLOSE)
    if closed and motion.arose_on < (day := timezone.localdate(closed)):
        raise Refusal(
            "arose-before-the-deadline",
            f"An emergency motion is about something that arose after motions closed on "
            f"{day:%-d %B %Y}. This arose on {motion.arose_on:%-d %B %Y}.",
            rule="Standing orders: emergency motions",
        )


def _refuse_before_opening(motion: Motion) -> None:
    dates = window(motion.conference, motion.kind)
    if dates.is_ahead(timezone.now()):
        assert dates.opens  # noqa: S101 - it is ahead
        opens = f"{timezone.localtime(dates.opens):%-d %B %Y, %H:%M}"
        raise Refusal(
            "motions-not-open",
            f"Emergency motions open when motions close, on {opens}: send this as a motion."
            if motion.kind == MotionKind.EMERGENCY
            else f"Motions open on {opens}. Your draft is kept until then.",
            rule="Timetable",
        )


def _refuse_too_many(motion: Motion) -> None:
    if motion.kind == MotionKind.EMERGENCY:
        return
    room = rooms(motion.conference, motion.lodged_by)[motion.kind in RULE_KINDS]
    if room.left == 0:
        raise Refusal(
            "too-many-motions",
            f"{motion.lodged_by.name} has sent {room.sent} {room.words}; standing orders allow "
            f"{room.allowed}.",
            rule=RULE,
        )


_ORDINARY = (MotionKind.ORDINARY,)


def _sent(conference: Conference, body: Body, kinds: Collection[str]) -> int:
    sent = conference.motions.filter(lodged_by=body, kind__in=kinds)
    return sent.exclude(state__in=NOT_COUNTED).count()
